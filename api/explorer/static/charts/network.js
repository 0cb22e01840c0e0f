/**
 * Draws with whom an actor has events in common: the actor in the middle, the others around it in a ring, each with its name in full
 * beside it. A ring rather than forces that push nodes about: names never cover each other, and the same events always give the same
 * picture.
 *
 * @typedef {{ref: string, name: string, events: number, cooperation: number, conflict: number}} Neighbour
 * @typedef {{pair: [string, string], events: number, mean: number | null}} Tie
 */

import { to } from "../address.js";
import { s } from "../dom.js";
import { number, t } from "../texts.js";
import { widthOf } from "./labels.js";

const APART = 16;
const WIDEST = 9;
const GAP = 8;
const LONGEST_NAME = 190;

/** How far a line between two on the ring is drawn towards the middle. */
const PULL = 0.35;

/**
 * How many neighbours have room on the ring in a picture so wide.
 * @param {number} width
 */
export const roomFor = (width) => Math.floor((2 * Math.PI * (width / 2 - nameRoom(width))) / APART);

/** @param {number} width */
const nameRoom = (width) => Math.min(LONGEST_NAME, width * 0.26);

/**
 * @param {{ref: string, name: string}} actor
 * @param {Neighbour[]} all those with most events first
 * @param {Tie[]} ties
 * @param {number} width
 */
export function drawNetwork(actor, all, ties, width) {
  const neighbours = ordered(all.slice(0, roomFor(width)), ties);
  const room = Math.min(nameRoom(width), Math.max(...neighbours.map(({ name }) => widthOf(name))) + GAP + 4);
  const radius = Math.min(Math.max((neighbours.length * APART) / (2 * Math.PI), 110), width / 2 - room);
  const size = 2 * (radius + room);
  const most = Math.max(...neighbours.map(({ events }) => events), 1);
  const angle = /** @param {number} index */ (index) => ((index + 0.5) / neighbours.length) * 2 * Math.PI - Math.PI / 2;
  const places = new Map(neighbours.map(({ ref }, index) => [ref, at(angle(index), radius)]));
  const drawn = s(
    "svg",
    { class: "network", viewBox: `${-width / 2} ${-size / 2} ${width} ${size}`, width, height: Math.ceil(size) },
    ties.filter(({ pair }) => pair.every((ref) => places.has(ref))).map((tie) => chord(tie, places, most)),
    neighbours.map((neighbour, index) => spoke(actor, neighbour, angle(index), radius, most, room)),
    s("text", { class: "middle", y: 5 }, actor.name),
  );
  for (const kind of ["pointerover", "focusin"]) drawn.addEventListener(kind, (event) => choose(drawn, event.target));
  for (const kind of ["pointerleave", "focusout"]) drawn.addEventListener(kind, () => choose(drawn, null));
  return drawn;
}

/**
 * Brings forward the lines of one neighbour.
 * @param {SVGElement} drawn
 * @param {any} target
 */
function choose(drawn, target) {
  const chosen = target?.closest?.(".neighbour")?.dataset.ref ?? null;
  drawn.classList.toggle("chosen", chosen !== null);
  const near = new Set([chosen]);
  for (const tie of /** @type {NodeListOf<SVGElement>} */ (drawn.querySelectorAll(".tie"))) {
    const pair = (tie.dataset.pair ?? "").split(" ");
    tie.classList.toggle("near", pair.includes(chosen));
    if (pair.includes(chosen)) pair.forEach((ref) => near.add(ref));
  }
  for (const each of /** @type {NodeListOf<SVGElement>} */ (drawn.querySelectorAll(".neighbour"))) {
    each.classList.toggle("near", near.has(each.dataset.ref ?? ""));
  }
}

/**
 * In an order in which those stand beside each other that have most in common: the lines between them are short then.
 * @param {Neighbour[]} neighbours
 * @param {Tie[]} ties
 */
function ordered(neighbours, ties) {
  const weights = new Map(ties.flatMap(({ pair: [one, other], events }) => [[`${one} ${other}`, events], [`${other} ${one}`, events]]));
  const left = [...neighbours];
  const found = left.splice(0, 1);
  while (left.length) {
    const last = found[found.length - 1];
    const weight = /** @param {Neighbour} each */ (each) => weights.get(`${last.ref} ${each.ref}`) ?? 0;
    const next = left.reduce((best, each) => (weight(each) > weight(best) ? each : best));
    found.push(...left.splice(left.indexOf(next), 1));
  }
  return found;
}

/**
 * @param {number} angle
 * @param {number} distance
 * @returns {[number, number]}
 */
const at = (angle, distance) => [distance * Math.cos(angle), distance * Math.sin(angle)];

/**
 * How wide a line of so many events is.
 * @param {number} events
 * @param {number} most
 */
const wide = (events, most) => Math.max(WIDEST * Math.sqrt(events / most), 0.8);

/**
 * @param {Tie} tie
 * @param {Map<string, [number, number]>} places
 * @param {number} most
 */
function chord({ pair, events, mean }, places, most) {
  const [[x1, y1], [x2, y2]] = pair.map((ref) => places.get(ref) ?? [0, 0]);
  const [x, y] = [((x1 + x2) / 2) * PULL, ((y1 + y2) / 2) * PULL];
  const shape = mean === null || mean === 0 ? "neither" : mean > 0 ? "cooperation" : "conflict";
  return s("path", {
    class: `tie ${shape}`,
    "data-pair": pair.join(" "),
    d: `M${[x1, y1].map(rounded)}Q${[x, y].map(rounded)} ${[x2, y2].map(rounded)}`,
    "stroke-width": rounded(wide(Math.min(events, most), most) * 0.6),
  });
}

/** @param {number} value */
const rounded = (value) => value.toFixed(1);

/**
 * @param {{ref: string, name: string}} actor
 * @param {Neighbour} neighbour
 * @param {number} angle
 * @param {number} radius
 * @param {number} most
 * @param {number} room
 */
function spoke(actor, neighbour, angle, radius, most, room) {
  const { ref, name, events, cooperation, conflict } = neighbour;
  const told = t("neighbourTold", { name, events: number(events), cooperation: number(cooperation), conflict: number(conflict) });
  const [x, y] = at(angle, radius);
  const isLeft = Math.cos(angle) < 0;
  const turned = (angle * 180) / Math.PI + (isLeft ? 180 : 0);
  return s(
    "a",
    { class: "neighbour", href: to("pair", { ref: [actor.ref, ref] }), "data-ref": ref, "aria-label": told },
    s("title", {}, told),
    strands(neighbour, angle, radius, most),
    s("circle", { cx: x, cy: y, r: 3 }),
    s(
      "text",
      {
        transform: `rotate(${rounded(turned)}) translate(${rounded((radius + GAP) * (isLeft ? -1 : 1))} 4)`,
        "text-anchor": isLeft ? "end" : "start",
      },
      shortened(name, room - GAP),
    ),
  );
}

/**
 * The line to the middle: a strand each for cooperation, conflict and what is neither, side by side.
 * @param {Neighbour} neighbour
 * @param {number} angle
 * @param {number} radius
 * @param {number} most
 */
function strands({ events, cooperation, conflict }, angle, radius, most) {
  const whole = wide(events, most);
  const parts = /** @type {[string, number][]} */ ([
    ["cooperation", cooperation],
    ["neither", Math.max(events - cooperation - conflict, 0)],
    ["conflict", conflict],
  ]);
  let offset = -whole / 2;
  return parts
    .filter(([, count]) => count)
    .map(([shape, count]) => {
      const width = (whole * count) / events;
      const [dx, dy] = at(angle + Math.PI / 2, offset + width / 2);
      offset += width;
      const [x1, y1] = at(angle, 26);
      const [x2, y2] = at(angle, radius);
      const line = { x1: rounded(x1 + dx), y1: rounded(y1 + dy), x2: rounded(x2 + dx), y2: rounded(y2 + dy) };
      return s("line", { class: `spoke ${shape}`, ...line, "stroke-width": Math.max(width, 0.6).toFixed(2) });
    });
}

/**
 * @param {string} name
 * @param {number} room
 */
function shortened(name, room) {
  let text = name;
  while (text.length > 4 && widthOf(text) > room) text = `${text.replace(/…$/, "").slice(0, -1).trimEnd()}…`;
  return text;
}
