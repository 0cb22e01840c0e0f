/**
 * Finds room for names beside what they name; a name for which there is none is left out rather than written over another.
 *
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 * @typedef {{text: string, x: number, y: number, away: number}} Wanted a name, the point it belongs to, and how far off it may begin
 */

const SIZE = 11.5;
const pen = document.createElement("canvas").getContext("2d");

/**
 * How many pixels a text takes.
 * @param {string} text
 * @param {string} font
 */
export function widthOf(text, font = `${SIZE}px system-ui, sans-serif`) {
  if (!pen) return text.length * 7;
  pen.font = font;
  return pen.measureText(text).width;
}

/**
 * @param {Wanted[]} wanted the most important first
 * @param {Box[]} taken where there is no room
 * @param {number} width
 * @param {number} height
 */
export function placed(wanted, taken, width, height) {
  const boxes = [...taken, ...wanted.map(({ x, y, away }) => ({ left: x - away + 4, right: x + away - 4, top: y - 3, bottom: y + 3 }))];
  return wanted.flatMap(({ text, x, y, away }) => {
    const length = widthOf(text);
    const sides = /** @type {const} */ ([
      ["start", x + away, x + away + length],
      ["end", x - away - length, x - away],
    ]);
    for (const [anchor, left, right] of sides) {
      const box = { left, right, top: y - 7, bottom: y + 7 };
      const isInside = left >= 2 && right <= width - 2 && box.top >= 0 && box.bottom <= height;
      if (isInside && !boxes.some((other) => overlap(box, other))) {
        boxes.push(box);
        return [{ text, x: anchor === "start" ? left : right, y: y + 4, anchor }];
      }
    }
    return [];
  });
}

/**
 * @param {Box} one
 * @param {Box} other
 */
export function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
