/** What an actor has said: its own words where a source has them, towards whom, and when. */

import { h, joined } from "../dom.js";
import { label, t } from "../texts.js";
import { when } from "../time.js";
import { actorLink, eventLink, flags, moreLink } from "./events.js";
import { askedAt, later } from "./later.js";

const FIELDS = `
  events(filter: {kinds: [STATEMENT_MADE], actors: [$ref], role: SPEAKER}, first: 12, asOf: $asOf) { totalCount nodes {
    key title status retracted occurred { edtf earliest latest precision } reports(first: 10) { hedge }
    ... on StatementMade { stance quote gist about { ref name(language: $language) } } } }`;

/**
 * The latest of what an actor has said. It is a question of its own: a filter may name only actors that are known.
 * @param {string} ref
 * @param {import("../main.js").Context} context
 */
export const statements = (ref, context) =>
  later(async () => {
    const { events } = await askedAt({ fields: FIELDS, declares: "$ref: String!", variables: { ref } }, context);
    if (!events.nodes.length) return h("p", { class: "quiet" }, t("none"));
    return h(
      "div",
      {},
      h("ul", { class: "statements" }, events.nodes.map(statement)),
      moreLink(events, { actor: ref, of: "STATEMENT_MADE" }),
    );
  });

/** @param {any} event */
function statement(event) {
  const { stance, quote, gist, about, occurred } = event;
  return h(
    "li",
    {},
    quote ? h("blockquote", {}, `“${quote}”`) : gist && h("blockquote", {}, gist),
    h(
      "p",
      {},
      when(occurred),
      " · ",
      label(stance),
      about.length > 0 && [` ${t("towards")} `, joined(about.map(actorLink))],
      " · ",
      eventLink(event),
      " ",
      flags(event),
    ),
  );
}
