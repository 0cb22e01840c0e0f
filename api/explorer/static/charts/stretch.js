/** Finds the stretch of time to draw: a few events of long before or after must not hide how the others lie. */

import { bounds, DAY } from "../time.js";

export const YEAR = 365.25 * DAY;

/** How many years are told month by month. */
export const MONTHLY_YEARS = 8;

/** Which part of the events may be left out of a picture, for the others to be seen by month. */
const FEW = 0.1;

/** @param {any} event an event, or several of one month and quad class, with their number */
export const weight = ({ count = 1 }) => count;

/** @param {any[]} events */
export const total = (events) => events.reduce((sum, event) => sum + weight(event), 0);

/**
 * From when to when most events happened, where that is short enough to be told by month; else from when to when all did.
 * @param {any[]} dated
 * @returns {[number, number]}
 */
export function mainStretch(dated) {
  const all = reach(dated);
  const sorted = [...dated].sort((one, other) => middle(one) - middle(other));
  let room = total(sorted) * FEW;
  while (sorted.length > 1) {
    const shown = reach(sorted);
    if (shown[1] - shown[0] <= MONTHLY_YEARS * YEAR) return shown;
    const isFirst = middle(sorted[1]) - middle(sorted[0]) > middle(sorted[sorted.length - 1]) - middle(sorted[sorted.length - 2]);
    const left = /** @type {any} */ (isFirst ? sorted.shift() : sorted.pop());
    room -= weight(left);
    if (room < 0) return all;
  }
  return all;
}

/**
 * @param {any[]} events
 * @returns {[number, number]}
 */
function reach(events) {
  let [least, most] = [Infinity, -Infinity];
  for (const event of events) {
    const [from, to] = bounds(event.occurred);
    least = Math.min(least, from ?? Infinity, to ?? Infinity);
    most = Math.max(most, to ?? -Infinity, from ?? -Infinity);
  }
  return least < most ? [least, most] : [0, DAY];
}

/** @param {any} event */
function middle({ occurred }) {
  const [from, to] = bounds(occurred);
  return ((from ?? to ?? 0) + (to ?? from ?? 0)) / 2;
}

/**
 * Whether an event surely lies before or after a stretch.
 * @param {any} event
 * @param {[number, number]} range
 */
export function isOutside({ occurred }, [start, end]) {
  const [from, to] = bounds(occurred);
  return (to ?? end) <= start || (from ?? start) >= end;
}
