/** Tells where an event came from, down to the line of a file where it was imported, and how that is checked. */

import { at } from "../address.js";
import { h, joined } from "../dom.js";
import { moment, number, t } from "../texts.js";
import { sourceLink } from "./events.js";
import { facts } from "./layout.js";

/** What an import writes down beside who ran it. */
const FROM_FILE = /^(?<by>.*), from (?<file>.*):(?<line>\d+) \(sha256 (?<hash>[0-9a-f]+)\)$/;

/** @param {any} event */
export function provenance({ key, history }) {
  const [first] = history;
  if (!first) return null;
  const last = history[history.length - 1];
  const { position, recordedAt, appendedBy, program, reports } = first;
  const { by = appendedBy, file, line, hash } = FROM_FILE.exec(appendedBy)?.groups ?? {};
  const sources = [...new Map(reports.map((/** @type {any} */ report) => [report.source.ref, report.source])).values()];
  return facts([
    [t("fromSources"), joined(sources.map(sourceLink))],
    [t("fromFile"), file && [h("code", {}, file), `, ${t("lineOf", { line })}`]],
    [t("fileHash"), hash && h("code", {}, hash)],
    [t("firstRecorded"), [h("a", { href: at(position) }, `${t("position")} ${position}`), ` · ${moment(recordedAt)}`]],
    [t("recordedBy"), t("by", { by, program })],
    [t("entriesAbout"), `${number(history.length)}${last === first ? "" : ` · ${t("lastEntry", { position: last.position })}`}`],
    [t("checkHistory"), h("code", {}, `annals show ${key} --history`)],
    [t("checkLog"), h("code", {}, `annals cite --as-of ${last.position}`)],
  ]);
}
