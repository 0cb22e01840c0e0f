/** Shows the reports of an event side by side: each source's own words, on whose word, how firmly, with which figures. */

import { to } from "../address.js";
import { estimateText } from "../charts/figures.js";
import { h } from "../dom.js";
import { webLink } from "../pages/source.js";
import { label, t } from "../texts.js";
import { told } from "../time.js";
import { sourceName } from "./events.js";
import { facts } from "./layout.js";

/** @param {any[]} reports */
export function reportCards(reports) {
  return reports.length ? h("ul", { class: "cards reports" }, reports.map(card)) : h("p", { class: "quiet" }, t("none"));
}

/** @param {any} report */
function card(report) {
  const { source, quote, attributedTo, via, hedge, dated, statedIn, confidence, says } = report;
  const name = sourceName(source);
  return h(
    "li",
    { class: `card hedge-${hedge.toLowerCase()}` },
    h(
      "p",
      { class: "card-head" },
      h("a", { href: to("source", { ref: source.ref }) }, name),
      h("span", { class: `tag tag-${hedge.toLowerCase()}` }, label(hedge)),
    ),
    source.title && source.title !== name && h("p", { class: "quiet" }, source.title),
    quote && h("blockquote", {}, quote),
    facts([
      [t("onWord"), attributedTo.join(", ")],
      [t("viaChannel"), via],
      [t("statedIn"), statedIn && h("a", { href: to("event", { ref: statedIn.key }) }, statedIn.title)],
      [t("dated"), dated && told(dated)],
      [t("publishedOn"), source.published && told(source.published)],
      [t("confidence"), confidence],
      ...says.map((/** @type {any} */ claim) => [label(claim.field), h("strong", {}, estimateText(claim.estimate))]),
      [t("address"), source.url && webLink(source.url)],
    ]),
  );
}
