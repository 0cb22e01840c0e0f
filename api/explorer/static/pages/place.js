/** What is known about one place, and what happened there. */

import { actorLink, eventsTotal, eventTable, LINE, placeLink } from "../parts/events.js";
import { unknown } from "../parts/failures.js";
import { facts, heading, section } from "../parts/layout.js";
import { mapPicture } from "../parts/map.js";
import { h } from "../dom.js";
import { label, t } from "../texts.js";

const FIELDS = `
  place(ref: $ref) { ref name kind latitude longitude country { ref name(language: $language) } within { ref name } }
  events(filter: {place: $ref}, first: 100, asOf: $asOf) { totalCount nodes { ...Line } }`;

/** @type {import("../main.js").Page} */
export const place = {
  question: ({ refs }) => ({ fields: FIELDS, fragments: LINE, declares: "$ref: String!", variables: { ref: refs[0] ?? "" } }),
  show({ place: found, events }, context) {
    const { address } = context;
    if (!found) return unknown(address.refs[0] ?? "", false);
    const { latitude, longitude } = found;
    const content = [
      heading(label(found.kind), found.name, eventsTotal(events.totalCount)),
      address.asOf !== null && h("p", { class: "quiet" }, t("asOfUndated")),
      facts([
        [t("country"), found.country && actorLink(found.country)],
        [t("within"), found.within && placeLink(found.within)],
        [t("coordinates"), latitude === null ? null : `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`],
      ]),
      section(t("map"), [mapPicture(found.name, { place: found.ref }, context)]),
      section(t("here"), [eventTable(events.nodes, t("here"))]),
    ];
    return { title: found.name, content };
  },
};
