/** The pieces that pages are laid out with: a heading, sections, lists of what is known about one thing. */

import { h } from "../dom.js";

/**
 * @param {string} over what sort of page it is
 * @param {import("../dom.js").Child} title
 * @param {...import("../dom.js").Child} under
 */
export function heading(over, title, ...under) {
  return h(
    "div",
    { class: "heading" },
    h("p", { class: "over" }, over),
    h("h1", { tabindex: "-1" }, title),
    under.length > 0 && h("div", { class: "under" }, under),
  );
}

/**
 * A part of a page, with a heading of its own.
 * @param {string} title
 * @param {import("../dom.js").Child[]} children
 * @param {string} shape
 */
export function section(title, children, shape = "") {
  return h("section", { class: shape }, h("h2", {}, title), ...children);
}

/**
 * Pairs of a name and what it stands for; those with nothing to say are left out.
 * @param {[string, import("../dom.js").Child][]} pairs
 */
export function facts(pairs) {
  const told = pairs.filter(
    ([, value]) => value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && !value.length),
  );
  return (
    told.length > 0 &&
    h(
      "dl",
      { class: "facts" },
      told.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    )
  );
}

/**
 * A table made of column names and rows.
 * @param {string} caption
 * @param {string[]} columns
 * @param {import("../dom.js").Child[][]} rows
 * @param {number[]} numeric which columns hold numbers
 */
export function table(caption, columns, rows, numeric = []) {
  const shape = /** @param {number} index */ (index) => (numeric.includes(index) ? "number" : null);
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      { class: columns.length > 4 ? "wide" : null },
      h("caption", { class: "unseen" }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          columns.map((column, index) => h("th", { scope: "col", class: shape(index) }, column)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((cells) =>
          h(
            "tr",
            {},
            cells.map((cell, index) => h("td", { class: shape(index) }, cell)),
          ),
        ),
      ),
    ),
  );
}
