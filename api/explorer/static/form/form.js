/**
 * The form by which entries are written: it keeps a draft in the tab, checks it, and saves it as a file. Nothing is appended here.
 *
 * @typedef {{entry: number, kind: string, field: (string | number)[], message: string}} Problem
 */

import { download, text } from "../charts/files.js";
import { post } from "../client.js";
import { h } from "../dom.js";
import { eventLink } from "../parts/events.js";
import { kindName, t } from "../texts.js";
import { when } from "../time.js";
import { entryEditor } from "./entry.js";
import { hintsFor } from "./hints.js";
import { hushed } from "./single.js";
import { toYaml } from "./yaml.js";

const DRAFT = "annals.draft";

/** @returns {any[]} the entries that were written in this tab before */
function kept() {
  try {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "[]");
    return Array.isArray(draft) ? draft : [];
  } catch {
    return [];
  }
}

/**
 * @param {Map<string, import("./schema.js").Kind>} kinds
 * @param {any} first the entry to begin with, where there is no draft
 */
export function entryForm(kinds, first) {
  const draft = kept();
  /** @type {ReturnType<typeof entryEditor>[]} */
  let editors = [];
  const box = h("div", {});
  const written = h("code", {});
  const findings = h("div", { class: "findings", role: "status", tabindex: "-1" });
  const values = () => editors.map((editor) => editor.value());
  const own = /** @param {string} refersTo */ (refersTo) => registered(values(), refersTo);

  function add(/** @type {any} */ given, focusing = false) {
    const editor = entryEditor(kinds, given, own, () => {
      editors = editors.filter((each) => each !== editor);
      editor.element.remove();
      if (!editors.length) add(first);
      changed();
    });
    editors.push(editor);
    box.append(editor.element);
    if (focusing) editor.element.querySelector("select")?.focus();
  }
  function changed() {
    written.textContent = toYaml(values());
    sessionStorage.setItem(DRAFT, JSON.stringify(values()));
  }
  async function check(/** @type {boolean} */ saving) {
    const entries = values();
    hushed(form);
    findings.replaceChildren(h("p", {}, t("loading")));
    const { report, isClean } = await examined(editors, entries).catch((error) => ({
      report: [h("p", { class: "problem" }, error.message)],
      isClean: false,
    }));
    const anyway = saving && !isClean && h("button", { type: "button", click: () => save(entries) }, t("formSaveAnyway"));
    findings.replaceChildren(...report, ...(anyway ? [anyway] : []));
    if (saving && isClean) save(entries);
    else /** @type {HTMLElement} */ (form.querySelector("[aria-invalid]") ?? findings).focus();
  }
  function save(/** @type {any[]} */ entries) {
    const name = `${entries[0].key ?? entries[0].id ?? entries[0].kind}`.replace(/[^\p{L}\p{N}.-]+/gu, "-") + ".yaml";
    download(name, text("application/yaml", toYaml(entries)));
    findings.append(h("p", { class: "saved" }, t("formSaved"), " ", h("code", {}, `annals append ${name}`)));
  }
  function clear() {
    sessionStorage.removeItem(DRAFT);
    editors = [];
    box.replaceChildren();
    findings.replaceChildren();
    add(first, true);
    changed();
  }
  const form = h(
    "form",
    {
      class: "append",
      novalidate: true,
      input: changed,
      change: changed,
      submit: (event) => (event.preventDefault(), void check(true)),
    },
    box,
    h(
      "p",
      {},
      h("button", { type: "button", click: () => (add({ kind: "SourceRegistered" }, true), changed()) }, t("formAddEntry")),
    ),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", click: () => void check(false) }, t("formCheck")),
      h("button", { type: "submit", class: "main" }, t("formSave")),
      h("button", { type: "button", click: clear }, t("formClear")),
    ),
    findings,
    h(
      "details",
      {},
      h("summary", {}, t("formYaml")),
      h("pre", { class: "yaml", tabindex: "0", role: "region", "aria-label": t("formYaml") }, written),
    ),
  );
  (draft.length ? draft : [first]).forEach((each) => add(each));
  changed();
  return form;
}

/**
 * What the entries of the form itself register, so that others of them can name it.
 * @param {any[]} entries
 * @param {string} refersTo
 */
function registered(entries, refersTo) {
  const kinds = /** @type {Record<string, string[]>} */ ({
    actor: ["ActorRegistered"],
    place: ["PlaceRegistered"],
    area: ["PlaceRegistered"],
    source: ["SourceRegistered"],
  });
  return entries
    .filter(({ kind, id }) => id && kinds[refersTo]?.includes(kind))
    .map(({ id, name, publisher, title }) => ({ ref: id, name: name ?? publisher ?? title ?? id, more: t("formOwn") }));
}

/**
 * Shows beside each field what is wrong with it, and gives what else there is to say.
 * @param {ReturnType<typeof entryEditor>[]} editors
 * @param {any[]} entries
 * @returns {Promise<{report: HTMLElement[], isClean: boolean}>}
 */
async function examined(editors, entries) {
  const { problems, held } = /** @type {{problems: Problem[], held: number[]}} */ (await post("/entries/check", { entries }));
  for (const { entry, field, message } of problems) editors[entry].tell(field, message);
  const title = (/** @type {number} */ index) => `${index + 1}. ${kindName(entries[index].kind)}`;
  const report = [
    h(
      "p",
      { class: problems.length ? "problem" : "fine" },
      t(problems.length ? "formWrong" : "formRight", { count: problems.length }),
    ),
    ...problems.map(({ entry, field, message }) =>
      h("p", { class: "found" }, `${title(entry)}: ${[field.join("."), message].filter(Boolean).join(": ")}`),
    ),
    ...held.map((index) =>
      h("p", { class: "found" }, `${title(index)}: ${t("formHeld", { name: entries[index].key ?? entries[index].id })}`),
    ),
  ];
  if (problems.length) return { report, isClean: false };
  const hints = await Promise.all(
    editors.map(async (editor, index) => (editor.kind().group === "events" ? hintsFor(editor.kind(), entries[index]) : [])),
  );
  const told = hints.flatMap((found, index) => found.map((hint) => hintCard(title(index), hint)));
  return { report: [...report, ...told], isClean: !held.length && !told.length };
}

/**
 * @param {string} entry
 * @param {import("./hints.js").Hint} hint
 */
function hintCard(entry, { title, events }) {
  return h(
    "div",
    { class: "card hint" },
    h("p", { class: "lead" }, `${entry}: ${title}`),
    h(
      "ul",
      { class: "plain" },
      events.map((event) => h("li", {}, when(event.occurred), " ", eventLink(event), event.place ? ` · ${event.place.name}` : "")),
    ),
  );
}
