/** Says what the interface says in the reader's language: one file of texts for each. */

import { EN } from "./texts/en.js";
import { KO } from "./texts/ko.js";

/** @type {Record<string, Record<string, string>>} */
const LANGUAGES = { en: EN, ko: KO };
const CHOICE = "annals.language";

/** The languages (BCP 47, without regions) that the reader wants, best first: the one chosen here, then the browser's. */
const wanted = () =>
  [localStorage.getItem(CHOICE), ...navigator.languages.map((tag) => tag.split("-")[0]), "en"].filter((tag) => tag !== null);

/** The language that names are told in where they are known. */
export const language = () => wanted()[0];

/** @param {string} chosen */
export function choose(chosen) {
  localStorage.setItem(CHOICE, chosen);
}

/** The language of the interface itself: the first that there are texts in. */
export const spoken = () => wanted().find((tag) => tag in LANGUAGES) ?? "en";

/**
 * A text of the interface, with values where it names them in braces.
 * @param {string} key
 * @param {Record<string, any>} values
 */
export function t(key, values = {}) {
  const text = LANGUAGES[spoken()][key] ?? EN[key] ?? words(key);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * What an enum value or an entry's kind is called: its own words, where there is no text for it.
 * @param {string} value
 */
export function label(value) {
  return LANGUAGES[spoken()][value] ?? EN[value] ?? words(value);
}

/**
 * What a kind of entry is called: as the API calls it, where there is a text for that.
 * @param {string} kind
 */
export function kindName(kind) {
  const value = kind.replace(/(?!^)([A-Z])/g, "_$1").toUpperCase();
  return LANGUAGES[spoken()][value] ?? label(kind);
}

/**
 * What a field of an entry is called.
 * @param {string} name
 */
export const fieldName = (name) => LANGUAGES[spoken()][`FIELD_${name}`] ?? words(name);

/**
 * What a field of an entry stands for: in the reader's language where there is a text for it, else as the schema says it in English.
 * @param {string} name
 * @param {string} help
 */
export function fieldHelp(name, help) {
  const text = help && LANGUAGES[spoken()][`HELP_${name}`];
  return text ? { text, language: spoken() } : { text: help, language: "en" };
}

/** @param {string} value */
function words(value) {
  const spaced = value
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The conventions by which dates and numbers are written: in English the day comes first, and hours go up to 24. */
export const locale = () => (spoken() === "en" ? "en-GB" : spoken());

/** @param {number} value */
export const number = (value) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value || 0);

/** @param {number} value a number on an axis, where there is little room */
export const brief = (value) => new Intl.NumberFormat(locale(), { notation: "compact" }).format(value || 0);

/** @param {string} moment */
export function moment(moment) {
  return (
    new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" }).format(new Date(moment)) +
    " UTC"
  );
}
