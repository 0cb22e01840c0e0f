/**
 * Tells dates as precisely as they are known, and no more.
 *
 * @typedef {{edtf: string, earliest: string | null, latest: string | null, precision: string}} Occurred
 */

import { h } from "./dom.js";
import { locale, number, t } from "./texts.js";

export const DAY = 86_400_000;

/**
 * A date for readers, with its EDTF form behind it.
 * @param {Occurred | null | undefined} occurred
 */
export function when(occurred) {
  return occurred
    ? h("span", { class: /[/.]/.test(occurred.edtf) ? "when" : "when nowrap", title: occurred.edtf }, told(occurred))
    : h("span", { class: "when quiet" }, t("undated"));
}

/**
 * The same as text.
 * @param {Occurred | null | undefined} occurred
 * @returns {string}
 */
export function told(occurred) {
  if (!occurred || occurred.edtf === "" || occurred.precision === "UNKNOWN") return t("undated");
  const { edtf } = occurred;
  const within = /^\[(.*)\.\.(.*)\]$/.exec(edtf);
  if (within) {
    return within[1]
      ? t("sometime", { from: part(within[1]), to: part(within[2]) })
      : t("sometimeBefore", { date: part(within[2]) });
  }
  if (!edtf.includes("/")) return part(edtf);
  const [from, to] = edtf.split("/");
  if (isOpen(to)) return t("since", { date: part(from) });
  return isOpen(from) ? t("until", { date: part(to) }) : t("between", { from: part(from), to: part(to) });
}

/** @param {string | undefined} text */
const isOpen = (text) => !text || text === "..";

/**
 * One date of EDTF; a form that is not known here is shown as it is written.
 * @param {string} text
 */
function part(text) {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)$/.exec(text);
  if (!found) return text;
  const [, year, month, day, sign] = found;
  if (month && Number(month) > 12) return text;
  const date = new Date(Date.UTC(Number(year), month ? Number(month) - 1 : 0, day ? Number(day) : 1));
  date.setUTCFullYear(Number(year));
  const shape = { timeZone: "UTC", year: "numeric", ...(month && { month: "short" }), ...(day && { day: "numeric" }) };
  const said = month ? new Intl.DateTimeFormat(locale(), /** @type {any} */ (shape)).format(date) : year;
  return `${sign === "~" || sign === "%" ? `${t("about")} ` : ""}${said}${sign === "?" || sign === "%" ? ` (${t("uncertain")})` : ""}`;
}

/**
 * The first and last millisecond in which it may have happened; an unknown end is null.
 * @param {Occurred} occurred
 * @returns {[number | null, number | null]}
 */
export function bounds({ earliest, latest }) {
  return [earliest ? Date.parse(earliest) : null, latest ? Date.parse(latest) + DAY : null];
}

/**
 * How much later one event was than another, and how sure that is.
 * @param {{days: number, years: number, minDays: number | null, maxDays: number | null} | null} elapsed
 */
export function elapsedText(elapsed) {
  if (!elapsed) return "";
  const { minDays: min, maxDays: max } = elapsed;
  const years = elapsed.years > 1 ? ` (${t("years", { years: elapsed.years })})` : "";
  if (min !== null && max !== null && min !== max) return t("daysRange", { min: number(min), max: number(max) }) + years;
  if (elapsed.days === 0) return t("sameDay");
  return (elapsed.days === 1 ? t("oneDay") : t("days", { days: number(elapsed.days) })) + years;
}
