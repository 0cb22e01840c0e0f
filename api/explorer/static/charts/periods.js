/**
 * Draws how many events there were in each stretch of time: cooperation above the line, conflict below it. What is dated less
 * precisely than a stretch is in no bar, but a span of its own beneath.
 */

import { s } from "../dom.js";
import { side } from "../parts/events.js";
import { brief, t } from "../texts.js";
import { bounds, DAY } from "../time.js";
import { dateTicks, linear, ticks, utc } from "./scale.js";
import { isOutside, mainStretch, MONTHLY_YEARS, total, weight, YEAR } from "./stretch.js";

const EDGE = 42;
const HEIGHT = 170;
const LANE = 9;
const MOST_LANES = 12;

/**
 * @typedef {{start: number, end: number, cooperation: number, conflict: number, neither: number}} Bar
 * @typedef {{from: number, to: number, open: boolean, event: any}} Span
 * @typedef {{unit: "month" | "year" | "decade", bars: Bar[], spans: Span[], undated: number, outside: number, range: [number, number]}} Periods
 */

/**
 * The events that count, in the shortest stretches (months, years, decades) that can still be told apart.
 * @param {any[]} events with the fields of MARK
 * @returns {Periods}
 */
export function periods(events) {
  const isOpen = /** @param {0 | 1} end */ (end) => dated.some((event) => bounds(event.occurred)[end] === null);
  const dated = events.filter((event) => event.occurred.earliest ?? event.occurred.latest);
  const range = mainStretch(dated);
  const years = (range[1] - range[0]) / YEAR;
  const unit = years <= MONTHLY_YEARS ? "month" : years <= 100 ? "year" : "decade";
  // What has no known start or end is drawn to go on for a stretch at least.
  const [start, end] = [floor(range[0], unit), next(floor(range[1] - DAY, unit), unit)];
  /** @type {[number, number]} */
  const shown = [isOpen(0) ? floor(start - DAY, unit) : start, isOpen(1) ? next(end, unit) : end];
  /** @type {Map<number, Bar>} */
  const bars = new Map();
  const spans = [];
  for (const event of dated) {
    const [from, to] = bounds(event.occurred);
    const start = from === null ? null : floor(from, unit);
    if (start !== null && from !== null && to !== null && to <= next(start, unit)) {
      const bar = bars.get(start) ?? { start, end: next(start, unit), cooperation: 0, conflict: 0, neither: 0 };
      bar[side(event)] += weight(event);
      bars.set(start, bar);
    } else spans.push({ from: from ?? shown[0], to: to ?? shown[1], open: from === null || to === null, event });
  }
  const sorted = [...bars.values()].sort((one, other) => one.start - other.start);
  return {
    unit,
    bars: sorted,
    spans,
    undated: total(events) - total(dated),
    outside: total(dated.filter((event) => isOutside(event, range))),
    range: shown,
  };
}

/**
 * @param {number} time
 * @param {Periods["unit"]} unit
 */
function floor(time, unit) {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  return utc(unit === "decade" ? year - (year % 10) : year, unit === "month" ? date.getUTCMonth() : 0);
}

/**
 * @param {number} start
 * @param {Periods["unit"]} unit
 */
function next(start, unit) {
  const date = new Date(start);
  const year = date.getUTCFullYear();
  return unit === "month" ? utc(year, date.getUTCMonth() + 1) : utc(year + (unit === "year" ? 1 : 10), 0);
}

/**
 * @param {Periods} told
 * @param {number} width
 */
export function drawPeriods(told, width) {
  const { range } = told;
  const bars = told.bars.filter(({ start, end }) => end > range[0] && start < range[1]);
  const spans = told.spans
    .filter(({ from, to }) => to > range[0] && from < range[1])
    .map((span) => ({ ...span, from: Math.max(span.from, range[0]), to: Math.min(span.to, range[1]) }));
  const above = Math.max(...bars.map((bar) => bar.cooperation + bar.neither), 1);
  const below = Math.max(...bars.map((bar) => bar.conflict), 0);
  const x = linear(range, [EDGE, width - 8]);
  const y = linear([above, -below], [8, HEIGHT - 8]);
  const lanes = Math.min(spans.length, MOST_LANES);
  const foot = HEIGHT + (lanes ? lanes * LANE + 8 : 0);
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${foot + 22}`, width, height: foot + 22 },
    ticks(-below, above, 4)
      .filter(Number.isInteger)
      .map((value) => [
        s("line", { class: value ? "grid" : "zero", x1: EDGE, x2: width - 8, y1: y(value), y2: y(value) }),
        s("text", { class: "tick", x: EDGE - 6, y: y(value) + 4, "text-anchor": "end" }, brief(Math.abs(value))),
      ]),
    dateTicks(range[0], range[1], Math.max(2, Math.floor(width / 95))).map(({ at, text }) =>
      s("text", { class: "tick", x: x(at), y: foot + 16, "text-anchor": x(at) > width - 40 ? "end" : "middle" }, text),
    ),
    bars.map((bar) => stacked(bar, x, y)),
    spans.slice(0, MOST_LANES).map((span, index) => lane(span, HEIGHT + 4 + index * LANE, x)),
  );
}

/**
 * @param {Bar} bar
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function stacked({ start, end, cooperation, conflict, neither }, x, y) {
  const gap = x(end) - x(start) > 4 ? 1 : 0;
  const place = { x: x(start) + gap, width: Math.max(x(end) - x(start) - 2 * gap, 1.5) };
  const name = new Date(start).toISOString().slice(0, 7);
  return s(
    "g",
    {},
    s("title", {}, `${name}: ${t("cooperation")} ${cooperation}, ${t("conflict")} ${conflict}, ${t("neither")} ${neither}`),
    cooperation > 0 && s("rect", { class: "cooperation", ...place, y: y(cooperation), height: y(0) - y(cooperation) }),
    neither > 0 &&
      s("rect", { class: "neither", ...place, y: y(cooperation + neither), height: y(cooperation) - y(cooperation + neither) }),
    conflict > 0 && s("rect", { class: "conflict", ...place, y: y(0), height: y(-conflict) - y(0) }),
  );
}

/**
 * @param {Span} span
 * @param {number} top
 * @param {(value: number) => number} x
 */
function lane({ from, to, open, event }, top, x) {
  return s(
    "g",
    { class: open ? "open" : "" },
    s("title", {}, `${event.title}: ${event.occurred.edtf}`),
    s("rect", { class: side(event), x: x(from), width: Math.max(x(to) - x(from), 2), y: top, height: LANE - 3, rx: 2 }),
    event.occurred.latest === null && s("path", { class: "ahead", d: `M${x(to) - 4} ${top - 2}l5 5l-5 5` }),
    event.occurred.earliest === null && s("path", { class: "ahead", d: `M${x(from) + 4} ${top - 2}l-5 5l5 5` }),
  );
}
