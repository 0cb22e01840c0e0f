/** What is known about one source, and which events it reports. */

import { h } from "../dom.js";
import { eventsTotal, eventTable, LINE, sourceName } from "../parts/events.js";
import { unknown } from "../parts/failures.js";
import { facts, heading, section } from "../parts/layout.js";
import { t } from "../texts.js";
import { told } from "../time.js";

const FIELDS = `
  source(id: $ref) { ref publisher title language url published { edtf earliest latest precision } }
  events(filter: {source: $filtered}, first: 100, asOf: $asOf) { totalCount nodes { ...Line } }`;

/** @type {import("../main.js").Page} */
export const source = {
  question: ({ refs: [ref = ""] }) => ({
    fields: FIELDS,
    fragments: LINE,
    declares: "$ref: ID!, $filtered: String!",
    variables: { ref, filtered: ref },
  }),
  show({ source: found, events }, { address }) {
    if (!found) return unknown(address.refs[0] ?? "", false);
    const content = [
      heading(t("source"), sourceName(found), eventsTotal(events.totalCount)),
      address.asOf !== null && h("p", { class: "quiet" }, t("asOfUndated")),
      facts([
        [t("name"), found.publisher ? found.title : null],
        [t("when"), found.published && t("published", { date: told(found.published) })],
        [t("languageOf"), found.language],
        [t("address"), found.url && webLink(found.url)],
      ]),
      section(t("fromSource"), [eventTable(events.nodes, t("fromSource"))]),
    ];
    return { title: sourceName(found), content };
  },
};

/**
 * A link, where the text is an address that a browser can safely follow.
 * @param {string} url
 */
export function webLink(url) {
  return /^https?:\/\//i.test(url) ? h("a", { href: url, rel: "noopener noreferrer external", target: "_blank" }, url) : url;
}
