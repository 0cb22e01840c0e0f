/** Shows counts as a list of bars, which is a table for those who do not see them. */

import { h } from "../dom.js";
import { number, t } from "../texts.js";

/**
 * @param {{name: import("../dom.js").Child, href?: string, count: number}[]} rows
 * @param {string} caption
 */
export function bars(rows, caption) {
  const most = Math.max(...rows.map(({ count }) => count), 1);
  if (!rows.length) return h("p", { class: "quiet" }, t("none"));
  return h(
    "table",
    { class: "bars" },
    h("caption", { class: "unseen" }, caption),
    h(
      "tbody",
      {},
      rows.map(({ name, href, count }) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, href ? h("a", { href }, name) : name),
          h("td", {}, bar(count / most), h("span", { class: "number" }, number(count))),
        ),
      ),
    ),
  );
}

/** @param {number} share */
function bar(share) {
  const element = h("span", { class: "length", "aria-hidden": "true" });
  element.style.setProperty("--share", String(share));
  return element;
}
