/** The map of where events happened, with what is on no map told beside it. */

import { drawMap, sum } from "../charts/map.js";
import { picture } from "../charts/picture.js";
import { outline, world } from "../charts/world.js";
import { operation } from "../client.js";
import { h } from "../dom.js";
import { label, number, t } from "../texts.js";
import { askedAt, whenNear } from "./later.js";
import { counted, located, lookedUp, MOST } from "./whereabouts.js";

/** How many rows one question about places may have. */
const MOST_GROUPS = 1000;

const HAPPENED = ["DONE", "UNDER_WAY"];
const NOT_DONE = ["PLANNED", "ANNOUNCED", "DENIED"];
const FIELDS = `
  places: eventGroups(by: [PLACE, QUAD], filter: $filter, first: ${MOST_GROUPS}, asOf: $asOf) { keys eventCount }
  all: events(filter: $filter, first: 0, asOf: $asOf) { totalCount }
  others: events(filter: $others, first: 0, asOf: $asOf) { totalCount }`;
const MORE = `
  asserted: eventGroups(by: [PLACE], filter: $asserted, first: ${MOST_GROUPS}, asOf: $asOf) { keys eventCount }
  years: eventGroups(by: [YEAR], filter: $filter, first: ${MOST_GROUPS}, asOf: $asOf) { keys eventCount }`;
const COLUMNS = ["where", "key", "kind", "country", "drawnAs", "latitude", "longitude"];
const DRAWN = { point: "drawnPoint", around: "drawnAround", state: "drawnState", none: "drawnNone" };
const COUNTED = ["events", "cooperation", "conflict", "neither", "asserted"];

/**
 * @typedef {import("../charts/map.js").Counts} Counts
 * @typedef {import("./whereabouts.js").Where} Where
 */

/**
 * @param {string} subject
 * @param {Record<string, any>} filter which events
 * @param {import("../main.js").Context} context
 */
export const mapPicture = (subject, filter, context) => whenNear(() => drawn(subject, filter, context));

/**
 * @param {string} subject
 * @param {Record<string, any>} filter
 * @param {import("../main.js").Context} context
 */
async function drawn(subject, filter, context) {
  const happened = { ...filter, status: HAPPENED };
  const question = {
    fields: FIELDS,
    declares: "$filter: EventFilter, $others: EventFilter",
    variables: { filter: happened, others: { ...filter, status: NOT_DONE } },
  };
  // All in one question would cost more than one may.
  const more = {
    fields: MORE,
    declares: "$filter: EventFilter, $asserted: EventFilter",
    variables: { filter: happened, asserted: { ...happened, hedge: ["ASSERTED"] } },
  };
  const outlines = world().catch(() => null);
  const answers = await Promise.all([askedAt(question, context), askedAt(more, context)]);
  const answer = { ...answers[0], ...answers[1] };
  const counts = counted(answer.places, answer.asserted);
  const known = await lookedUp([...counts.keys()], context);
  const globe = await outlines;
  const found = [...counts].map(([ref, each]) => located(ref, each, known.get(ref), globe));
  if (!found.some(({ drawn }) => drawn !== "none")) return h("p", { class: "quiet" }, t("nothingPlaced"));
  const isDrawn = globe !== null;
  return picture(
    {
      subject,
      title: t("mapTitle"),
      caption: t("mapCaption"),
      draw: isDrawn ? (width) => drawMap(globe, spots(found), shaded(found, globe), width) : null,
      behind: { columns: [...COLUMNS, ...COUNTED].map((name) => t(name)), rows: found.map(row), numeric: [5, 6, 7, 8, 9, 10, 11] },
      legend: globe ? legend(found, globe) : [],
      beside: [...(isDrawn ? [] : [`${t("noMap")} `]), beside(answer, found)],
    },
    { ...context, pinned: operation(question, context.position) },
  );
}

/**
 * @param {Where[]} found
 * @returns {import("../charts/map.js").Spot[]}
 */
function spots(found) {
  return found
    .filter(({ drawn }) => drawn === "point" || drawn === "around")
    .map(({ place, drawn, ...counts }) => ({
      ...counts,
      name: place.name,
      at: [place.longitude, place.latitude],
      isArea: drawn === "around",
    }));
}

/**
 * The states of which no more is known than that it happened in them, with all that did.
 * @param {Where[]} found
 * @param {import("../charts/world.js").World} globe
 * @returns {import("../charts/map.js").Shaded[]}
 */
function shaded(found, globe) {
  /** @type {Map<string, any>} */
  const states = new Map();
  for (const { place, drawn, ...counts } of found) {
    if (drawn !== "state") continue;
    const { ref, name } = place.country;
    const before = states.get(ref);
    const total = /** @param {keyof Counts} part */ (part) => counts[part] + (before?.[part] ?? 0);
    states.set(ref, {
      ref,
      name,
      outline: outline(globe, place.country),
      cooperation: total("cooperation"),
      conflict: total("conflict"),
      neither: total("neither"),
      asserted: total("asserted"),
    });
  }
  return [...states.values()].sort((one, other) => sum(other) - sum(one));
}

/** @param {Where} where */
function row({ ref, place, drawn, ...counts }) {
  const isPoint = drawn === "point" || drawn === "around";
  return [
    place?.name ?? ref,
    ref,
    place ? label(place.kind) : null,
    place?.country?.name ?? null,
    t(DRAWN[drawn]),
    ...(isPoint ? [place.latitude, place.longitude] : [null, null]),
    sum(counts),
    counts.cooperation,
    counts.conflict,
    counts.neither,
    counts.asserted,
  ];
}

/**
 * @param {Where[]} found
 * @param {import("../charts/world.js").World} globe
 * @returns {[string, string][]}
 */
function legend(found, globe) {
  const has = /** @param {Where["drawn"]} drawn */ (drawn) => found.some((each) => each.drawn === drawn);
  const sides = /** @type {const} */ (["cooperation", "conflict", "neither"]);
  return /** @type {[string, string][]} */ ([
    ...sides.filter((side) => spots(found).some((spot) => spot[side])).map((side) => [side, t(side)]),
    has("point") && ["exact", t("exactLegend")],
    has("around") && ["around", t("aroundLegend")],
    has("state") && ["area", t("areaLegend")],
    [...spots(found), ...shaded(found, globe)].some(({ asserted }) => !asserted) && ["pale", t("hedgedPlaces")],
  ].filter(Boolean));
}

/**
 * What the map does not show, in numbers.
 * @param {any} answer
 * @param {Where[]} found
 */
function beside({ places, years, all, others }, found) {
  const total = /** @param {Where[]} some */ (some) => some.reduce((count, each) => count + sum(each), 0);
  const unplaced = all.totalCount - total(found);
  const undrawn = total(found.filter(({ drawn }) => drawn === "none"));
  const undated = years.find((/** @type {any} */ { keys }) => keys[0] === "")?.eventCount ?? 0;
  const isCut = places.length === MOST_GROUPS;
  return [
    unplaced > 0 && t(isCut ? "elsewhereBeside" : "unplacedBeside", { count: number(unplaced) }),
    undrawn > 0 && t("undrawnBeside", { count: number(undrawn), most: number(MOST) }),
    undated > 0 && t("undatedHere", { count: number(undated) }),
    others.totalCount > 0 && t("notDoneHere", { count: number(others.totalCount) }),
    t("bordersBeside"),
  ]
    .filter(Boolean)
    .join(" ");
}
