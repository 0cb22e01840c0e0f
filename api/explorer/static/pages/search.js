/** Finds actors, places, sources and events by words. */

import { h } from "../dom.js";
import { actorLink, eventsTotal, eventTable, LINE, placeLink, sourceLink } from "../parts/events.js";
import { heading, section } from "../parts/layout.js";
import { label, t } from "../texts.js";

const FIELDS = `
  actors(search: $q, first: 15, asOf: $asOf) { totalCount nodes { ref name(language: $language) kind aliases eventCount } }
  places(search: $q, first: 10) { totalCount nodes { ref name kind country { name(language: $language) } } }
  sources(search: $q, first: 10) { totalCount nodes { ref publisher title } }
  events(filter: {text: $q}, first: 30, asOf: $asOf) { totalCount nodes { ...Line } }`;

/** @type {import("../main.js").Page} */
export const search = {
  question: ({ more }) => ({ fields: FIELDS, fragments: LINE, declares: "$q: String!", variables: { q: more.get("q") ?? "" } }),
  show(data, { address }) {
    const title = `${t("search")}: ${address.more.get("q") ?? ""}`;
    const kinds = /** @type {[string, any, (each: any) => import("../dom.js").Child][]} */ ([
      [
        t("actors"),
        data.actors,
        (actor) => [actorLink(actor), h("span", { class: "quiet" }, ` ${label(actor.kind)} · ${eventsTotal(actor.eventCount)}`)],
      ],
      [
        t("places"),
        data.places,
        (place) => [
          placeLink(place),
          h("span", { class: "quiet" }, ` ${label(place.kind)}${place.country ? ` · ${place.country.name}` : ""}`),
        ],
      ],
      [t("sources"), data.sources, (source) => [sourceLink(source), h("span", { class: "quiet" }, ` ${source.title ?? ""}`)]],
    ]);
    const content = [
      heading(t("search"), address.more.get("q") ?? ""),
      h(
        "div",
        { class: "thirds" },
        kinds.map(([name, found, shown]) => section(`${name} (${found.totalCount})`, [list(found.nodes.map(shown))])),
      ),
      section(`${t("events")} (${data.events.totalCount})`, [eventTable(data.events.nodes, t("events"))]),
    ];
    return { title, content };
  },
};

/** @param {import("../dom.js").Child[]} found */
function list(found) {
  return found.length
    ? h(
        "ul",
        { class: "plain" },
        found.map((each) => h("li", {}, each)),
      )
    : h("p", { class: "quiet" }, t("none"));
}
