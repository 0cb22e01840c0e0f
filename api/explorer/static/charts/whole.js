/**
 * Makes a drawing complete in itself, so that it can leave the page: its styles, the paper it is on, and around it what makes it
 * honest: title, legend, what could not be drawn, and the citation.
 *
 * @typedef {{title: string, caption: string, legend: [string, string][], beside: string, citation: string}} Around
 */

import { s } from "../dom.js";
import { widthOf } from "./labels.js";
import { HIGH, sign, WIDE } from "./signs.js";

const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linejoin",
  "paint-order",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "text-anchor",
];
const MARGIN = 16;
const LINE = 17;
const GAP = 18;

/**
 * @param {HTMLElement} canvas the element with the drawing in it
 * @param {Around} around
 * @returns {SVGElement}
 */
export function whole(canvas, { title, caption, legend, beside, citation }) {
  const shown = /** @type {SVGElement} */ (canvas.querySelector("svg"));
  const width = Number(shown.getAttribute("width"));
  const height = Number(shown.getAttribute("height"));
  const style = getComputedStyle(canvas);
  const draft = s("svg", { class: "draft", xmlns: "http://www.w3.org/2000/svg" });
  // Only what is on the page has the page's styles.
  canvas.append(draft);
  let top = MARGIN;
  const write = /** @param {string} text @param {string} shape @param {number} size */ (text, shape, size) => {
    for (const line of lines(text, width, `${size}px ${style.fontFamily}`)) {
      draft.append(s("text", { class: shape, x: MARGIN, y: top + size }, line));
      top += Math.round(size * 1.45);
    }
  };
  write(title, "whole-title", 16);
  write(caption, "whole-note", 12);
  top += 6;
  const picture = /** @type {SVGElement} */ (shown.cloneNode(true));
  place(picture, MARGIN, top);
  draft.append(picture);
  top += height + 10;
  top = explained(draft, legend, width, top);
  write(beside, "whole-note", 12);
  write(citation, "whole-note", 11);
  const [outerWidth, outerHeight] = [width + 2 * MARGIN, Math.ceil(top + MARGIN / 2)];
  draft.prepend(s("rect", { class: "paper", width: outerWidth, height: outerHeight }));
  for (const [name, value] of Object.entries({ width: outerWidth, height: outerHeight, viewBox: `0 0 ${outerWidth} ${outerHeight}` })) {
    draft.setAttribute(name, String(value));
  }
  keepStyles(draft);
  draft.remove();
  return draft;
}

/**
 * @param {SVGElement} draft
 * @param {[string, string][]} legend
 * @param {number} width
 * @param {number} top
 */
function explained(draft, legend, width, top) {
  let left = MARGIN;
  for (const [shape, text] of legend) {
    const length = WIDE + 6 + widthOf(text, "12px system-ui, sans-serif");
    if (left > MARGIN && left + length > width + MARGIN) {
      left = MARGIN;
      top += LINE;
    }
    const drawn = sign(shape);
    place(drawn, left, top);
    draft.append(drawn, s("text", { class: "whole-note", x: left + WIDE + 6, y: top + HIGH - 3 }, text));
    left += length + GAP;
  }
  return legend.length ? top + LINE + 6 : top;
}

/**
 * @param {SVGElement} element
 * @param {number} x
 * @param {number} y
 */
function place(element, x, y) {
  element.setAttribute("x", String(x));
  element.setAttribute("y", String(y));
}

/**
 * Writes into a drawing what its elements have from the page: how they look, where that is not what they inherit, and where their
 * links lead.
 * @param {SVGElement} drawing
 */
function keepStyles(drawing) {
  const elements = [drawing, .../** @type {NodeListOf<SVGElement>} */ (drawing.querySelectorAll("*"))];
  for (const element of elements) {
    const style = getComputedStyle(element);
    const inherited = element !== drawing && element.parentElement ? getComputedStyle(element.parentElement) : null;
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value !== inherited?.getPropertyValue(name)) element.setAttribute(name, value);
      else element.removeAttribute(name);
    }
    const href = element.getAttribute("href");
    if (href) element.setAttribute("href", new URL(href, location.href).href);
  }
  for (const element of elements) ["class", "tabindex", "data-ref", "data-pair"].forEach((name) => element.removeAttribute(name));
}

/**
 * A text in lines that are no longer than there is room.
 * @param {string} text
 * @param {number} width
 * @param {string} font
 */
function lines(text, width, font) {
  /** @type {string[]} */
  const found = [];
  // An address has no blanks, but may go on in a new line after any of its signs.
  for (const word of text.split(/(?<=[\s&?/=-])/u)) {
    const last = found[found.length - 1];
    if (last !== undefined && widthOf(last + word.trimEnd(), font) <= width) found[found.length - 1] = last + word;
    else if (word.trim()) found.push(word);
  }
  return found.map((line) => line.trim());
}
