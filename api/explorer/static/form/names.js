/** Offers the names that there are while one is written: a text field with a list of what it may mean. */

import { ask, operation } from "../client.js";
import { h } from "../dom.js";
import { label, t } from "../texts.js";

const PATIENCE = 150;
const MOST = 10;
const WITH_NAME = "ref name(language: $language) kind";
const FIELDS = /** @type {Record<string, string>} */ ({
  actor: `actors(search: $q, first: ${MOST}) { nodes { ${WITH_NAME} } }`,
  place: `places(search: $q, first: ${MOST}) { nodes { ref name kind } }`,
  area: `places(search: $q, first: ${MOST}) { nodes { ref name kind } } actors(search: $q, kinds: [STATE, TERRITORY], first: ${MOST}) { nodes { ${WITH_NAME} } }`,
  source: `sources(search: $q, first: ${MOST}) { nodes { ref publisher title } }`,
  event: `events(filter: {text: $q}, first: ${MOST}) { nodes { key title occurred { edtf } } }`,
});

/** @typedef {{ref: string, name: string, more: string}} Candidate */

/**
 * @param {string} refersTo
 * @param {string} q
 * @returns {Promise<Candidate[]>}
 */
async function candidates(refersTo, q) {
  const data = await ask(operation({ fields: FIELDS[refersTo], declares: "$q: String!", variables: { q } }, null));
  const nodes = ["actors", "places", "sources", "events"].flatMap((list) => data[list]?.nodes ?? []);
  return nodes.slice(0, MOST).map(({ ref, key, name, kind, publisher, title, occurred }) => ({
    ref: ref ?? key,
    name: name ?? [publisher, title].filter(Boolean).join(", "),
    more: occurred?.edtf ?? (kind ? label(kind) : ""),
  }));
}

let fields = 0;

/**
 * Makes a text field offer names. What is chosen is written as its id; any other name that the log knows will do as well.
 * @param {HTMLInputElement} input
 * @param {string} refersTo
 * @param {(refersTo: string) => Candidate[]} own what else the form itself registers
 */
export function offerNames(input, refersTo, own) {
  const list = h("ul", {
    class: "offers",
    role: "listbox",
    id: `offers-${(fields += 1)}`,
    "aria-label": t("formOffers"),
    hidden: true,
  });
  const chosen = h("span", { class: "quiet chosen" });
  /** @type {Candidate[]} */
  let offered = [];
  let marked = -1;
  let waiting = 0;

  function mark(/** @type {number} */ index) {
    marked = index;
    [...list.children].forEach((item, each) => item.setAttribute("aria-selected", String(each === index)));
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }
  function close() {
    clearTimeout(waiting);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }
  function choose(/** @type {number} */ index) {
    const { ref, name } = offered[index];
    input.value = ref;
    chosen.textContent = name === ref ? "" : name;
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }
  function show(/** @type {Candidate[]} */ found) {
    offered = found;
    list.replaceChildren(
      ...found.map(({ ref, name, more }, index) =>
        h(
          "li",
          {
            role: "option",
            id: `${list.id}-${index}`,
            "aria-selected": "false",
            mousedown: (event) => (event.preventDefault(), choose(index)),
          },
          name,
          h("span", { class: "quiet" }, ` ${[ref, more].filter(Boolean).join(" · ")}`),
        ),
      ),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
  }
  async function look() {
    const q = input.value.trim();
    if (!q) return close();
    const lower = q.toLowerCase();
    const ours = own(refersTo).filter(({ ref, name }) => `${ref} ${name}`.toLowerCase().includes(lower));
    // What cannot be looked up is no reason to stop writing: the check tells what is wrong with it.
    const found = await candidates(refersTo, q).catch(() => []);
    if (input.value.trim() === q && document.activeElement === input) show([...ours, ...found]);
  }
  input.addEventListener("input", () => {
    if (document.activeElement !== input) return;
    chosen.textContent = "";
    clearTimeout(waiting);
    waiting = window.setTimeout(look, PATIENCE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark((marked + 1) % offered.length);
    else if (event.key === "ArrowUp") mark(marked > 0 ? marked - 1 : offered.length - 1);
    else if (event.key === "Enter" && marked >= 0) choose(marked);
    else return;
    event.preventDefault();
  });
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }
  return h("div", { class: "offering" }, input, list, chosen);
}
