/**
 * Draws how much happened where, as precisely as that is known: a disc at a place, a dashed ring around one that is an area, and
 * where no more than the state is known, the state itself with the number in it. Never a dot in its middle.
 *
 * @typedef {{cooperation: number, conflict: number, neither: number, asserted: number}} Counts
 * @typedef {Counts & {ref: string, name: string, at: [number, number], isArea: boolean}} Spot
 * @typedef {Counts & {ref: string, name: string, outline: import("./world.js").State}} Shaded
 */

import { to } from "../address.js";
import { s } from "../dom.js";
import { number, t } from "../texts.js";
import { overlap, placed, widthOf } from "./labels.js";
import { view } from "./views.js";

const LARGEST = 17;
const SMALLEST = 2.6;
const MOST_LABELS = 14;

/** How much weaker a state is shaded in which no source asserts anything. */
const PALE = 0.4;

/** How far from its disc the ring of an area is. */
const RING = 5;

const SIDES = /** @type {const} */ (["cooperation", "conflict", "neither"]);

/** @param {Counts} counts */
export const sum = ({ cooperation, conflict, neither }) => cooperation + conflict + neither;

/**
 * @param {import("./world.js").World} world
 * @param {Spot[]} spots
 * @param {Shaded[]} shaded
 * @param {number} width
 */
export function drawMap(world, spots, shaded, width) {
  const outlines = shaded.map(({ outline }) => outline);
  const points = spots.map(({ at }) => at);
  const { height, project, path } = view(world, points, outlines, width);
  const land = { type: "GeometryCollection", geometries: world.states.map(({ geometry }) => geometry) };
  const most = Math.max(...spots.map(sum), 1);
  const discs = spots
    .map((spot) => ({ ...spot, point: project(spot.at), radius: Math.max(LARGEST * Math.sqrt(sum(spot) / most), SMALLEST) }))
    .filter(({ point }) => point)
    .sort((one, other) => sum(other) - sum(one));
  const numbers = numbered(world, shaded, project);
  return s(
    "svg",
    { class: "map", viewBox: `0 0 ${width} ${height}`, width, height },
    s("path", { class: "sea", d: path({ type: "Sphere" }) }),
    s("path", { class: "land", d: path(land) }),
    shaded.map((state) => area(state, path, Math.max(...shaded.map(sum), 1))),
    s("path", { class: "border", d: path(world.borders) }),
    discs.map(disc),
    numbers.map(({ text, x, y }) => s("text", { class: "inside", x, y: y + 4 }, text)),
    labels(discs, numbers, width, height),
  );
}

/**
 * The numbers of states, those with most events first, as far as none covers another: the others have theirs in the table.
 * @param {import("./world.js").World} world
 * @param {Shaded[]} shaded
 * @param {(point: [number, number]) => [number, number] | null} project
 */
function numbered(world, shaded, project) {
  /** @type {(import("./labels.js").Box & {text: string, x: number, y: number})[]} */
  const found = [];
  for (const state of shaded) {
    const [x, y] = middle(world, state, project) ?? [NaN, NaN];
    const text = number(sum(state));
    const half = widthOf(text) / 2 + 1;
    const box = { text, x, y, left: x - half, right: x + half, top: y - 6, bottom: y + 6 };
    if (Number.isFinite(x) && !found.some((other) => overlap(box, other))) found.push(box);
  }
  return found;
}

/**
 * Where a state's number stands: in the middle of its largest part.
 * @param {import("./world.js").World} world
 * @param {Shaded} state
 * @param {(point: [number, number]) => [number, number] | null} project
 */
function middle({ geo }, { outline: { geometry } }, project) {
  const parts = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  const shapes = parts.map((/** @type {any} */ coordinates) => ({ type: "Polygon", coordinates }));
  const largest = shapes.reduce((/** @type {any} */ one, /** @type {any} */ other) =>
    geo.geoArea(other) > geo.geoArea(one) ? other : one,
  );
  return project(geo.geoCentroid(largest));
}

/**
 * @param {Shaded} state
 * @param {(shape: any) => string | null} path
 * @param {number} most
 */
function area(state, path, most) {
  const shade = (0.16 + 0.4 * (Math.log1p(sum(state)) / Math.log1p(most))) * (state.asserted ? 1 : PALE);
  const name = t("somewhereIn", { place: state.name });
  return s(
    "a",
    { class: `area ${firmness(state)}`, href: to("events", { place: state.ref }), "aria-label": `${name}: ${told(state)}` },
    s("title", {}, `${name}: ${told(state)}`),
    s("path", { d: path(state.outline), "fill-opacity": shade.toFixed(2) }),
  );
}

/** @param {Spot & {point: [number, number] | null, radius: number}} spot */
function disc(spot) {
  const [x, y] = spot.point ?? [0, 0];
  const name = spot.isArea ? t("somewhereAround", { place: spot.name }) : spot.name;
  return s(
    "a",
    {
      class: `spot ${spot.isArea ? "around" : "exact"} ${firmness(spot)}`,
      href: to("place", { ref: spot.ref }),
      "aria-label": `${name}: ${told(spot)}`,
    },
    s("title", {}, `${name}: ${told(spot)}`),
    sectors(spot, x, y, spot.radius),
    spot.isArea && s("circle", { class: "ring", cx: x, cy: y, r: spot.radius + RING }),
  );
}

/** @param {Counts} counts */
const firmness = ({ asserted }) => (asserted ? "firm" : "hedged");

/** @param {Counts} counts */
const told = (counts) =>
  SIDES.filter((side) => counts[side])
    .map((side) => `${t(side)} ${number(counts[side])}`)
    .join(", ");

/**
 * A disc, divided by how many of its events were of which side.
 * @param {Counts} counts
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function sectors(counts, x, y, radius) {
  const sides = SIDES.filter((side) => counts[side]);
  if (sides.length === 1) return s("circle", { class: sides[0], cx: x, cy: y, r: radius });
  let turned = 0;
  return sides.map((side) => {
    const share = counts[side] / sum(counts);
    const [from, to] = [turned, (turned += share)].map((turn) => [
      (x + radius * Math.sin(turn * 2 * Math.PI)).toFixed(2),
      (y - radius * Math.cos(turn * 2 * Math.PI)).toFixed(2),
    ]);
    return s("path", { class: side, d: `M${x.toFixed(2)} ${y.toFixed(2)}L${from}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${to}Z` });
  });
}

/**
 * The names of the places with most events, as far as they have room.
 * @param {(Spot & {point: [number, number] | null, radius: number})[]} discs
 * @param {import("./labels.js").Box[]} taken
 * @param {number} width
 * @param {number} height
 */
function labels(discs, taken, width, height) {
  const wanted = discs.slice(0, MOST_LABELS).map(({ name, point, radius, isArea }) => ({
    text: name,
    x: point?.[0] ?? 0,
    y: point?.[1] ?? 0,
    away: radius + (isArea ? RING : 0) + 4,
  }));
  return placed(wanted, taken, width, height).map(({ text, x, y, anchor }) =>
    s("text", { class: "label", x, y, "text-anchor": anchor }, text),
  );
}
