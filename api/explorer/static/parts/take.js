/** Links to the events of a list as files, and to a feed of what changes about them. */

import { h } from "../dom.js";
import { token } from "../client.js";
import { t } from "../texts.js";

/** @type {Record<string, string>} what conditions are called in an address that are otherwise called in a filter */
const SINGULAR = { kinds: "kind", actors: "actor" };

/**
 * @param {Record<string, any>} filter an EventFilter
 * @param {number} position the files are those of this position; the feed is of what is to come, too
 */
export function takeAlong(filter, position) {
  // A browser that follows a link sends no token.
  if (token()) return null;
  const pinned = [["asOf", String(position)]];
  const link = /** @param {string} path @param {string[][]} more @param {string} text */ (path, more, text) =>
    h("a", { href: `/${path}?${new URLSearchParams([...conditions(filter), ...more])}` }, text);
  return h(
    "p",
    { class: "actions" },
    // Excel knows by the byte order mark that it is UTF-8.
    link("events.csv", [...pinned, ["bom", "true"]], t("takeEvents")),
    link("reports.csv", [...pinned, ["bom", "true"]], t("takeReports")),
    link("events.geojson", pinned, t("takePoints")),
    link("feed.atom", [], t("takeFeed")),
  );
}

/** @param {Record<string, any>} filter */
function conditions(filter) {
  return Object.entries(filter).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [
      SINGULAR[name] ?? name,
      each !== null && typeof each === "object" ? `${each.from ?? ".."}/${each.to ?? ".."}` : String(each),
    ]),
  );
}
