/** A part of a page that has a question of its own: the rest of the page need not wait for it. */

import { ask, operation } from "../client.js";
import { h } from "../dom.js";
import { t } from "../texts.js";

/**
 * @param {() => Promise<import("../dom.js").Child>} told
 */
export function later(told) {
  const box = h("div", { class: "later" }, h("p", { class: "quiet" }, t("loading")));
  void told()
    .catch((error) => h("p", { class: "problem" }, error.message))
    .then((shown) => box.replaceChildren(/** @type {Node} */ (shown)));
  return box;
}

/**
 * The same, but asked for only once the reader comes near it: maps and networks are not waited for by those who want something else.
 * @param {() => Promise<import("../dom.js").Child>} told
 */
export function whenNear(told) {
  const box = h("div", { class: "later near" });
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      box.replaceChildren(later(told));
    },
    { rootMargin: "300px" },
  );
  observer.observe(box);
  return box;
}

/**
 * The answer to a question as of the position that the whole page belongs to.
 * @param {import("../client.js").Question} question
 * @param {import("../main.js").Context} context
 */
export const askedAt = (question, { position }) => ask(operation(question, position));
