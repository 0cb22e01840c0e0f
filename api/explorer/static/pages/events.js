/** Lists the events that a filter chooses; the filter stands in the address. */

import { to } from "../address.js";
import { h } from "../dom.js";
import { go } from "../main.js";
import { eventsTotal, eventTable, LINE } from "../parts/events.js";
import { heading, section } from "../parts/layout.js";
import { takeAlong } from "../parts/take.js";
import { label, t } from "../texts.js";

const SIZE = 50;

/** @param {import("../address.js").Address} address */
function filterOf({ refs, more }) {
  const [kind, actor, place, from, until, reported, text] = ["of", "actor", "place", "from", "to", "reported", "text"].map((name) =>
    more.get(name),
  );
  return {
    ...(kind && { kinds: [kind] }),
    ...(refs.length === 2 && { between: refs }),
    ...(actor && { actors: [actor] }),
    ...(place && { place }),
    ...((from || until) && { occurred: { from: from || null, to: until || null } }),
    ...(reported && { reported: { to: reported } }),
    ...(text && { text }),
    ...(more.has("retracted") && { includeRetracted: true }),
  };
}

/** @type {import("../main.js").Page} */
export const events = {
  question: (address) => ({
    fields: `events(filter: $filter, first: ${SIZE}, after: $after, asOf: $asOf) { totalCount nodes { ...Line } pageInfo { hasNextPage endCursor } }`,
    fragments: LINE,
    declares: "$filter: EventFilter, $after: String",
    variables: { filter: filterOf(address), after: address.more.get("after") },
  }),
  show(data, { address, position }) {
    const { totalCount, nodes, pageInfo } = data.events;
    const { refs } = address;
    const kind = address.more.get("of");
    const rest = {
      ...Object.fromEntries([...address.more].filter(([name]) => !["kind", "asOf", "after"].includes(name))),
      ref: address.refs,
    };
    // Cursors are good for one position only: the next page is of the same one.
    const next =
      pageInfo.hasNextPage &&
      h("p", {}, h("a", { class: "more", href: to("events", { ...rest, after: pageInfo.endCursor, asOf: position }) }, t("more")));
    const title = kind ? label(kind) : t("events");
    return {
      title,
      content: [
        heading(refs.length ? `${t("events")}: ${refs.join(", ")}` : t("events"), title, eventsTotal(totalCount)),
        form(address),
        section(t("events"), [takeAlong(filterOf(address), position), eventTable(nodes, title), next], "untitled"),
      ],
    };
  },
};

/** @param {import("../address.js").Address} address */
function form({ refs, more }) {
  const field = /** @param {string} name @param {string} text @param {string} type */ (name, text, type) =>
    h("label", {}, t(text), h("input", { name, type, value: more.get(name) ?? "" }));
  const apply = /** @param {any} event */ (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    void go(to("events", { of: more.get("of"), ref: refs, .../** @type {Record<string, string>} */ (values) }));
  };
  return h(
    "form",
    { class: "filter", submit: apply },
    field("actor", "filterActor", "text"),
    field("place", "filterPlace", "text"),
    field("text", "filterText", "text"),
    field("from", "filterFrom", "date"),
    field("to", "filterTo", "date"),
    field("reported", "filterReported", "date"),
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: "retracted", value: "1", checked: more.has("retracted") }),
      t("withRetracted"),
    ),
    h("button", { type: "submit" }, t("filterApply")),
  );
}
