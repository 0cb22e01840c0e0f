/**
 * Draws from when to when somebody held an office or belonged to a body: a bar each, with an arrow where an end is not known.
 *
 * @typedef {{name: string, shape: "office" | "member", held: import("../time.js").Occurred}} Tenure
 */

import { s } from "../dom.js";
import { bounds, told } from "../time.js";
import { widthOf } from "./labels.js";
import { dateTicks, linear } from "./scale.js";
import { YEAR } from "./stretch.js";

const ROW = 36;
const EDGE = 14;
const OPEN = 4;

/**
 * @param {Tenure[]} tenures each with one known end at least
 * @param {number} width
 */
export function drawTenures(tenures, width) {
  const ends = tenures.flatMap(({ held }) => bounds(held)).filter((end) => end !== null);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = Math.max((most - least) * 0.08, YEAR / 2);
  const isOpen = /** @param {0 | 1} end */ (end) => tenures.some(({ held }) => bounds(held)[end] === null);
  // What goes on, or began at an unknown time, is drawn a good deal longer than what is known to have ended.
  const [from, to] = [least - room * (isOpen(0) ? OPEN : 1), most + room * (isOpen(1) ? OPEN : 1)];
  const x = linear([from, to], [EDGE, width - EDGE]);
  const foot = tenures.length * ROW + 6;
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${foot + 20}`, width, height: foot + 20 },
    dateTicks(from, to, Math.max(2, Math.floor(width / 95))).map(({ at, text }) => [
      s("line", { class: "grid", x1: x(at), x2: x(at), y1: 0, y2: foot }),
      s("text", { class: "tick", x: x(at), y: foot + 15, "text-anchor": x(at) > width - 40 ? "end" : "middle" }, text),
    ]),
    tenures.map((tenure, index) => bar(tenure, index * ROW, x, width)),
  );
}

/**
 * @param {Tenure} tenure
 * @param {number} top
 * @param {(time: number) => number} x
 * @param {number} width
 */
function bar({ name, shape, held }, top, x, width) {
  const [from, to] = bounds(held);
  const start = from === null ? EDGE : x(from);
  const end = to === null ? width - EDGE : x(to);
  const middle = top + 25;
  return s(
    "g",
    { class: `tenure ${shape}` },
    s("title", {}, `${name}: ${told(held)}`),
    s("text", { x: Math.max(Math.min(start, width - EDGE - widthOf(name, "12.5px system-ui, sans-serif")), 0), y: top + 15 }, name),
    s("rect", { x: start, width: Math.max(end - start, 2), y: middle - 4, height: 8, rx: 2 }),
    to === null && s("path", { class: "ahead", d: `M${end - 6} ${middle - 6}l6 6l-6 6` }),
    from === null && s("path", { class: "ahead", d: `M${start + 6} ${middle - 6}l-6 6l6 6` }),
  );
}
