/** Shows events as rows: when, what, where, and how firmly it is said. */

import { to } from "../address.js";
import { h, joined } from "../dom.js";
import { label, t } from "../texts.js";
import { when } from "../time.js";

export const LINE = `fragment Line on Event {
  key kind title status retracted quad goldstein reportCount
  occurred { edtf earliest latest precision } place { ref name }
  ... on StatementMade { quote gist } ... on InteractionCoded { plover ploverMode scheme code }
  parties(first: 6) { actor { ref name(language: $language) } role } reports(first: 10) { hedge source { ref publisher title } }
}`;

export const MARK = `fragment Mark on Event {
  key title quad goldstein status retracted occurred { edtf earliest latest precision } reports(first: 10) { hedge }
}`;

const FIRMNESS = ["ASSERTED", "REPORTED", "ALLEGED", "DENIED"];

/**
 * The firmest hedge of an event's reports: one source that says so in its own voice is enough.
 * @param {any} event
 * @returns {string}
 */
export function firmest(event) {
  const hedges = event.reports.map((/** @type {any} */ report) => report.hedge);
  return FIRMNESS.find((hedge) => hedges.includes(hedge)) ?? "ASSERTED";
}

/** @param {any} event */
export function eventLink(event) {
  return h("a", { href: to("event", { ref: event.key }), class: event.retracted ? "retracted" : null }, event.title);
}

/** @param {any} actor */
export const actorLink = (actor) => h("a", { href: to("actor", { ref: actor.ref }) }, actor.name);

/** @param {any} place */
export const placeLink = (place) => h("a", { href: to("place", { ref: place.ref }) }, place.name);

/** @param {any} source */
export const sourceLink = (source) => h("a", { href: to("source", { ref: source.ref }) }, sourceName(source));

/** @param {any} source */
export const sourceName = (source) => source.publisher ?? source.title ?? source.ref;

/**
 * What must not be overlooked about an event: that it is not done, not sure, or taken back.
 * @param {any} event
 */
export function flags(event) {
  const hedge = firmest(event);
  const told = [
    event.retracted && h("span", { class: "tag tag-retracted" }, t("retracted")),
    event.status !== "DONE" && h("span", { class: `tag tag-${event.status.toLowerCase()}` }, label(event.status)),
    hedge !== "ASSERTED" && h("span", { class: `tag tag-${hedge.toLowerCase()}` }, label(hedge)),
  ].filter(Boolean);
  return told.length ? h("span", { class: "flags" }, told) : null;
}

/**
 * A table of events.
 * @param {any[]} events with the fields of LINE
 * @param {string} caption
 */
export function eventTable(events, caption) {
  if (!events.length) return h("p", { class: "quiet" }, t("none"));
  const head = ["when", "what", "where", "said"].map((name) => h("th", { scope: "col" }, t(name)));
  return h(
    "table",
    { class: "events" },
    h("caption", { class: "unseen" }, caption),
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, events.map(row)),
  );
}

/** @param {any} event */
function row(event) {
  const sources = new Map(event.reports.map((/** @type {any} */ report) => [report.source.ref, report.source]));
  const parties = new Map(event.parties.map((/** @type {any} */ party) => [party.actor.ref, party.actor]));
  return h(
    "tr",
    { class: `quad-${side(event)}` },
    h("td", {}, when(event.occurred)),
    h(
      "th",
      { scope: "row" },
      h("span", { class: "title" }, eventLink(event), " ", flags(event)),
      event.code && h("span", { class: "words" }, coded(event)),
      (event.quote ?? event.gist) && h("span", { class: "words" }, event.quote ? `“${short(event.quote)}”` : short(event.gist)),
      h("span", { class: "parties" }, joined([...parties.values()].map(actorLink))),
    ),
    h("td", {}, event.place ? placeLink(event.place) : ""),
    h("td", { class: "sources" }, joined([...sources.values()].map(sourceLink))),
  );
}

/**
 * What a data set's code says, where that has a name.
 * @param {any} event
 */
function coded({ plover, ploverMode, scheme, code }) {
  const meaning = [plover, ploverMode].filter(Boolean).map(label).join(", ");
  return `${meaning ? `${meaning} · ` : ""}${scheme} ${code}`;
}

/** @param {string} text */
const short = (text) => (text.length > 160 ? `${text.slice(0, 159).trimEnd()}…` : text);

/**
 * On which side of the line an event counts.
 * @param {any} event
 * @returns {"cooperation" | "conflict" | "neither"}
 */
export function side(event) {
  if (event.quad?.endsWith("COOPERATION")) return "cooperation";
  return event.quad?.endsWith("CONFLICT") ? "conflict" : "neither";
}

/** @param {number} count */
export const eventsTotal = (count) => (count === 1 ? t("oneEvent") : t("eventsTotal", { count: count.toLocaleString() }));

/**
 * Where there are more events than are shown, the way to all of them.
 * @param {{totalCount: number, nodes: any[]}} shown
 * @param {Record<string, string | string[]>} filter
 */
export function moreLink({ totalCount, nodes }, filter) {
  return totalCount > nodes.length && h("p", {}, h("a", { class: "more", href: to("events", filter) }, t("more")));
}
