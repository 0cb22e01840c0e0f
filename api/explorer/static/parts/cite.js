/** Cites what is on a page: its title, the position that it belongs to, and an address that shows the same for ever. */

import { at } from "../address.js";
import { h } from "../dom.js";
import { t } from "../texts.js";

/**
 * @param {string} title
 * @param {import("../main.js").Context} context
 */
export function citation(title, { position }) {
  return t("citation", { title, position, address: new URL(at(position), location.href).href });
}

/**
 * A button that copies the citation, and shows it where the browser lets no page write to the clipboard.
 * @param {string} title
 * @param {import("../main.js").Context} context
 */
export function citeButton(title, context) {
  const shown = h("output", { class: "citation" });
  const button = h("button", { type: "button", click: copy }, t("cite"));
  async function copy() {
    const text = citation(title, context);
    shown.textContent = text;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = t("cited");
    } catch {
      getSelection()?.selectAllChildren(shown);
    }
  }
  return [button, shown];
}
