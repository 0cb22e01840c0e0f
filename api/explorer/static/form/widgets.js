/**
 * The fields of a form, made from their descriptions. Each gives its value as a file has it, and shows what is wrong with it.
 *
 * @typedef {(string | number)[]} Way the way to a part: names, and numbers from 0 in lists
 *
 * @typedef {object} Widget
 * @property {HTMLElement} element
 * @property {() => any} value the value; undefined where there is none
 * @property {(way: Way, message: string) => void} tell shows what is wrong with the part that a way leads to
 *
 * @typedef {import("./schema.js").Field} Field
 * @typedef {(refersTo: string) => import("./names.js").Candidate[]} Own
 */

import { h } from "../dom.js";
import { fieldName, t } from "../texts.js";
import { complaint, FIGURE, helped, named, newId, single } from "./single.js";

/**
 * @param {Field} field
 * @param {any} initial
 * @param {Own} own
 * @returns {Widget}
 */
export function widget(field, initial, own) {
  if (field.shape === "object") return field.required ? whole(field, initial, own) : optional(field, initial, own);
  if (field.shape === "list") return list(field, initial, own);
  if (field.shape === "figures") return figures(field, initial, own);
  return single(field, initial, own);
}

/**
 * A value of several parts.
 * @param {Field} field
 * @param {any} initial
 * @param {Own} own
 * @returns {Widget}
 */
function whole(field, initial, own) {
  const given = typeof initial === "string" ? { [field.bare ?? ""]: initial } : (initial ?? {});
  const parts = new Map((field.fields ?? []).map((part) => [part.name, widget(part, given[part.name], own)]));
  const { slot, say } = complaint(`${newId()}-wrong`);
  const element = h(
    "fieldset",
    { "data-field": field.name },
    h("legend", {}, named(field)),
    helped(field, `${newId()}-help`),
    slot,
    h(
      "div",
      { class: "parts" },
      [...parts.values()].map((part) => part.element),
    ),
  );
  const value = () => {
    const entries = [...parts].map(([name, part]) => [name, part.value()]).filter(([, part]) => part !== undefined);
    if (!entries.length) return undefined;
    return entries.length === 1 && entries[0][0] === field.bare ? entries[0][1] : Object.fromEntries(entries);
  };
  const tell = /** @param {Way} way @param {string} message */ ([name, ...rest], message) => {
    const part = parts.get(String(name));
    if (part) part.tell(rest, message);
    else say(name === undefined ? message : `${name}: ${message}`);
  };
  return { element, value, tell };
}

/**
 * A value that may be left out, and is asked for part by part only once somebody wants to give it.
 * @param {Field} field
 * @param {any} initial
 * @param {Own} own
 * @returns {Widget}
 */
function optional(field, initial, own) {
  const { element, value, tell } = list(
    { ...field, shape: "list", item: field, least: 0 },
    initial === undefined ? [] : [initial],
    own,
    1,
  );
  return { element, value: () => value()?.[0], tell: (way, message) => tell([0, ...way], message) };
}

/**
 * Several values of one sort.
 * @param {Field} field
 * @param {any} initial
 * @param {Own} own
 * @param {number} most
 * @returns {Widget}
 */
function list(field, initial, own, most = Infinity) {
  const item = /** @type {Field} */ ({ ...field.item, name: field.name, help: "", required: true });
  /** @type {Widget[]} */
  let items = [];
  const box = h("div", { class: "items" });
  const { slot, say } = complaint(`${newId()}-wrong`);
  const adding = h(
    "button",
    { type: "button", class: "adding", click: () => add(undefined, true) },
    t("formAdd", { what: fieldName(field.name) }),
  );
  function add(/** @type {any} */ value, focusing = false) {
    const added = widget(item, value, own);
    const removing = h("button", { type: "button", class: "removing", click: () => remove(added, row) }, t("formRemove"));
    const row = h("div", { class: "item" }, added.element, removing);
    items.push(added);
    box.append(row);
    adding.hidden = items.length >= most;
    if (focusing) /** @type {HTMLElement | null} */ (row.querySelector("input, select, textarea"))?.focus();
  }
  function remove(/** @type {Widget} */ removed, /** @type {HTMLElement} */ row) {
    items = items.filter((each) => each !== removed);
    row.remove();
    adding.hidden = false;
    adding.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const given = initial === undefined ? [] : Array.isArray(initial) ? initial : [initial];
  given.forEach((each) => add(each));
  while (items.length < (field.required ? Math.max(field.least ?? 0, 1) : 0)) add(undefined);
  const element = h(
    "fieldset",
    { class: "list", "data-field": field.name },
    h("legend", {}, named(field)),
    helped(field, `${newId()}-help`),
    slot,
    box,
    adding,
  );
  const value = () => {
    const values = items.map((each) => each.value()).filter((each) => each !== undefined);
    return values.length ? values : undefined;
  };
  const tell = /** @param {Way} way @param {string} message */ (way, message) => {
    const filled = items.filter((each) => each.value() !== undefined);
    const [index, ...rest] = typeof way[0] === "number" ? way : way.length ? [0, ...way] : [];
    const told = index === undefined ? undefined : filled[Number(index)];
    if (told) told.tell(rest, message);
    else say(message);
  };
  return { element, value, tell };
}

/**
 * Figures by the names of what they count.
 * @param {Field} field
 * @param {any} initial
 * @param {Own} own
 * @returns {Widget}
 */
function figures(field, initial, own) {
  const name = /** @type {Field} */ ({
    name: FIGURE,
    help: "",
    shape: "choice",
    required: true,
    choices: field.names,
    standard: undefined,
  });
  const parts = [name, ...(field.item?.fields ?? [])];
  const given = Object.entries(initial ?? {}).map(([figure, estimate]) => ({ figure, .../** @type {any} */ (estimate) }));
  const { element, value, tell } = list(
    { ...field, shape: "list", item: { ...field, shape: "object", fields: parts } },
    given,
    own,
  );
  const named = () => (value() ?? []).map((/** @type {any} */ { figure, ...estimate }) => [figure ?? "", estimate]);
  return {
    element,
    value: () => (named().length ? Object.fromEntries(named()) : undefined),
    tell: ([figure, ...rest], message) =>
      tell(
        [
          Math.max(
            named().findIndex((/** @type {any[]} */ [each]) => each === figure),
            0,
          ),
          ...rest,
        ],
        message,
      ),
  };
}
