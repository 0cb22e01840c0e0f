/** The figures that an event's reports give: a picture for each, with every source on one axis. */

import { drawFigures, estimateText } from "../charts/figures.js";
import { picture } from "../charts/picture.js";
import { label, t } from "../texts.js";
import { sourceName } from "./events.js";
import { section } from "./layout.js";

const COLUMNS = ["source", "hedge", "low", "best", "high", "approximate", "unit", "basis"];

/**
 * @param {any} event
 * @param {import("../main.js").Context} context
 */
export function figurePictures(event, context) {
  /** @type {Map<string, {name: string, ref: string, hedge: string, estimate: any}[]>} */
  const said = new Map();
  for (const { source, hedge, says } of event.reports) {
    for (const { field, estimate } of says) {
      said.set(field, [...(said.get(field) ?? []), { name: sourceName(source), ref: source.ref, hedge, estimate }]);
    }
  }
  if (!said.size) return null;
  return section(
    t("figures"),
    [...said].map(([field, rows]) => one(event, field, rows, context)),
  );
}

/**
 * @param {any} event
 * @param {string} field
 * @param {{name: string, ref: string, hedge: string, estimate: any}[]} rows
 * @param {import("../main.js").Context} context
 */
function one(event, field, rows, context) {
  const all = event[`${field.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())}Range`] ?? null;
  const cells = rows.map(({ ref, hedge, estimate: { low, best, high, approximate, unit, basis } }) => [
    ref,
    hedge,
    low,
    best,
    high,
    approximate ? "true" : "",
    unit,
    basis,
  ]);
  const range = all && all.low !== null && all.high !== null && all.low !== all.high;
  return picture(
    {
      subject: event.title,
      title: label(field),
      caption: t("figuresCaption") + (range ? `; ${t("rangeOfAll")} ${estimateText({ ...all, best: null })}` : ""),
      draw: (width) => drawFigures(rows, all, width),
      behind: { columns: COLUMNS.map((column) => t(column)), rows: cells, numeric: [2, 3, 4] },
      legend: [
        ["firm", t("asserted")],
        ["hedged", t("hedged")],
        ...(range ? [/** @type {[string, string]} */ (["band", t("rangeOfAll")])] : []),
      ],
    },
    context,
  );
}
