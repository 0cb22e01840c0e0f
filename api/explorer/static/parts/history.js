/** Shows how the record came to say what it says: each entry, and what it changed. */

import { at } from "../address.js";
import { h, joined } from "../dom.js";
import { label, moment, t } from "../texts.js";
import { sourceLink } from "./events.js";
import { section } from "./layout.js";

/** @param {any[]} history */
export function historySection(history) {
  return section(t("history"), [h("ol", { class: "history", "aria-label": t("historyCaption") }, history.map(entry))]);
}

/**
 * @param {any} revision
 * @param {number} index
 */
function entry(revision, index) {
  const { position, recordedAt, entryKind, reason, reports, changes, appendedBy, program } = revision;
  const sources = [...new Map(reports.map((/** @type {any} */ report) => [report.source.ref, report.source])).values()].map(
    sourceLink,
  );
  return h(
    "li",
    {},
    h(
      "p",
      { class: "entry" },
      h("strong", {}, label(entryKind)),
      index === 0 && ` (${t("firstRecorded").toLowerCase()})`,
      reason && [": ", h("em", {}, reason)],
    ),
    h(
      "p",
      { class: "quiet" },
      h("a", { href: at(position) }, `${t("position")} ${position}`),
      ` · ${moment(recordedAt)} · ${t("by", { by: appendedBy, program })}`,
      sources.length > 0 && [" · ", joined(sources)],
    ),
    changes.length > 0 && differences(changes),
  );
}

/**
 * What an entry changed, as a table of before and after.
 * @param {{field: string, before: string | null, after: string | null}[]} changes
 */
export function differences(changes) {
  return h(
    "table",
    { class: "differences" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ["field", "before", "after"].map((name) => h("th", { scope: "col" }, t(name))),
      ),
    ),
    h(
      "tbody",
      {},
      changes.map(({ field, before, after }) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, field),
          h("td", {}, before === null ? "–" : h("del", {}, readable(before))),
          h("td", {}, after === null ? "–" : h("ins", {}, readable(after))),
        ),
      ),
    ),
  );
}

/**
 * A value of JSON without its signs, where it is simple enough to be read so.
 * @param {string} json
 */
function readable(json) {
  try {
    return plain(JSON.parse(json));
  } catch {
    return json;
  }
}

/**
 * @param {any} value
 * @returns {string}
 */
function plain(value) {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(plain).join(", ");
  const pairs = Object.entries(value).filter(([, each]) => each !== null && each !== false);
  return pairs
    .map(([name, each]) => (each !== null && typeof each === "object" ? `${name} (${plain(each)})` : `${name} ${plain(each)}`))
    .join(", ");
}
