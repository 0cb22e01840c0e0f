/**
 * Shows the page that the address names, and another whenever the address changes.
 *
 * @typedef {object} Context
 * @property {import("./address.js").Address} address
 * @property {number} position the position that all of the page belongs to
 * @property {import("./client.js").Operation} pinned the page's operation, as of that position
 *
 * @typedef {object} Page
 * @property {(address: import("./address.js").Address) => import("./client.js").Question} question
 * @property {(data: any, context: Context) => {title: string, content: import("./dom.js").Child[]}} show
 */

import { current } from "./address.js";
import { ask, operation, Refused } from "./client.js";
import { h } from "./dom.js";
import { failure, unknownPage } from "./parts/failures.js";
import { drawFooter, drawHeader } from "./parts/frame.js";
import { PAGES } from "./pages/all.js";
import { spoken, t } from "./texts.js";

const content = /** @type {HTMLElement} */ (document.getElementById("content"));
let asked = 0;

/**
 * Goes to an address without loading a page.
 * @param {string} address
 * @param {{replacing?: boolean, staying?: boolean}} how whether one cannot go back to the page in sight; whether the focus stays
 */
export function go(address, { replacing = false, staying = false } = {}) {
  if (replacing) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  return show(!staying);
}

/** @param {boolean} moving whether the reader comes from another page */
export async function show(moving = false) {
  const turn = (asked += 1);
  const address = current();
  document.documentElement.lang = spoken();
  content.setAttribute("aria-busy", "true");
  const isKnown = Object.hasOwn(PAGES, address.kind);
  const { title, parts, status } = isKnown
    ? await told(PAGES[address.kind], address)
    : { ...unknownPage(address.kind), status: null };
  // Whoever has gone on meanwhile does not want to see this one.
  if (turn !== asked) return;
  drawHeader(address, status);
  content.replaceChildren(h("div", { class: `page page-${address.kind}` }, parts));
  drawFooter();
  content.removeAttribute("aria-busy");
  document.title = `${title} · annals`;
  if (moving) {
    scrollTo(0, 0);
    content.querySelector("h1")?.focus({ preventScroll: true });
  }
}

/**
 * @param {() => Promise<Page>} load
 * @param {import("./address.js").Address} address
 */
async function told(load, address) {
  try {
    const page = await load();
    const question = page.question(address);
    const data = await ask(operation(question, address.asOf));
    const position = Math.min(address.asOf ?? data.status.position, data.status.position);
    const context = { address, position, pinned: operation(question, position) };
    const { title, content } = page.show(data, context);
    return { title, parts: content, status: { ...data.status, moment: data.moment?.nodes[0] ?? null } };
  } catch (error) {
    return { ...failure(error instanceof Error ? error : new Refused(String(error), "")), status: null };
  }
}

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a");
  const href = link?.getAttribute("href") ?? "";
  const isPlain =
    !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (isPlain && (href === "/" || href.startsWith("/?")) && !link?.hasAttribute("target")) {
    event.preventDefault();
    void go(href);
  }
});
addEventListener("popstate", () => void show(true));
document.querySelector(".skip")?.replaceChildren(t("skip"));
content.textContent = t("loading");
void show();
