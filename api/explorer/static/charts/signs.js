/** Draws what a legend explains: the same signs, in the same colours, as the picture has. */

import { s } from "../dom.js";

export const WIDE = 22;
export const HIGH = 14;

/** @type {Record<string, () => any>} */
const SIGNS = {
  cooperation: () => bar("cooperation"),
  conflict: () => bar("conflict"),
  neither: () => bar("neither"),
  firm: () => s("circle", { class: "sign-firm", cx: 11, cy: 7, r: 5 }),
  hedged: () => s("circle", { class: "sign-hedged", cx: 11, cy: 7, r: 5 }),
  span: () => s("rect", { class: "neither", x: 1, y: 4, width: 20, height: 6, rx: 3 }),
  strike: () => s("line", { class: "strike", x1: 2, x2: 20, y1: 10, y2: 4 }),
  band: () => s("rect", { class: "sign-band", x: 1, y: 2, width: 20, height: 10 }),
  exact: () => s("circle", { class: "neither", cx: 11, cy: 7, r: 4 }),
  pale: () => s("circle", { class: "neither pale", cx: 11, cy: 7, r: 4 }),
  around: () => [s("circle", { class: "neither", cx: 11, cy: 7, r: 2.5 }), s("circle", { class: "ring", cx: 11, cy: 7, r: 6 })],
  area: () => s("rect", { class: "sign-area", x: 1, y: 2, width: 20, height: 10 }),
  office: () => s("rect", { class: "sign-firm", x: 1, y: 4, width: 20, height: 6, rx: 2 }),
  member: () => s("rect", { class: "neither", x: 1, y: 4, width: 20, height: 6, rx: 2 }),
  tie: () => s("path", { class: "sign-tie", d: "M1 12Q11 -4 21 12" }),
};

/**
 * @param {string} shape
 * @returns {SVGElement}
 */
export function sign(shape) {
  return s("svg", { class: "key", width: WIDE, height: HIGH, viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" }, SIGNS[shape]?.());
}

/** @param {string} shape */
const bar = (shape) => s("rect", { class: shape, x: 5, y: 2, width: 12, height: 10, rx: 1 });
