/** Two actors: what they have in common over time, when they were together, and what they agreed. */

import { to } from "../address.js";
import { drawScores, scored } from "../charts/scores.js";
import { isOutside, mainStretch } from "../charts/stretch.js";
import { picture } from "../charts/picture.js";
import { h } from "../dom.js";
import { actorLink, eventLink, eventsTotal, eventTable, firmest, flags, LINE, MARK, moreLink, placeLink, side } from "../parts/events.js";
import { unknown } from "../parts/failures.js";
import { facts, heading, section, table } from "../parts/layout.js";
import { periodsPicture } from "../parts/periods.js";
import { bars } from "../parts/bars.js";
import { label, number, t } from "../texts.js";
import { elapsedText, when } from "../time.js";
import { go } from "../main.js";

/** How many appearances are shown. */
const MOST = 200;
const DATED = "{ key title retracted occurred { edtf earliest latest precision } }";
const FIELDS = `
  relationship(between: $pair, includePredecessors: $predecessors, asOf: $asOf) {
    between { ref name(language: $language) } eventCount reportCount cooperation conflict goldsteinMean
    kinds { kind count } firstEvent ${DATED} lastEvent ${DATED} agreements ${DATED}
    marks: events(filter: {includeRetracted: true}, first: 1000) { totalCount nodes { ...Mark } }
    latest: events(first: 30) { totalCount nodes { ...Line } }
  }
  appearances(together: $pair, kinds: $kinds, includePredecessors: $predecessors, first: ${MOST}, asOf: $asOf) {
    ordinal sincePrevious { days years minDays maxDays } event { ...Line }
  }`;

/** @type {import("../main.js").Page} */
export const pair = {
  question: ({ refs, more }) => ({
    fields: FIELDS,
    fragments: `${LINE} ${MARK}`,
    declares: "$pair: [String!]!, $predecessors: Boolean!, $kinds: [EventKind!]",
    variables: { pair: refs.slice(0, 2), predecessors: more.has("predecessors"), kinds: more.get("of") ? [more.get("of")] : null },
  }),
  show(data, context) {
    const { address } = context;
    const found = data.relationship;
    if (!found) return unknown(address.refs.join(", "), address.asOf !== null);
    const name = t("pairWith", { a: found.between[0].name, b: found.between[1].name });
    const title = found.between.flatMap((/** @type {any} */ who, /** @type {number} */ index) =>
      index ? [` ${t("and")} `, actorLink(who)] : [actorLink(who)],
    );
    const content = [
      heading(t("pair"), title, eventsTotal(found.eventCount)),
      summary(found),
      section(t("appearances"), [chooser(address, found.kinds), appearances(data.appearances)]),
      section(t("overTime"), [
        scoresPicture(name, found.marks, context),
        periodsPicture(name, found.marks, { between: address.refs.slice(0, 2) }, context),
      ]),
      h(
        "div",
        { class: "halves" },
        section(t("agreements"), [agreements(found.agreements)]),
        section(t("kinds"), [kinds(address.refs, found.kinds)]),
      ),
      section(t("events"), [eventTable(found.latest.nodes, t("events")), moreLink(found.latest, { ref: address.refs })]),
    ];
    return { title: name, content };
  },
};

/** @param {any} relationship */
function summary({ reportCount, cooperation, conflict, goldsteinMean, firstEvent, lastEvent }) {
  const dated = /** @param {any} event */ (event) => event && [when(event.occurred), " ", eventLink(event)];
  return facts([
    [t("cooperation"), number(cooperation)],
    [t("conflict"), number(conflict)],
    [t("meanScore"), goldsteinMean === null ? null : number(goldsteinMean)],
    [t("reports"), number(reportCount)],
    [t("first"), dated(firstEvent)],
    [t("lastEvent"), dated(lastEvent)],
  ]);
}

/**
 * Which appearances are counted: of one kind or of all, and of predecessors or not.
 * @param {import("../address.js").Address} address
 * @param {{kind: string}[]} found
 */
function chooser({ refs, more }, found) {
  const chosen = more.get("of") ?? "";
  const change = /** @param {any} event */ (event) => {
    const { kind, predecessors } = event.currentTarget.elements;
    void go(to("pair", { ref: refs, of: kind.value, predecessors: predecessors.checked ? "1" : null }), { staying: true });
  };
  const kinds = [...new Set([chosen, ...found.map(({ kind }) => kind)])].filter(Boolean);
  return h(
    "form",
    { class: "filter", change },
    h(
      "label",
      {},
      t("onlyKind"),
      h(
        "select",
        { name: "kind" },
        h("option", { value: "" }, t("anyKind")),
        kinds.map((kind) => h("option", { value: kind, selected: kind === chosen }, label(kind))),
      ),
    ),
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: "predecessors", checked: more.has("predecessors") }),
      t("predecessorsCount"),
    ),
  );
}

/** @param {any[]} together */
function appearances(together) {
  if (!together.length) return h("p", { class: "quiet" }, t("none"));
  const rows = together.map(({ ordinal, sincePrevious, event }) => [
    number(ordinal),
    when(event.occurred),
    [eventLink(event), " ", flags(event)],
    event.place ? placeLink(event.place) : "",
    elapsedText(sincePrevious),
  ]);
  const cut = together.length === MOST && h("p", { class: "quiet" }, t("firstAppearances", { count: MOST }));
  return [
    table(
      t("appearancesCaption"),
      ["rank", "when", "what", "where", "sincePrevious"].map((name) => t(name)),
      rows,
      [0],
    ),
    cut,
  ];
}

/** @param {any[]} found */
function agreements(found) {
  return found.length
    ? h(
        "ul",
        { class: "plain" },
        found.map((event) => h("li", {}, when(event.occurred), " ", eventLink(event))),
      )
    : h("p", { class: "quiet" }, t("none"));
}

/**
 * @param {string[]} refs
 * @param {{kind: string, count: number}[]} found
 */
function kinds(refs, found) {
  return bars(
    found.map(({ kind, count }) => ({ name: label(kind), href: to("events", { of: kind, ref: refs }), count })),
    t("kinds"),
  );
}

/**
 * @param {string} name
 * @param {{totalCount: number, nodes: any[]}} marks
 * @param {import("../main.js").Context} context
 */
function scoresPicture(name, { totalCount, nodes }, context) {
  const known = scored(nodes);
  const stretch = mainStretch(known);
  const drawn = known.filter((event) => !isOutside(event, stretch));
  if (!drawn.length) return null;
  const rows = nodes.map((event) => [
    event.occurred.edtf,
    event.title,
    event.goldstein,
    firmest(event),
    event.retracted ? t("retracted") : event.status,
  ]);
  return picture(
    {
      subject: name,
      title: t("scores"),
      caption: t("scoresCaption"),
      draw: (width) => drawScores(drawn, width),
      behind: { columns: [t("when"), t("what"), t("goldstein"), t("hedge"), t("status")], rows, numeric: [2] },
      legend: legend(drawn),
      beside: [
        nodes.length > known.length && t("undrawn", { count: number(nodes.length - known.length) }),
        known.length > drawn.length && ` ${t("outsideBeside", { count: number(known.length - drawn.length) })}`,
        totalCount > nodes.length && ` ${t("firstOnly", { shown: number(nodes.length), total: number(totalCount) })}`,
      ].filter(Boolean),
    },
    context,
  );
}

/**
 * The signs that the picture of scores has in it, and what they mean.
 * @param {any[]} drawn
 * @returns {[string, string][]}
 */
function legend(drawn) {
  const sides = ["cooperation", "conflict", "neither"].filter((each) => drawn.some((event) => side(event) === each));
  return [
    ...sides.map((each) => /** @type {[string, string]} */ ([each, t(each)])),
    ["hedged", t("hedged")],
    ["span", t("spanLegend")],
    ...(drawn.some(({ retracted }) => retracted) ? [/** @type {[string, string]} */ (["strike", t("retractedLegend")])] : []),
  ];
}
