/** Draws each event at its time and its Goldstein score: a day as a point, a vague date or a duration as a span. */

import { to as addressOf } from "../address.js";
import { s } from "../dom.js";
import { firmest, side } from "../parts/events.js";
import { bounds, DAY, told } from "../time.js";
import { dateTicks, linear } from "./scale.js";

const EDGE = 34;
const HEIGHT = 230;

/**
 * The events that can be drawn: those with a date and a score.
 * @param {any[]} events with the fields of MARK
 */
export const scored = (events) =>
  events.filter(({ goldstein, occurred }) => goldstein !== null && (occurred.earliest ?? occurred.latest));

/**
 * @param {any[]} events
 * @param {number} width
 */
export function drawScores(events, width) {
  const ends = events.flatMap((event) => bounds(event.occurred)).filter((end) => end !== null);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = Math.max((most - least) * 0.03, 15 * DAY);
  /** @type {[number, number]} */
  const range = [least - room, most + room];
  const x = linear(range, [EDGE, width - 10]);
  const y = linear([10, -10], [12, HEIGHT - 12]);
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT + 22}`, width, height: HEIGHT + 22 },
    [10, 5, 0, -5, -10].map((score) => [
      s("line", { class: score ? "grid" : "zero", x1: EDGE, x2: width - 10, y1: y(score), y2: y(score) }),
      s("text", { class: "tick", x: EDGE - 6, y: y(score) + 4, "text-anchor": "end" }, score > 0 ? `+${score}` : String(score)),
    ]),
    dateTicks(range[0], range[1], Math.max(2, Math.floor(width / 95))).map(({ at, text }) =>
      s("text", { class: "tick", x: x(at), y: HEIGHT + 16, "text-anchor": "middle" }, text),
    ),
    [...events].sort((one, other) => length(other) - length(one)).map((event) => mark(event, x, y(event.goldstein), range)),
  );
}

/** @param {any} event */
function length(event) {
  const [from, to] = bounds(event.occurred);
  return from === null || to === null ? Infinity : to - from;
}

/**
 * @param {any} event
 * @param {(value: number) => number} x
 * @param {number} y
 * @param {[number, number]} range
 */
function mark(event, x, y, range) {
  const [from, to] = bounds(event.occurred);
  const firm = firmest(event) === "ASSERTED" && event.status !== "DENIED";
  const [start, end] = [x(from ?? range[0]), x(to ?? range[1])];
  const isOpen = from === null || to === null;
  const shape = `mark ${side(event)} ${firm ? "firm" : "hedged"} ${event.retracted ? "retracted" : ""} ${isOpen ? "open" : ""}`;
  const isPoint = end - start < 7;
  const middle = (start + end) / 2;
  return s(
    "a",
    { href: addressOf("event", { ref: event.key }), class: shape },
    s("title", {}, `${event.title}: ${told(event.occurred)}, ${event.goldstein}`),
    isPoint ? s("circle", { cx: middle, cy: y, r: 5 }) : s("rect", { x: start, width: end - start, y: y - 4, height: 8, rx: 4 }),
    to === null && s("path", { class: "ahead", d: `M${end - 6} ${y - 7}l7 7l-7 7` }),
    from === null && s("path", { class: "ahead", d: `M${start + 6} ${y - 7}l-7 7l7 7` }),
    event.retracted &&
      s("line", { class: "strike", x1: Math.min(start, middle - 8), x2: Math.max(end, middle + 8), y1: y + 5, y2: y - 5 }),
  );
}
