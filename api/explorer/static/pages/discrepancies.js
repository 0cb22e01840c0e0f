/** Where reports contradict each other or the record: each found by the database, with the events and reports behind it. */

import { to } from "../address.js";
import { h, joined } from "../dom.js";
import { eventLink, sourceLink } from "../parts/events.js";
import { heading } from "../parts/layout.js";
import { label, t } from "../texts.js";
import { when } from "../time.js";

const KINDS = ["ORDINAL", "FIRST_SINCE", "FIGURES", "WHEN", "WHERE", "STATUS"];
const FIELDS = `discrepancies(kinds: $kinds, first: 100, after: $after, asOf: $asOf) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { kind field explanation
    events { key title retracted occurred { edtf earliest latest precision } }
    reports { hedge source { ref publisher title } } } }`;

/** @type {import("../main.js").Page} */
export const discrepancies = {
  question: ({ more }) => ({
    fields: FIELDS,
    declares: "$kinds: [DiscrepancyKind!], $after: String",
    variables: { kinds: more.get("of") ? [more.get("of")] : null, after: more.get("after") },
  }),
  show(data, { address, position }) {
    const { nodes, totalCount, pageInfo } = data.discrepancies;
    const chosen = address.more.get("of");
    const tab = /** @param {string} text @param {string | null} of */ (text, of) =>
      h("a", { href: to("discrepancies", { of }), "aria-current": of === chosen && "page" }, text);
    const content = [
      heading(t("menuDiscrepancies"), chosen ? label(chosen) : t("discrepancies"), t("discrepanciesHelp")),
      h(
        "nav",
        { class: "tabs", "aria-label": t("kind") },
        tab(t("all"), null),
        KINDS.map((kind) => tab(label(kind), kind)),
      ),
      h("p", { class: "quiet" }, t("shownOf", { shown: nodes.length, total: totalCount })),
      nodes.length ? h("ol", { class: "cards" }, nodes.map(card)) : h("p", { class: "quiet" }, t("noneFound")),
      pageInfo.hasNextPage &&
        h(
          "p",
          {},
          h(
            "a",
            { class: "more", href: to("discrepancies", { of: chosen, after: pageInfo.endCursor, asOf: position }) },
            t("more"),
          ),
        ),
    ];
    return { title: t("discrepancies"), content };
  },
};

/** @param {any} found */
function card({ kind, explanation, events, reports }) {
  const sources = new Map(reports.map((/** @type {any} */ report) => [report.source.ref, report.source]));
  return h(
    "li",
    { class: "card" },
    h("p", { class: "over" }, label(kind)),
    h("p", { class: "lead" }, explanation),
    h(
      "ul",
      { class: "plain" },
      events.map((/** @type {any} */ event) => h("li", {}, when(event.occurred), " ", eventLink(event))),
    ),
    sources.size > 0 && h("p", { class: "quiet" }, `${t("said")} `, joined([...sources.values()].map(sourceLink))),
  );
}
