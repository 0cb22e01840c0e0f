/**
 * The days that a date in EDTF leaves possible, as far as forms need to know: to look for what the log has of those days.
 *
 * @typedef {{from: string | null, to: string | null}} Days an end that is open or not known is null
 */

import { DAY } from "../time.js";

/**
 * @param {string} edtf
 * @returns {Days | null} null where the date has another form
 */
export function daysOf(edtf) {
  const [first, last = first] = edtf.split("/");
  const [from, to] = [bound(first, false), bound(last, true)];
  return from || to ? { from, to } : null;
}

/**
 * The first or last day of a day, a month or a year.
 * @param {string} text
 * @param {boolean} isLast
 */
function bound(text, isLast) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?[?~%]?$/.exec(text.trim());
  if (!found) return null;
  const [year, month, day] = [found[1], found[2], found[3]].map((part) => (part === undefined ? undefined : Number(part)));
  const start = Date.UTC(Number(year), (month ?? (isLast ? 12 : 1)) - 1 + (isLast && !day ? 1 : 0), day ?? 1);
  return new Date(isLast && !day ? start - DAY : start).toISOString().slice(0, 10);
}

/**
 * @param {string} day
 * @param {number} days
 */
export const shifted = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
