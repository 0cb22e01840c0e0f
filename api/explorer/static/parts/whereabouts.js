/**
 * Finds out how precisely it is known where events happened.
 *
 * @typedef {import("../charts/map.js").Counts} Counts
 * @typedef {Counts & {ref: string, place: any, drawn: "point" | "around" | "state" | "none"}} Where
 */

import { sum } from "../charts/map.js";
import { outline } from "../charts/world.js";
import { askedAt } from "./later.js";

/** How many places are looked up, those with most events first, and how many of them by one question. */
export const MOST = 160;
const AT_ONCE = 40;

/** What is large enough that a point within it says little about where in it something happened. */
const AREAS = "COUNTRY REGION DISTRICT OTHER ISLAND MOUNTAIN COAST DESERT FOREST SEA STRAIT LAKE RIVER WATER ROAD PIPELINE".split(" ");

const SPOT = `fragment Spot on Place {
  ref name kind latitude longitude country { ref name(language: $language) codes { scheme code } }
}`;

/**
 * How many events of which side each place has, those with most first.
 * @param {{keys: string[], eventCount: number}[]} groups
 * @param {{keys: string[], eventCount: number}[]} asserted
 */
export function counted(groups, asserted) {
  /** @type {Map<string, Counts>} */
  const found = new Map();
  for (const { keys, eventCount } of groups) {
    const [ref, quad] = keys;
    if (!ref) continue;
    const counts = found.get(ref) ?? { cooperation: 0, conflict: 0, neither: 0, asserted: 0 };
    counts[quad.endsWith("COOPERATION") ? "cooperation" : quad.endsWith("CONFLICT") ? "conflict" : "neither"] += eventCount;
    found.set(ref, counts);
  }
  for (const { keys, eventCount } of asserted) {
    const counts = found.get(keys[0]);
    if (counts) counts.asserted = eventCount;
  }
  return new Map([...found].sort(([, one], [, other]) => sum(other) - sum(one)));
}

/**
 * What is known of the first of some places.
 * @param {string[]} refs those with most events first
 * @param {import("../main.js").Context} context
 * @returns {Promise<Map<string, any>>}
 */
export async function lookedUp(refs, context) {
  /** @type {string[][]} */
  const parts = [];
  for (let start = 0; start < Math.min(refs.length, MOST); start += AT_ONCE) parts.push(refs.slice(start, start + AT_ONCE));
  const answers = await Promise.all(
    parts.map((part) =>
      askedAt(
        {
          fields: part.map((_, index) => `p${index}: place(ref: $p${index}) { ...Spot }`).join(" "),
          fragments: SPOT,
          declares: part.map((_, index) => `$p${index}: String!`).join(", "),
          variables: Object.fromEntries(part.map((ref, index) => [`p${index}`, ref])),
        },
        context,
      ),
    ),
  );
  const places = answers.flatMap((answer, part) => parts[part].map((ref, index) => [ref, answer[`p${index}`]]));
  return new Map(/** @type {[string, any][]} */ (places));
}

/**
 * How a place can be shown without pretending to more than is known of it.
 * @param {string} ref
 * @param {Counts} counts
 * @param {any} place
 * @param {import("../charts/world.js").World | null} globe
 * @returns {Where}
 */
export function located(ref, counts, place, globe) {
  const where = { ...counts, ref, place: place ?? null };
  if (!place) return { ...where, drawn: "none" };
  const isPoint = place.latitude !== null && place.longitude !== null && place.kind !== "COUNTRY";
  if (isPoint) return { ...where, drawn: AREAS.includes(place.kind) ? "around" : "point" };
  return { ...where, drawn: place.country && (!globe || outline(globe, place.country)) ? "state" : "none" };
}
