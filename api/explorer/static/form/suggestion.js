/** Suggests how to name an entry: by what it says, so that two people who tell of the same name it alike. */

import { namesIn } from "./hints.js";

const MOST = 3;

/**
 * @param {import("./schema.js").Kind} kind
 * @param {any} entry
 */
export function suggestion(kind, entry) {
  if (kind.group !== "events") return slug([entry.name ?? entry.publisher, entry.title].filter(Boolean).join(" ")).slice(0, 100);
  const actors = namesIn(kind.fields, entry, "actor").slice(0, MOST);
  if (!actors.length && !entry.occurred) return "";
  return [kind.name.replace(/(?!^)([A-Z])/g, "-$1"), ...actors, entry.occurred ?? ""]
    .map(slug)
    .filter(Boolean)
    .join("-")
    .slice(0, 200);
}

/** @param {string} text */
const slug = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
