/** One actor: its names and offices, with whom it has to do, and what it does over time. */

import { to } from "../address.js";
import { h, joined } from "../dom.js";
import { actorLink, eventLink, eventsTotal, eventTable, LINE, moreLink } from "../parts/events.js";
import { unknown } from "../parts/failures.js";
import { facts, heading, section, table } from "../parts/layout.js";
import { mapPicture } from "../parts/map.js";
import { networkPicture } from "../parts/network.js";
import { periodsPicture } from "../parts/periods.js";
import { statements } from "../parts/statements.js";
import { tenuresPicture } from "../parts/tenures.js";
import { label, number, t } from "../texts.js";
import { told, when } from "../time.js";

const WHO = "{ ref name(language: $language) }";
const HELD = "held { edtf earliest latest precision }";
const DATED = "{ key title retracted occurred { edtf earliest latest precision } }";

const FIELDS = `
  actor(ref: $ref, asOf: $asOf) {
    ref kind name(language: $language) names { name language } codes { scheme code } eventCount
    offices { office of ${WHO} ${HELD} } memberships { of ${WHO} standing ${HELD} } members { member ${WHO} standing ${HELD} }
    predecessors ${WHO} successors ${WHO}
    relationships(first: 25) { totalCount nodes { between ${WHO} eventCount cooperation conflict goldsteinMean firstEvent ${DATED} lastEvent ${DATED} } }
    marks: events(filter: {includeRetracted: true}, first: 0) { totalCount }
    latest: events(first: 30) { totalCount nodes { ...Line } }
  }`;

/** @type {import("../main.js").Page} */
export const actor = {
  question: ({ refs }) => ({
    fields: FIELDS,
    fragments: LINE,
    declares: "$ref: String!",
    variables: { ref: refs[0] ?? "" },
  }),
  show({ actor: found }, context) {
    const { address } = context;
    if (!found) return unknown(address.refs[0] ?? "", address.asOf !== null);
    const tenures = tenuresPicture(found, context);
    const content = [
      heading(label(found.kind), found.name, eventsTotal(found.eventCount)),
      h("div", { class: "halves" }, section(t("names"), [names(found)]), section(t("standing"), [standing(found)])),
      tenures && section(t("tenures"), [tenures], "untitled"),
      section(t("relationships"), [networkPicture(found, context), relationships(found)]),
      section(t("map"), [mapPicture(found.name, { actors: [found.ref] }, context)]),
      section(t("overTime"), [periodsPicture(found.name, found.marks, { actors: [found.ref] }, context)]),
      section(t("statements"), [statements(found.ref, context)]),
      section(t("events"), [eventTable(found.latest.nodes, t("events")), moreLink(found.latest, { actor: found.ref })]),
    ];
    return { title: found.name, content };
  },
};

/** @param {any} actor */
function names({ ref, names, codes }) {
  const plain = names.filter((/** @type {any} */ each) => !each.language).map((/** @type {any} */ each) => each.name);
  const spoken = names.filter((/** @type {any} */ each) => each.language);
  const listed = spoken.map((/** @type {any} */ each) =>
    h("span", {}, h("span", { lang: each.language }, each.name), h("span", { class: "quiet" }, ` ${each.language}`)),
  );
  return [
    facts([
      [t("name"), plain.slice(0, 12).join(" · ")],
      [t("key"), h("code", {}, ref)],
      [t("codes"), codes.map((/** @type {any} */ each) => `${each.scheme} ${each.code}`).join(" · ")],
    ]),
    listed.length > 0 &&
      (listed.length <= 8
        ? h("p", {}, joined(listed, " · "))
        : h("details", {}, h("summary", {}, t("otherLanguages", { count: listed.length })), h("p", {}, joined(listed, " · ")))),
  ];
}

/** @param {any} actor */
function standing({ offices, memberships, members, predecessors, successors }) {
  const time = /** @param {any} held */ (held) => held && h("span", { class: "quiet" }, ` ${told(held)}`);
  const shown = facts([
    [
      t("offices"),
      list(offices.map((/** @type {any} */ each) => [each.office, each.of && [", ", actorLink(each.of)], time(each.held)])),
    ],
    [
      t("memberships"),
      list(
        memberships.map((/** @type {any} */ each) => [actorLink(each.of), each.standing && ` (${each.standing})`, time(each.held)]),
      ),
    ],
    [
      t("members"),
      list(
        members.map((/** @type {any} */ each) => [actorLink(each.member), each.standing && ` (${each.standing})`, time(each.held)]),
      ),
    ],
    [t("predecessors"), joined(predecessors.map(actorLink))],
    [t("successors"), joined(successors.map(actorLink))],
  ]);
  return shown || h("p", { class: "quiet" }, t("none"));
}

/** @param {import("../dom.js").Child[]} items */
function list(items) {
  if (!items.length) return null;
  const shown = h(
    "ul",
    { class: "plain" },
    items.map((item) => h("li", {}, item)),
  );
  return items.length <= 12 ? shown : h("details", {}, h("summary", {}, number(items.length)), shown);
}

/** @param {any} actor */
function relationships({ ref, relationships: { totalCount, nodes } }) {
  if (!nodes.length) return h("p", { class: "quiet" }, t("none"));
  const rows = nodes.map((/** @type {any} */ each) => {
    const other = each.between.find((/** @type {any} */ who) => who.ref !== ref) ?? each.between[0];
    return [
      h("a", { href: to("pair", { ref: [ref, other.ref] }) }, other.name),
      number(each.eventCount),
      number(each.cooperation),
      number(each.conflict),
      each.goldsteinMean === null ? "" : number(each.goldsteinMean),
      each.firstEvent && [when(each.firstEvent.occurred), " ", eventLink(each.firstEvent)],
      each.lastEvent && [when(each.lastEvent.occurred), " ", eventLink(each.lastEvent)],
    ];
  });
  const columns = ["actor", "events", "cooperation", "conflict", "meanScore", "first", "lastEvent"].map((name) => t(name));
  return [
    table(t("relationships"), columns, rows, [1, 2, 3, 4]),
    totalCount > nodes.length && h("p", { class: "quiet" }, t("shownOf", { shown: nodes.length, total: totalCount })),
  ];
}
