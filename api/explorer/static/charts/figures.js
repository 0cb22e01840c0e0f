/**
 * Draws what each source says about one figure, on one axis: a point for a best value, a line for a range, an arrow where one end is open.
 *
 * @typedef {{low: number | null, best: number | null, high: number | null, approximate: boolean, unit: string | null, basis: string | null}} Estimate
 * @typedef {{name: string, hedge: string, estimate: Estimate}} Said
 */

import { s } from "../dom.js";
import { brief, number, t } from "../texts.js";
import { linear, ticks } from "./scale.js";

const ROW = 46;
const LINE = 18;
const EDGE = 18;

/** The width from which a name and a value find room beside each other. */
const WIDE = 520;

/**
 * @param {Said[]} said
 * @param {Estimate | null} all the range over all reports
 * @param {number} width
 */
export function drawFigures(said, all, width) {
  const values = said.flatMap(({ estimate: { low, best, high } }) => [low, best, high]).filter((value) => value !== null);
  const [least, most] = [Math.min(0, ...values), Math.max(...values, 0) || 1];
  const x = linear([least, most * 1.06], [EDGE, width - EDGE]);
  const step = ROW + (width < WIDE ? LINE : 0);
  const height = said.length * step + 34;
  const marks = ticks(least, most * 1.06, Math.max(2, Math.floor(width / 110)));
  const hasRange = all && all.low !== null && all.high !== null && all.low !== all.high;
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height },
    hasRange &&
      s("rect", { class: "band", x: x(all.low ?? 0), y: 0, width: x(all.high ?? 0) - x(all.low ?? 0), height: height - 24 }),
    marks.map((value) => [
      s("line", { class: "grid", x1: x(value), x2: x(value), y1: 0, y2: height - 24 }),
      s("text", { class: "tick", x: x(value), y: height - 8, "text-anchor": "middle" }, brief(value)),
    ]),
    said.map((each, index) => row(each, index * step, x, width)),
  );
}

/**
 * @param {Said} said
 * @param {number} top
 * @param {(value: number) => number} x
 * @param {number} width
 */
function row({ name, hedge, estimate }, top, x, width) {
  const { low, best, high } = estimate;
  const isNarrow = width < WIDE;
  const y = top + (isNarrow ? 34 + LINE : 34);
  const from = x(low ?? best ?? high ?? 0);
  const to = x(high ?? best ?? low ?? 0);
  const isOpenAbove = high === null && best === null && low !== null;
  const isOpenBelow = low === null && best === null && high !== null;
  return s(
    "g",
    { class: `figure ${hedge === "ASSERTED" ? "firm" : hedge === "DENIED" ? "denied" : "hedged"}` },
    s(
      "text",
      { class: "name", x: EDGE, y: top + 18 },
      shortened(name, width),
      s("tspan", { class: "value", ...(isNarrow ? { x: EDGE, dy: LINE } : { dx: 8 }) }, estimateText(estimate)),
    ),
    s("line", { class: "range", x1: isOpenBelow ? EDGE : from, x2: isOpenAbove ? width - EDGE : to, y1: y, y2: y }),
    low !== null && s("line", { class: "cap", x1: from, x2: from, y1: y - 5, y2: y + 5 }),
    high !== null && s("line", { class: "cap", x1: to, x2: to, y1: y - 5, y2: y + 5 }),
    isOpenAbove && s("path", { class: "arrow", d: `M${width - EDGE - 6} ${y - 5}l6 5l-6 5` }),
    isOpenBelow && s("path", { class: "arrow", d: `M${EDGE + 6} ${y - 5}l-6 5l6 5` }),
    best !== null && s("circle", { class: "best", cx: x(best), cy: y, r: 5 }),
  );
}

/**
 * @param {string} name
 * @param {number} width
 */
function shortened(name, width) {
  const most = Math.max(12, Math.floor(width / (width < WIDE ? 8 : 14)));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

/**
 * An estimate as a reader would say it.
 * @param {Estimate} estimate
 */
export function estimateText({ low, best, high, approximate, unit, basis }) {
  const about = approximate ? `${t("about")} ` : "";
  const range =
    low !== null && high !== null
      ? `${number(low)}–${number(high)}`
      : low !== null
        ? `≥ ${number(low)}`
        : high !== null
          ? `≤ ${number(high)}`
          : "";
  const value = best === null ? range : `${number(best)}${range && ` (${range})`}`;
  return `${about}${value}${unit ? ` ${unit}` : ""}${basis === "CUMULATIVE" ? ` (${t("CUMULATIVE").toLowerCase()})` : ""}`;
}
