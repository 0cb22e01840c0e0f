/** A field of the form that holds one value: what is typed into or chosen from, with its name, its help and what is wrong with it. */

import { h } from "../dom.js";
import { fieldHelp, fieldName, label, t } from "../texts.js";
import { offerNames } from "./names.js";

/** @typedef {import("./schema.js").Field} Field */

/** What a report's figure is the figure of: a field of the kind, chosen beside its value. */
export const FIGURE = "figure";

let made = 0;

/** @returns {string} an id that no other element has */
export const newId = () => `field-${(made += 1)}`;

/** @param {Field} field */
export const named = (field) => [fieldName(field.name), field.required && h("span", { class: "needed" }, ` ${t("formNeeded")}`)];

/**
 * @param {Field} field
 * @param {string} id
 */
export function helped(field, id) {
  const { text, language } = fieldHelp(field.name, field.help);
  const examples = field.examples ? ` ${t("formExamples", { examples: field.examples.join(", ") })}` : "";
  return text || examples
    ? h("p", { class: "help", id, lang: language }, text, examples && h("span", { lang: "" }, examples))
    : null;
}

/** @returns {{slot: HTMLElement, say: (message: string) => void}} */
export function complaint(/** @type {string} */ id, /** @type {HTMLElement | null} */ control = null) {
  const slot = h("p", { class: "complaint", id, hidden: true });
  const say = /** @param {string} message */ (message) => {
    slot.textContent = [slot.textContent, message].filter(Boolean).join("; ");
    slot.hidden = false;
    control?.setAttribute("aria-invalid", "true");
  };
  return { slot, say };
}

/** Takes away all that was said of a form. @param {HTMLElement} form */
export function hushed(form) {
  for (const slot of form.querySelectorAll(".complaint")) {
    slot.replaceChildren();
    /** @type {HTMLElement} */ (slot).hidden = true;
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/**
 * One value.
 * @param {Field} field
 * @param {any} initial
 * @param {import("./widgets.js").Own} own
 * @returns {import("./widgets.js").Widget}
 */
export function single(field, initial, own) {
  const id = newId();
  const control = /** @type {HTMLInputElement} */ (controlOf(field, id, initial ?? field.standard ?? ""));
  const help = helped(field, `${id}-help`);
  const { slot, say } = complaint(`${id}-wrong`, control);
  control.setAttribute("aria-describedby", [help?.id, slot.id].filter(Boolean).join(" "));
  if (field.required) control.setAttribute("aria-required", "true");
  const shown = field.refersTo ? offerNames(control, field.refersTo, own) : control;
  const element = h(
    "div",
    { class: `field field-${field.shape}`, "data-field": field.name },
    h("label", { for: id }, named(field)),
    shown,
    help,
    slot,
  );
  const value = () => {
    const text = control.value.trim();
    return text && text !== field.standard ? text : undefined;
  };
  return { element, value, tell: (_, message) => say(message) };
}

/**
 * @param {Field} field
 * @param {string} id
 * @param {string} value
 */
function controlOf({ name, shape, choices = [], standard }, id, value) {
  if (shape === "long") {
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { id, rows: 3 }));
    area.value = value;
    return area;
  }
  if (shape === "choice" || shape === "flag") {
    const values = shape === "flag" ? ["true", "false"] : choices;
    const words = /** @param {string} each */ (each) =>
      shape === "flag" ? t(each === "true" ? "yes" : "no") : name === FIGURE ? fieldName(each) : choiceName(each);
    return h(
      "select",
      { id },
      standard === undefined && h("option", { value: "" }, t("formUnsaid")),
      values.map((each) => h("option", { value: each, selected: each === value }, words(each))),
    );
  }
  return h("input", { id, type: "text", value, autocomplete: "off", inputmode: shape === "number" ? "decimal" : null });
}

/** @param {string} choice a word, or the name of a list of codes, which stays as it is */
const choiceName = (choice) => (/^[a-z_]+$/.test(choice) ? label(choice.toUpperCase()) : choice);
