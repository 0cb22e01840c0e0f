/** The first page: what the log holds, what came last, and where reports contradict each other. */

import { to } from "../address.js";
import { ask, operation } from "../client.js";
import { h } from "../dom.js";
import { bars } from "../parts/bars.js";
import { actorLink, eventLink, eventsTotal, eventTable, LINE } from "../parts/events.js";
import { heading, section } from "../parts/layout.js";
import { label, t } from "../texts.js";
import { when } from "../time.js";

const FIELDS = `
  events(orderBy: POSITION_DESC, first: 12, asOf: $asOf) { totalCount nodes { ...Line } }
  eventGroups(by: [KIND], asOf: $asOf) { keys eventCount }
  discrepancies(first: 1000, asOf: $asOf) { totalCount nodes { kind } }
  overdue: events(filter: {overdue: true}, first: 20, orderBy: OCCURRED_ASC, asOf: $asOf) { totalCount nodes { key title retracted occurred { edtf earliest latest precision } } }`;

/** @type {import("../main.js").Page} */
export const start = {
  question: () => ({ fields: FIELDS, fragments: LINE }),
  show(data, context) {
    const held = data.eventGroups.map((/** @type {any} */ group) => ({
      name: label(group.keys[0]),
      href: to("events", { of: group.keys[0] }),
      count: group.eventCount,
    }));
    const content = [
      heading("annals", t("tagline"), eventsTotal(data.events.totalCount)),
      h(
        "div",
        { class: "columns" },
        h("div", {}, section(t("last"), [eventTable(data.events.nodes, t("last"))])),
        h(
          "div",
          {},
          section(t("most"), [mostNamed(context.position)]),
          section(t("holds"), [bars(held, t("holdsCaption"))]),
          section(t("found"), [found(data.discrepancies)]),
          data.overdue.totalCount > 0 && section(t("overdue"), [overdue(data.overdue.nodes)]),
        ),
      ),
    ];
    return { title: t("menuStart"), content };
  },
};

/** @param {{nodes: {kind: string}[]}} discrepancies */
function found({ nodes }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (!counts.size) return h("p", { class: "quiet" }, t("noneFound"));
  return bars(
    [...counts].map(([kind, count]) => ({ name: label(kind), href: to("discrepancies", { of: kind }), count })),
    t("found"),
  );
}

/** @param {any[]} events */
function overdue(events) {
  return h(
    "ul",
    { class: "plain" },
    events.map((event) => h("li", {}, when(event.occurred), " ", eventLink(event))),
  );
}

/**
 * Those whom most events name. It is a question of its own: together with the others it would cost more than one may.
 * @param {number} position
 */
function mostNamed(position) {
  const box = h("div", { class: "later" }, h("p", { class: "quiet" }, t("loading")));
  void fill();
  return box;

  async function fill() {
    const { eventGroups: groups } = await ask(
      operation({ fields: "eventGroups(by: [ACTOR], first: 12, asOf: $asOf) { keys eventCount }" }, position),
    );
    if (!groups.length) return box.replaceChildren(h("p", { class: "quiet" }, t("none")));
    const names = groups.map(
      (/** @type {any} */ _, /** @type {number} */ index) =>
        `a${index}: actor(ref: $r${index}, asOf: $asOf) { ref name(language: $language) }`,
    );
    const variables = Object.fromEntries(
      groups.map((/** @type {any} */ group, /** @type {number} */ index) => [`r${index}`, group.keys[0]]),
    );
    const declares = Object.keys(variables)
      .map((name) => `$${name}: String!`)
      .join(", ");
    const actors = await ask(operation({ fields: names.join(" "), declares, variables }, position));
    const rows = groups.map((/** @type {any} */ group, /** @type {number} */ index) => ({
      name: actorLink(actors[`a${index}`]),
      count: group.eventCount,
    }));
    box.replaceChildren(bars(rows, t("most")));
  }
}
