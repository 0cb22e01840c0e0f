/** One event: the sentence behind it, who says what about it and how firmly, and how the record came to say so. */

import { h, joined } from "../dom.js";
import { actorLink, eventLink, flags, placeLink } from "../parts/events.js";
import { unknown } from "../parts/failures.js";
import { figurePictures } from "../parts/figures.js";
import { historySection } from "../parts/history.js";
import { facts, heading, section, table } from "../parts/layout.js";
import { provenance } from "../parts/provenance.js";
import { reportCards } from "../parts/reports.js";
import { citeButton } from "../parts/cite.js";
import { DETAILS, details } from "../parts/details.js";
import { label, t } from "../texts.js";
import { when } from "../time.js";

const LINKS = ["partOf", "follows", "precedes", "responseTo", "claimedFirstSince"];
const LINKED = "{ key title retracted occurred { edtf earliest latest precision } }";
const ESTIMATE = "{ low best high approximate unit basis }";
const WHO = "{ ref name(language: $language) }";
const SOURCE = "source { ref publisher title url published { edtf earliest latest precision } }";

const FIELDS = `event(key: $ref, asOf: $asOf) {
  id key kind title status retracted plover ploverMode cameo quad goldstein claimedOrdinal
  occurred { edtf earliest latest precision } place { ref name country ${WHO} }
  parties { role side asSaid actor ${WHO} representing ${WHO} }
  reports { quote attributedTo via hedge confidence dated { edtf earliest latest precision } statedIn { key title retracted } ${SOURCE} says { field estimate ${ESTIMATE} } }
  ${LINKS.map((link) => `${link} ${LINKED}`).join(" ")}
  history { position recordedAt entryKind reason appendedBy program reports { hedge source { ref publisher title } } changes { field before after } }
  ${DETAILS} }`;

/** @type {import("../main.js").Page} */
export const event = {
  question: ({ refs }) => ({ fields: FIELDS, declares: "$ref: String!", variables: { ref: refs[0] ?? "" } }),
  show(data, context) {
    const { address } = context;
    const found = data.event;
    if (!found) return unknown(address.refs[0] ?? "", address.asOf !== null);
    const title = h("span", { class: found.retracted ? "retracted" : null }, found.title);
    const content = [
      heading(
        label(found.kind),
        title,
        joined([when(found.occurred), found.place && placeLink(found.place), flags(found)].filter(Boolean), " · "),
      ),
      sentence(found),
      section(t("sideBySide"), [reportCards(found.reports)]),
      figurePictures(found, context),
      h(
        "div",
        { class: "halves" },
        section(t("parties"), [parties(found.parties)]),
        section(t("details"), [about(found), links(found)]),
      ),
      historySection(found.history),
      section(t("provenance"), [provenance(found)]),
      h("p", { class: "actions" }, citeButton(found.title, context)),
    ];
    return { title: found.title, content };
  },
};

/**
 * What the first source that is quoted says, word for word.
 * @param {any} event
 */
function sentence({ reports, quote, gist }) {
  const quoted = reports.find((/** @type {any} */ report) => report.quote);
  if (!quoted) return quote || gist ? h("blockquote", { class: "sentence" }, quote ?? gist) : null;
  return h(
    "figure",
    { class: "sentence" },
    h("blockquote", {}, quoted.quote),
    h("figcaption", {}, quoted.source.publisher ?? quoted.source.title ?? quoted.source.ref),
  );
}

/** @param {any[]} parties */
function parties(parties) {
  const isQuoted = parties.some(({ asSaid }) => asSaid);
  const rows = parties.map(({ actor, role, side, representing, asSaid }) => [
    [actorLink(actor), representing && h("span", { class: "quiet" }, " ", t("acting"), " ", actorLink(representing))],
    label(role),
    label(side),
    ...(isQuoted ? [asSaid ? `“${asSaid}”` : ""] : []),
  ]);
  return table(t("parties"), [t("actor"), t("role"), t("side"), ...(isQuoted ? [t("asSaid")] : [])], rows);
}

/** @param {any} event */
function about(event) {
  const coded = [
    event.plover && `PLOVER ${event.plover}${event.ploverMode ? `/${event.ploverMode}` : ""}`,
    event.cameo && `CAMEO ${event.cameo}`,
    event.quad && label(event.quad),
  ];
  return facts([
    ...details(event),
    [t("status"), label(event.status)],
    [t("codes"), coded.filter(Boolean).join(" · ")],
    [t("goldstein"), event.goldstein],
    [t("claimedOrdinal"), event.claimedOrdinal],
    [t("country"), event.place?.country && actorLink(event.place.country)],
    [t("key"), h("code", {}, event.key)],
  ]);
}

/** @param {any} event */
function links(event) {
  const told = LINKS.filter((link) => event[link]);
  if (!told.length) return null;
  return [h("h3", {}, t("links")), facts(told.map((link) => [t(link), [eventLink(event[link]), " ", when(event[link].occurred)]]))];
}
