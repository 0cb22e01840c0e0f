/**
 * Keeps all that a page shows in its address, so that it can be reloaded, shared and gone back to.
 *
 * @typedef {object} Address
 * @property {string} kind which page: start, search, event, actor, pair, place, source, events, discrepancies, compare
 * @property {string[]} refs whom or what it is about
 * @property {number | null} asOf the position as of which it is told; null for what is known now
 * @property {URLSearchParams} more what else the page needs to know
 */

export const START = "start";

/**
 * @param {string} search the part of an address after its path
 * @returns {Address}
 */
export function read(search) {
  const more = new URLSearchParams(search);
  const asOf = more.get("asOf") ?? "";
  return { kind: more.get("kind") ?? START, refs: more.getAll("ref"), asOf: /^\d{1,15}$/.test(asOf) ? Number(asOf) : null, more };
}

/** The address of the page in sight. */
export function current() {
  return read(location.search);
}

/**
 * The address of another page, as of the same position as the page in sight.
 * @param {string} kind
 * @param {Record<string, string | string[] | number | null | undefined>} values
 */
export function to(kind, values = {}) {
  return written({ kind, ...values, asOf: values.asOf === undefined ? current().asOf : values.asOf });
}

/**
 * The address of the page in sight, but as of another position.
 * @param {number | null} position
 */
export function at(position) {
  const { kind, refs, more } = current();
  return written({ ...Object.fromEntries(more), kind, ref: refs, asOf: position });
}

/** @param {Record<string, any>} values */
function written(values) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (name === "kind" && value === START) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined && each !== "") search.append(name, String(each));
    }
  }
  const text = search.toString();
  return text ? `/?${text}` : "/";
}
