/** Makes files of what is on the page: a table as CSV, a picture as SVG. */

/**
 * @param {string} name
 * @param {string} type
 * @param {string} content
 */
export function download(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * A table in CSV (RFC 4180).
 * @param {import("./picture.js").Rows} table
 */
export function toCsv({ columns, rows }) {
  return [columns, ...rows].map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** @param {string | number | null} value */
function cell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  // Spreadsheets take what begins so for a formula, and run it.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
];

/**
 * The picture in an element, with the styles that it has on the page.
 * @param {Element} canvas
 */
export function toSvg(canvas) {
  const shown = canvas.querySelector("svg");
  if (!shown) return "";
  const copy = /** @type {SVGElement} */ (shown.cloneNode(true));
  const copies = copy.querySelectorAll("*");
  shown.querySelectorAll("*").forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) copies[index].setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}
