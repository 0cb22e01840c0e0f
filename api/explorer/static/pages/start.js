/** The first page: what the log holds, what came last, and where reports contradict each other. */

import { to } from "../address.js";
import { h } from "../dom.js";
import { bars } from "../parts/bars.js";
import { actorLink, eventLink, eventsTotal, eventTable, LINE } from "../parts/events.js";
import { askedAt, later } from "../parts/later.js";
import { heading, section } from "../parts/layout.js";
import { mapPicture } from "../parts/map.js";
import { label, t } from "../texts.js";
import { when } from "../time.js";

const FIELDS = `
  events(orderBy: POSITION_DESC, first: 12, asOf: $asOf) { totalCount nodes { ...Line } }
  eventGroups(by: [KIND], asOf: $asOf) { keys eventCount }
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
          section(t("most"), [later(() => mostNamed(context))]),
          section(t("holds"), [bars(held, t("holdsCaption"))]),
          section(t("found"), [later(() => found(context))]),
          data.overdue.totalCount > 0 && section(t("overdue"), [overdue(data.overdue.nodes)]),
        ),
      ),
      section(t("map"), [mapPicture("annals", {}, context)]),
    ];
    return { title: t("menuStart"), content };
  },
};

/** @param {import("../main.js").Context} context */
async function found(context) {
  const { discrepancies } = await askedAt({ fields: "discrepancies(first: 1000, asOf: $asOf) { nodes { kind } }" }, context);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of discrepancies.nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
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
 * @param {import("../main.js").Context} context
 */
async function mostNamed(context) {
  const { eventGroups } = await askedAt(
    { fields: "eventGroups(by: [ACTOR], first: 12, asOf: $asOf) { keys eventCount }" },
    context,
  );
  if (!eventGroups.length) return h("p", { class: "quiet" }, t("none"));
  /** @type {string[]} */
  const refs = eventGroups.map((/** @type {any} */ group) => group.keys[0]);
  const actors = await askedAt(
    {
      fields: refs.map((_, index) => `a${index}: actor(ref: $r${index}, asOf: $asOf) { ref name(language: $language) }`).join(" "),
      declares: refs.map((_, index) => `$r${index}: String!`).join(", "),
      variables: Object.fromEntries(refs.map((ref, index) => [`r${index}`, ref])),
    },
    context,
  );
  const rows = refs.map((_, index) => ({ name: actorLink(actors[`a${index}`]), count: eventGroups[index].eventCount }));
  return bars(rows, t("most"));
}
