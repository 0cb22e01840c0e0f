/** What only one kind of event has: the words of a statement, the goods of a supply, the purpose of a visit. */

import { estimateText } from "../charts/figures.js";
import { h, joined } from "../dom.js";
import { label, t } from "../texts.js";
import { placeLink } from "./events.js";

const ESTIMATE = "{ low best high approximate unit basis }";
const PLACE = "{ ref name }";

/** The fields of each kind, beside those that all kinds have and the parties. */
export const DETAILS = `
  ... on StatementMade { stance quote gist audience channel leavesOut }
  ... on TroopsDispatched { purpose troopsRange ${ESTIMATE} }
  ... on MaterielSupplied { terms items { category amountAsSaid quantity ${ESTIMATE} } }
  ... on AgreementSigned { fields }
  ... on AidProvided { aid amountRange ${ESTIMATE} }
  ... on ArrestMade { charge countRange ${ESTIMATE} }
  ... on BanquetAttended { occasion }
  ... on ParadeAttended { occasion attendees { actor { name(language: $language) } position stand } }
  ... on CaptivesReleased { exchange countRange ${ESTIMATE} }
  ... on CooperationBegun { field }
  ... on ExerciseHeld { name forcesRange ${ESTIMATE} }
  ... on ForceUsed { weaponClass deathsRange ${ESTIMATE} }
  ... on ForcesMobilized { forcesRange ${ESTIMATE} }
  ... on ForcesWithdrawn { complete origin ${PLACE} troopsRange ${ESTIMATE} }
  ... on HostagesTaken { countRange ${ESTIMATE} }
  ... on InteractionCoded { scheme code contexts intensity }
  ... on InvestigationOpened { matter }
  ... on JourneyShared { origin ${PLACE} destination ${PLACE} vehicle }
  ... on MeetingHeld { level negotiation }
  ... on ProtestHeld { form sizeRange ${ESTIMATE} }
  ... on RelationsChanged { change }
  ... on RestrictionImposed { restriction }
  ... on SanctionsImposed { measures }
  ... on SanctionsLifted { measures extent }
  ... on ViolenceRecorded { oneSided aggregate deathsRange ${ESTIMATE} deathsARange ${ESTIMATE} deathsBRange ${ESTIMATE} deathsCiviliansRange ${ESTIMATE} deathsUnknownRange ${ESTIMATE} }
  ... on VisitMade { purpose }
  ... on WeaponTested { weapon countRange ${ESTIMATE} }`;

const WORDS = [
  "quote",
  "gist",
  "audience",
  "channel",
  "purpose",
  "charge",
  "occasion",
  "name",
  "code",
  "matter",
  "vehicle",
  "level",
  "extent",
  "weapon",
  "intensity",
];
const VALUES = ["stance", "terms", "aid", "field", "weaponClass", "scheme", "form", "change", "restriction"];
const LISTS = ["leavesOut", "fields", "contexts", "measures"];
const MARKS = ["exchange", "complete", "negotiation", "oneSided", "aggregate"];
const PLACES = ["origin", "destination"];

/**
 * @param {any} event
 * @returns {[string, import("../dom.js").Child][]}
 */
export function details(event) {
  return [
    ...told(event, WORDS, (text) => text),
    ...told(event, VALUES, (value) => label(value)),
    ...told(event, LISTS, (list) => list.join(", ")),
    ...told(event, MARKS, (is) => (is ? t("yes") : "")),
    ...told(event, PLACES, (place) => placeLink(place)),
    ...told(event, ["items"], (items) => joined(items.map(item), "; ")),
    ...told(event, ["attendees"], (attendees) =>
      joined(attendees.filter((/** @type {any} */ each) => each.position).map(stood), "; "),
    ),
  ];
}

/**
 * @param {any} event
 * @param {string[]} names
 * @param {(value: any) => import("../dom.js").Child} shown
 * @returns {[string, import("../dom.js").Child][]}
 */
function told(event, names, shown) {
  return names.filter((name) => event[name] !== null && event[name] !== undefined).map((name) => [label(name), shown(event[name])]);
}

/** @param {any} goods */
function item({ category, amountAsSaid, quantity }) {
  const amount = amountAsSaid ?? (quantity && estimateText(quantity));
  return h("span", {}, category, amount ? ` (${amount})` : "");
}

/** @param {any} attendee */
function stood({ actor, position, stand }) {
  return `${actor.name}: ${[position, stand].filter(Boolean).join(", ")}`;
}
