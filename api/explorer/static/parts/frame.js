/** Draws what stands around every page: the name, the search, the menu, and the position as of which all is told. */

import { to } from "../address.js";
import { keepToken, token } from "../client.js";
import { h } from "../dom.js";
import { go, show } from "../main.js";
import { choose, language, t } from "../texts.js";
import { drawMoment } from "./moment.js";

const MENU = /** @type {[string, string][]} */ ([
  ["start", "menuStart"],
  ["events", "menuEvents"],
  ["discrepancies", "menuDiscrepancies"],
  ["compare", "menuCompare"],
  ["append", "menuAppend"],
]);
const LANGUAGES = /** @type {[string, string][]} */ ([
  ["en", "English"],
  ["ko", "한국어"],
  ["de", "Deutsch"],
  ["es", "Español"],
  ["fr", "Français"],
  ["ja", "日本語"],
  ["ru", "Русский"],
  ["uk", "Українська"],
  ["zh", "中文"],
]);

/** @typedef {{head: number, position: number, moment: {position: number, recordedAt: string} | null}} Status */

/**
 * @param {import("../address.js").Address} address
 * @param {Status | null} status
 */
export function drawHeader(address, status) {
  const top = /** @type {HTMLElement} */ (document.getElementById("top"));
  if (!top.firstChild) {
    top.append(
      h(
        "div",
        { class: "bar" },
        h("a", { class: "brand", href: "/" }, "annals"),
        h("nav", { "aria-label": t("menuStart"), id: "menu" }),
        searchForm(),
      ),
      h("div", { id: "moment" }),
    );
  }
  const links = MENU.map(([kind, text]) => h("a", { href: to(kind), "aria-current": kind === address.kind && "page" }, t(text)));
  document.getElementById("menu")?.replaceChildren(...links, h("a", { href: "/graphql" }, t("menuPlayground")));
  top.querySelector(".brand")?.setAttribute("href", to("start"));
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("search"));
  if (field && document.activeElement !== field) field.value = address.kind === "search" ? (address.more.get("q") ?? "") : "";
  drawMoment(/** @type {HTMLElement} */ (document.getElementById("moment")), address, status);
}

function searchForm() {
  const find = /** @param {Event} event */ (event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (document.getElementById("search"));
    if (field.value.trim()) void go(to("search", { q: field.value.trim() }));
  };
  return h(
    "form",
    { class: "search", role: "search", submit: find },
    h("label", { class: "unseen", for: "search" }, t("searchFor")),
    h("input", { id: "search", type: "search", name: "q", placeholder: t("searchFor"), autocomplete: "off" }),
    h("button", { type: "submit" }, t("search")),
  );
}

/** Draws the foot of the page, where language and token are chosen. */
export function drawFooter() {
  const chosen = language();
  const select = h(
    "select",
    { id: "language", change: (/** @type {any} */ event) => (choose(event.target.value), location.reload()) },
    LANGUAGES.map(([code, name]) => h("option", { value: code, selected: code === chosen }, name)),
  );
  const forget = h("button", { type: "button", click: () => (keepToken(""), void show(true)) }, t("tokenForget"));
  document
    .getElementById("bottom")
    ?.replaceChildren(
      h("p", {}, t("tagline"), "."),
      h("p", {}, h("label", { for: "language" }, t("languageLabel")), " ", select, " ", token() ? forget : ""),
    );
}
