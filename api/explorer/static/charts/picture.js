/**
 * Frames a picture: with a legend, the table behind it, and buttons to take it along.
 *
 * Most pictures are drawn by some hundred lines of our own rather than by a library: Observable Plot puts a style element into each
 * of its pictures, which the page's content security policy forbids, and the forms that are needed here (figures on an axis, bars,
 * spans, scores) are none of those that it saves work on. Maps are another matter: see world.js.
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
 * @property {((width: number) => SVGElement) | null} draw null where it cannot be drawn: the table remains
 * @property {Rows} behind
 * @property {[string, string][]} [legend] pairs of a class and a text
 * @property {import("../dom.js").Child[]} [beside] what could not be drawn
 */

import { playground } from "../client.js";
import { h } from "../dom.js";
import { citation, citeButton } from "../parts/cite.js";
import { table } from "../parts/layout.js";
import { roving } from "../parts/roving.js";
import { t } from "../texts.js";
import { download, toCsv, toPng, toSvg } from "./files.js";
import { sign } from "./signs.js";
import { whole } from "./whole.js";

/**
 * @param {Picture} picture
 * @param {import("../main.js").Context} context
 */
export function picture({ subject, title, caption, draw, behind, legend = [], beside = [] }, context) {
  const canvas = h("div", { class: "canvas" });
  const name = `${subject} ${title} ${context.position}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  const told = h("p", { class: "quiet" }, beside);
  const full = `${subject}: ${title}`;
  if (draw) drawnToFit(canvas, draw, `${full}. ${caption}`);
  const taken = () =>
    whole(canvas, { title: full, caption, legend, beside: told.textContent ?? "", citation: citation(full, context) });
  return h(
    "figure",
    { class: "picture" },
    h("figcaption", {}, h("strong", {}, title), " ", h("span", { class: "quiet" }, caption)),
    draw && canvas,
    legend.length > 0 &&
      h(
        "ul",
        { class: "legend", "aria-label": t("legend") },
        legend.map(([shape, text]) => h("li", {}, sign(shape), text)),
      ),
    beside.length > 0 && told,
    h("details", {}, h("summary", {}, t("table")), table(title, behind.columns, behind.rows, behind.numeric)),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", click: () => download(`${name}.csv`, toCsv(behind)) }, t("csv")),
      draw && h("button", { type: "button", click: async () => download(`${name}.png`, await toPng(taken())) }, t("png")),
      draw && h("button", { type: "button", click: () => download(`${name}.svg`, toSvg(taken())) }, t("svg")),
      h("a", { href: playground(context.pinned), target: "_blank", rel: "noopener" }, t("openPlayground")),
      citeButton(full, context),
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
    roving(image);
  }).observe(canvas);
}
