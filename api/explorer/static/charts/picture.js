/**
 * Frames a picture: with a legend, the table behind it, and buttons to take it along.
 *
 * The pictures are drawn by some hundred lines of our own rather than by a library: Observable Plot puts a style element into each
 * of its pictures, which the page's content security policy forbids, and the four forms that are needed here (figures on an axis,
 * bars, spans, scores) are none of those that it saves work on.
 *
 * @typedef {object} Rows
 * @property {string[]} columns
 * @property {(string | number | null)[][]} rows
 * @property {number[]} [numeric]
 *
 * @typedef {object} Picture
 * @property {string} subject whom or what it is about: part of its name when it is taken along
 * @property {string} title
 * @property {string} caption
 * @property {(width: number) => SVGElement} draw
 * @property {Rows} behind
 * @property {[string, string][]} [legend] pairs of a class and a text
 * @property {import("../dom.js").Child[]} [beside] what could not be drawn
 */

import { playground } from "../client.js";
import { h } from "../dom.js";
import { table } from "../parts/layout.js";
import { t } from "../texts.js";
import { citeButton } from "../parts/cite.js";
import { download, toCsv, toSvg } from "./files.js";

/**
 * @param {Picture} picture
 * @param {import("../main.js").Context} context
 */
export function picture({ subject, title, caption, draw, behind, legend = [], beside = [] }, context) {
  const canvas = h("div", { class: "canvas" });
  const name = `${subject} ${title} ${context.position}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  drawnToFit(canvas, draw, `${subject}: ${title}. ${caption}`);
  return h(
    "figure",
    { class: "picture" },
    h("figcaption", {}, h("strong", {}, title), " ", h("span", { class: "quiet" }, caption)),
    canvas,
    legend.length > 0 &&
      h(
        "ul",
        { class: "legend", "aria-label": t("legend") },
        legend.map(([shape, text]) => h("li", { class: shape }, h("span", { class: "key", "aria-hidden": "true" }), text)),
      ),
    beside.length > 0 && h("p", { class: "quiet" }, beside),
    h("details", {}, h("summary", {}, t("table")), table(title, behind.columns, behind.rows, behind.numeric)),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", click: () => download(`${name}.csv`, "text/csv", toCsv(behind)) }, t("csv")),
      h("button", { type: "button", click: () => download(`${name}.svg`, "image/svg+xml", toSvg(canvas)) }, t("svg")),
      h("a", { href: playground(context.pinned), target: "_blank", rel: "noopener" }, t("openPlayground")),
      citeButton(`${subject}: ${title}`, context),
    ),
  );
}

/**
 * Draws a picture as wide as there is room, again whenever the room changes.
 * @param {HTMLElement} canvas
 * @param {(width: number) => SVGElement} draw
 * @param {string} description
 */
function drawnToFit(canvas, draw, description) {
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.floor(canvas.clientWidth);
    if (width === drawn || width === 0) return;
    drawn = width;
    const image = draw(width);
    image.setAttribute("role", image.querySelector("a") ? "group" : "img");
    image.setAttribute("aria-label", description);
    canvas.replaceChildren(image);
  }).observe(canvas);
}
