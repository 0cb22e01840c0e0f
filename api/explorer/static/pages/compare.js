/** What the log learned between two moments: each entry, and what it changed. */

import { to } from "../address.js";
import { h } from "../dom.js";
import { go } from "../main.js";
import { actorLink, eventLink } from "../parts/events.js";
import { differences } from "../parts/history.js";
import { heading, section } from "../parts/layout.js";
import { bars } from "../parts/bars.js";
import { label, moment, number, t } from "../texts.js";

const SIZE = 100;
const FIELDS = `
  changes(since: $since, until: $until, first: ${SIZE}, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { position recordedAt entryKind actor { ref name(language: $language) }
      event { key title retracted history { position reason changes { field before after } } } } }
  earlier: events(asOf: $since, first: 0) { totalCount }
  later: events(asOf: $until, first: 0) { totalCount }`;

/**
 * The two positions of the address; the later one is the page's own where none is named.
 * @param {import("../address.js").Address} address
 */
function between({ more, asOf }) {
  const whole = /** @param {string} name */ (name) => (/^\d{1,15}$/.test(more.get(name) ?? "") ? Number(more.get(name)) : null);
  return { since: whole("since") ?? 0, until: whole("until") ?? asOf };
}

/** @type {import("../main.js").Page} */
export const compare = {
  question(address) {
    const { since, until } = between(address);
    const variables = {
      since: { position: since },
      until: until === null ? null : { position: until },
      after: address.more.get("after"),
    };
    return { fields: FIELDS, declares: "$since: AsOf!, $until: AsOf, $after: String", variables };
  },
  show({ changes, earlier, later, status }, { address }) {
    const { since, until } = between(address);
    const end = until ?? status.position;
    /** @type {Map<string, number>} */
    const kinds = new Map();
    for (const { entryKind } of changes.nodes) kinds.set(entryKind, (kinds.get(entryKind) ?? 0) + 1);
    const next =
      changes.pageInfo.hasNextPage &&
      h(
        "p",
        {},
        h("a", { class: "more", href: to("compare", { since, until: end, after: changes.pageInfo.endCursor }) }, t("more")),
      );
    const counts = [
      [since, earlier],
      [end, later],
    ].map(([position, { totalCount }]) => ({ name: t("knownThen", { position }), count: totalCount }));
    const content = [
      heading(t("compare"), t("comparing", { since, until: end }), t("compareHelp")),
      form(since, end),
      h(
        "div",
        { class: "halves" },
        section(t("events"), [bars(counts, t("events"))]),
        section(`${t("entries")} (${number(changes.totalCount)})`, [
          bars(
            [...kinds].map(([kind, count]) => ({ name: label(kind), count })),
            t("entries"),
          ),
        ]),
      ),
      section(t("entries"), [
        h("p", { class: "quiet" }, t("shownOf", { shown: changes.nodes.length, total: changes.totalCount })),
        h("ol", { class: "history" }, changes.nodes.map(entry)),
        next,
      ]),
    ];
    return { title: t("comparing", { since, until: end }), content };
  },
};

/**
 * @param {number} since
 * @param {number} until
 */
function form(since, until) {
  const apply = /** @param {any} event */ (event) => {
    event.preventDefault();
    const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(event.target)));
    void go(to("compare", values));
  };
  const field = /** @param {string} name @param {string} text @param {number} value */ (name, text, value) =>
    h("label", {}, t(text), h("input", { name, type: "number", min: 0, value, required: true }));
  return h(
    "form",
    { class: "filter", submit: apply },
    field("since", "sincePosition", since),
    field("until", "untilPosition", until),
    h("button", { type: "submit" }, t("compareDo")),
  );
}

/** @param {any} change */
function entry({ position, recordedAt, entryKind, event, actor }) {
  const revision = event?.history.find((/** @type {any} */ each) => each.position === position);
  return h(
    "li",
    {},
    h(
      "p",
      { class: "entry" },
      h("strong", {}, label(entryKind)),
      " ",
      event ? eventLink(event) : actor ? actorLink(actor) : "",
      revision?.reason && [": ", h("em", {}, revision.reason)],
    ),
    h("p", { class: "quiet" }, `${t("position")} ${position} · ${moment(recordedAt)}`),
    revision?.changes.length > 0 && differences(revision.changes),
  );
}
