/** One entry of the form: its kind, and the fields of that kind. */

import { h } from "../dom.js";
import { kindName, label, t } from "../texts.js";
import { suggestion } from "./suggestion.js";
import { widget } from "./widgets.js";

const ALWAYS_SHOWN = ["key", "occurred", "place", "report"];
const GROUPS = /** @type {[string, string][]} */ ([
  ["events", "formEvents"],
  ["revisions", "formRevisions"],
  ["registrations", "formRegistrations"],
]);
let made = 0;

/**
 * @param {Map<string, import("./schema.js").Kind>} kinds
 * @param {any} given the entry as it is so far, with its kind
 * @param {import("./widgets.js").Own} own
 * @param {() => void} remove
 */
export function entryEditor(kinds, given, own, remove) {
  const id = `kind-${(made += 1)}`;
  let kind = /** @type {import("./schema.js").Kind} */ (kinds.get(given.kind) ?? kinds.values().next().value);
  /** @type {Map<string, import("./widgets.js").Widget>} */
  let parts = new Map();
  let suggested = "";
  const help = h("p", { class: "quiet" });
  const body = h("div", { class: "entry-fields" });
  const wrong = h("p", { class: "complaint", hidden: true });
  const select = h(
    "select",
    { id, change: (/** @type {any} */ event) => become(event.target.value, value()) },
    GROUPS.map(([group, text]) => options(kinds, group, text, kind.name)),
  );

  function become(/** @type {string} */ name, /** @type {any} */ values) {
    kind = /** @type {import("./schema.js").Kind} */ (kinds.get(name));
    help.textContent = kind.help;
    help.lang = "en";
    parts = new Map(kind.fields.map((field) => [field.name, widget(field, values[field.name], own)]));
    const isShown = /** @param {import("./schema.js").Field} field */ (field) =>
      field.required || ALWAYS_SHOWN.includes(field.name) || !kind.common.has(field.name);
    const elements = /** @param {boolean} shown */ (shown) =>
      kind.fields
        .filter((field) => isShown(field) === shown)
        .sort(byWeight)
        .map((field) => parts.get(field.name)?.element);
    const rest = elements(false);
    const hasRest = kind.fields.some((field) => !isShown(field) && values[field.name] !== undefined);
    body.replaceChildren(
      h("div", { class: "parts" }, elements(true)),
      ...(rest.length
        ? [h("details", { open: hasRest }, h("summary", {}, t("formMore")), h("div", { class: "parts" }, rest))]
        : []),
    );
    suggest();
  }
  function value() {
    const told = [...parts].map(([name, part]) => [name, part.value()]).filter(([, part]) => part !== undefined);
    return { kind: kind.name, ...Object.fromEntries(told) };
  }
  /** Names the entry by what it says, as long as nobody names it otherwise. */
  function suggest() {
    const name = kind.group === "events" ? "key" : "id";
    const field = /** @type {HTMLInputElement | null | undefined} */ (parts.get(name)?.element.querySelector("input"));
    if (!field || document.activeElement === field || (field.value && field.value !== suggested)) return;
    suggested = field.value = suggestion(kind, value());
  }
  function tell(/** @type {import("./widgets.js").Way} */ [name, ...rest], /** @type {string} */ message) {
    const part = parts.get(String(name));
    if (part) {
      part.tell(rest, message);
      const hidden = part.element.closest("details");
      if (hidden) hidden.open = true;
    } else {
      wrong.textContent = [wrong.textContent, [name, message].filter(Boolean).join(": ")].filter(Boolean).join("; ");
      wrong.hidden = false;
    }
  }
  const element = h(
    "section",
    { class: "entry", input: suggest },
    h("h2", {}, h("label", { for: id }, t("formKind"))),
    h(
      "div",
      { class: "entry-kind" },
      select,
      h("button", { type: "button", class: "removing", click: remove }, t("formRemoveEntry")),
    ),
    help,
    wrong,
    body,
  );
  become(kind.name, given);
  return { element, value, tell, kind: () => kind };
}

/**
 * When and where, and what is needed, come first; then those who take part; the reports last.
 * @param {import("./schema.js").Field} one
 * @param {import("./schema.js").Field} other
 */
function byWeight(one, other) {
  const weight = /** @param {import("./schema.js").Field} field */ ({ name, required, item, bare }) =>
    ({ occurred: 0, place: 1, key: 5, report: 6 })[name] ?? (required ? 2 : (item ?? { bare }).bare ? 3 : 4);
  return weight(one) - weight(other);
}

/**
 * @param {Map<string, import("./schema.js").Kind>} kinds
 * @param {string} group
 * @param {string} text
 * @param {string} chosen
 */
function options(kinds, group, text, chosen) {
  const names = [...kinds.values()].filter((kind) => kind.group === group).map((kind) => kind.name);
  const sorted = names.map((name) => ({ name, told: kindName(name) })).sort((a, b) => a.told.localeCompare(b.told));
  return h(
    "optgroup",
    { label: label(t(text)) },
    sorted.map(({ name, told }) => h("option", { value: name, selected: name === chosen }, told)),
  );
}
