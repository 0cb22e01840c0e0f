/** Turns numbers and dates into places on a line, and finds round ones to name. */

import { locale } from "../texts.js";
import { DAY } from "../time.js";

/**
 * @param {[number, number]} domain
 * @param {[number, number]} range
 * @returns {(value: number) => number}
 */
export function linear([from, to], [start, end]) {
  const length = to - from || 1;
  return (value) => start + ((value - from) / length) * (end - start);
}

/**
 * Round numbers between two others, some `count` of them.
 * @param {number} from
 * @param {number} to
 * @param {number} count
 * @returns {number[]}
 */
export function ticks(from, to, count) {
  const rough = (to - from || 1) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const found = [];
  for (let index = Math.ceil(from / step - 1e-9); index * step <= to + step * 1e-9; index += 1) found.push(index * step);
  return found;
}

/**
 * Round dates between two others, each with what it is called.
 * @param {number} from
 * @param {number} to
 * @param {number} count
 * @returns {{at: number, text: string}[]}
 */
export function dateTicks(from, to, count) {
  const days = (to - from) / DAY;
  if (days > 365 * count) {
    const years = ticks(new Date(from).getUTCFullYear(), new Date(to).getUTCFullYear(), count).filter(Number.isInteger);
    return years.map((year) => ({ at: utc(year, 0), text: String(year) })).filter(({ at }) => at >= from && at <= to);
  }
  const months = days / 30.4;
  const step = [1, 2, 3, 6, 12].find((size) => months / size <= count) ?? 12;
  const format = new Intl.DateTimeFormat(locale(), { month: "short", year: "numeric", timeZone: "UTC" });
  const start = new Date(from);
  const found = [];
  for (let month = Math.ceil((start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0)) / step) * step; ; month += step) {
    const at = utc(start.getUTCFullYear(), month);
    if (at > to) return found;
    found.push({ at, text: step === 12 ? String(new Date(at).getUTCFullYear()) : format.format(at) });
  }
}

/**
 * @param {number} year
 * @param {number} month
 */
export function utc(year, month) {
  const date = new Date(Date.UTC(2000, month, 1));
  date.setUTCFullYear(year + date.getUTCFullYear() - 2000);
  return date.getTime();
}
