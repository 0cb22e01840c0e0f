/** Says why a page cannot be shown, and what to do about it. */

import { at } from "../address.js";
import { keepToken, Refused } from "../client.js";
import { h } from "../dom.js";
import { show } from "../main.js";
import { t } from "../texts.js";
import { heading } from "./layout.js";

/**
 * @param {Error} error
 * @returns {{title: string, parts: import("../dom.js").Child[]}}
 */
export function failure(error) {
  const needsToken = error instanceof Refused && error.code === "UNAUTHENTICATED";
  const title = t(needsToken ? "needsToken" : "failed");
  const why = h("p", { class: "problem", role: "alert" }, error instanceof Refused ? error.message : t("failedHelp"));
  return {
    title,
    parts: [heading("", title), why, needsToken ? tokenForm() : h("p", {}, h("a", { href: at(null) }, t("asOfReturn")))],
  };
}

/** A field for the token that the server asks for. */
export function tokenForm() {
  const field = /** @type {HTMLInputElement} */ (
    h("input", { type: "password", id: "token", name: "token", autocomplete: "off", required: true })
  );
  const keep = /** @param {Event} event */ (event) => {
    event.preventDefault();
    keepToken(field.value.trim());
    void show(true);
  };
  return h(
    "form",
    { class: "form", submit: keep },
    h("label", { for: "token" }, t("tokenLabel")),
    field,
    h("button", { type: "submit" }, t("tokenSave")),
    h("p", { class: "quiet" }, t("tokenHelp")),
  );
}

/** @param {string} kind */
export function unknownPage(kind) {
  const title = t("noSuchPage");
  return { title, parts: [heading("", title), h("p", {}, t("noSuchPageHelp", { kind: kind.slice(0, 100) }))] };
}

/**
 * What is shown in place of something that the log did not know.
 * @param {string} ref
 * @param {boolean} past
 */
export function unknown(ref, past) {
  const text = t(past ? "notKnown" : "notKnownNow", { ref: ref.slice(0, 100) });
  return { title: ref.slice(0, 100), content: [heading("", ref.slice(0, 100)), h("p", { class: "problem" }, text)] };
}
