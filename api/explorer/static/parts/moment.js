/** Lets the reader move the whole page through known time, and says when it shows the past. */

import { at, to } from "../address.js";
import { ask } from "../client.js";
import { h } from "../dom.js";
import { go } from "../main.js";
import { moment, t } from "../texts.js";

/** Milliseconds after the last movement before the page follows: a hand passes over many positions. */
const PATIENCE = 40;
let waiting = 0;

/**
 * @param {HTMLElement} box
 * @param {import("../address.js").Address} address
 * @param {import("./frame.js").Status | null} status
 */
export function drawMoment(box, address, status) {
  box.hidden = !status;
  if (!status) return;
  const shown = Math.min(address.asOf ?? status.position, status.position);
  // The slider itself stays where it is, so that a hand or a key can go on moving it.
  if (!box.firstChild) box.append(row(), h("div", { class: "banner-box", role: "status" }));
  const slider = /** @type {HTMLInputElement} */ (box.querySelector("#position"));
  slider.max = String(status.position);
  // What a hand or a key has moved meanwhile must not be moved back.
  if (!waiting && Number(slider.value) !== shown) slider.value = String(shown);
  const told = address.asOf === null ? t("asOfNow", { position: shown }) : `${t("asOf")} ${shown}`;
  slider.setAttribute("aria-valuetext", told);
  box.querySelector("output")?.replaceChildren(told);
  box.querySelector(".banner-box")?.replaceChildren(...banner(address, status, shown));
}

function row() {
  return h(
    "div",
    { class: "moment" },
    h("label", { for: "position" }, t("asOf")),
    newSlider(),
    h("output", { id: "told", for: "position" }),
    dateField(),
  );
}

function newSlider() {
  let isMoving = false;
  const move = /** @param {any} event */ (event) => {
    const slider = event.target;
    const position = slider.value === slider.max ? null : Number(slider.value);
    clearTimeout(waiting);
    slider.closest(".moment").querySelector("output").textContent = `${t("asOf")} ${slider.value}`;
    waiting = window.setTimeout(() => {
      waiting = 0;
      // One step back leads out of a whole journey through time, not through each of its stations.
      void go(at(position), { replacing: isMoving, staying: true });
      isMoving = true;
    }, PATIENCE);
  };
  return h("input", { id: "position", type: "range", min: 0, step: 1, input: move, blur: () => (isMoving = false) });
}

function dateField() {
  const chosen = async (/** @type {any} */ event) => {
    if (event.target.value) await goToTime(`${event.target.value}:00Z`);
  };
  return h("label", { class: "at" }, `${t("asOfDate")} `, h("input", { type: "datetime-local", change: chosen }), " UTC");
}

/**
 * Goes to the last position recorded before a time.
 * @param {string} time
 */
async function goToTime(time) {
  const query = "query At($time: DateTime!) { changes(since: {time: $time}, first: 1) { nodes { position } } }";
  const data = await ask({ query, variables: { time } });
  const [after] = data.changes.nodes;
  await go(at(after ? after.position - 1 : null), { staying: true });
}

/**
 * @param {import("../address.js").Address} address
 * @param {import("./frame.js").Status} status
 * @param {number} shown
 */
function banner(address, status, shown) {
  const wanted = address.more.get("asOf");
  if (wanted && address.asOf === null) return [h("p", { class: "banner" }, t("badAsOf", { asOf: wanted.slice(0, 100) }))];
  if (address.asOf === null) return [];
  const recorded =
    status.moment && status.moment.position <= shown ? t("asOfRecorded", { moment: moment(status.moment.recordedAt) }) : "";
  const past = h("strong", {}, t("asOfPast", { position: shown, head: status.head }));
  return [
    h(
      "p",
      { class: "banner" },
      past,
      ` ${recorded} `,
      h("a", { href: to("compare", { since: shown, asOf: null }) }, t("asOfSince")),
      " · ",
      h("a", { href: at(null) }, t("asOfReturn")),
    ),
  ];
}
