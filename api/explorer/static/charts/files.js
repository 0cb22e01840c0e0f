/** Makes files of what is on the page: a table as CSV, a drawing as SVG or PNG. */

/**
 * @param {string} name
 * @param {Blob} content
 */
export function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * A table in CSV (RFC 4180).
 * @param {import("./picture.js").Rows} table
 */
export function toCsv({ columns, rows }) {
  return text("text/csv", [columns, ...rows].map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n");
}

/** @param {string | number | null} value */
function cell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  // Spreadsheets take what begins so for a formula, and run it.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** @param {SVGElement} drawing complete in itself, as of whole() */
export function toSvg(drawing) {
  return text("image/svg+xml", new XMLSerializer().serializeToString(drawing));
}

/**
 * @param {SVGElement} drawing complete in itself, as of whole()
 * @param {number} scale how many pixels a unit of the drawing becomes: sharp enough for paper
 * @returns {Promise<Blob>}
 */
export async function toPng(drawing, scale = 2) {
  const image = new Image();
  // The page's policy lets it show images out of data, but none out of blobs.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(drawing.getAttribute("width")) * scale;
  canvas.height = Number(drawing.getAttribute("height")) * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser makes no PNG of this drawing"))), "image/png"),
  );
}

/**
 * @param {string} type
 * @param {string} content
 */
export const text = (type, content) => new Blob([content], { type: `${type};charset=utf-8` });
