/**
 * Tells before an event is saved what the log has already that may be the same event, or that cannot be true beside it.
 *
 * What is told here is a hint to look: the discrepancies themselves are found by the database once the event is recorded.
 *
 * @typedef {{title: string, events: any[]}} Hint
 * @typedef {import("./schema.js").Field} Field
 * @typedef {import("./schema.js").Kind} Kind
 */

import { ask, operation } from "../client.js";
import { estimateText } from "../charts/figures.js";
import { sourceName } from "../parts/events.js";
import { fieldName, number, t } from "../texts.js";
import { daysOf, shifted } from "./period.js";

/** How many days the same event may be dated apart. */
const APART = 3;
/** How many of those who take part are looked up. */
const MOST_ACTORS = 8;
const DATED = "key title status retracted occurred { edtf earliest latest precision }";
const PLACE = "{ ref name within { ref within { ref within { ref } } } }";
const SAYS =
  "reports(first: 10) { source { ref publisher title } says { field estimate { low best high approximate unit basis } } }";

/**
 * The names of one sort in an entry, without those in its reports.
 * @param {Field[]} fields
 * @param {any} value
 * @param {string} refersTo
 * @returns {string[]}
 */
export function namesIn(fields, value, refersTo) {
  const found = fields.flatMap((field) => {
    const given = value?.[field.name];
    if (given === undefined || field.name === "report") return [];
    const parts = field.shape === "list" ? [].concat(given) : [given];
    const inner = field.shape === "list" ? field.item : field;
    if (inner?.shape === "name") return inner.refersTo === refersTo ? parts : [];
    return parts.flatMap((part) =>
      namesIn(inner?.fields ?? [], typeof part === "string" ? { [inner?.bare ?? ""]: part } : part, refersTo),
    );
  });
  return [...new Set(found)];
}

/**
 * @param {Kind} kind
 * @param {any} entry whose names are known to the log
 * @returns {Promise<Hint[]>}
 */
export async function hintsFor(kind, entry) {
  const actors = namesIn(kind.fields, entry, "actor").slice(0, MOST_ACTORS);
  if (!actors.length) return [];
  const days = daysOf(entry.occurred ?? "");
  const data = await ask(operation(question(kind, entry, actors, days), null));
  const people = new Set(
    actors
      .map((_, index) => data[`who${index}`])
      .filter((who) => who?.kind === "PERSON")
      .map(({ ref }) => ref),
  );
  const same = data.same.nodes.filter((/** @type {any} */ { key }) => key !== entry.key);
  return [
    ...(same.length ? [{ title: t(days ? "formSame" : "formSameUndated", { days: APART }), events: same }] : []),
    ...otherFigures(kind, entry, same),
    ...elsewhere(people, data.place, data.day?.nodes ?? [], entry),
    ...otherRank(entry, data.together ?? [], days),
  ];
}

/**
 * @param {Kind} kind
 * @param {any} entry
 * @param {string[]} actors
 * @param {import("./period.js").Days | null} days
 * @returns {import("../client.js").Question}
 */
function question(kind, entry, actors, days) {
  const named = kind.name.replace(/(?!^)([A-Z])/g, "_$1").toUpperCase();
  const isOneDay = days?.from && days.from === days.to;
  const isRanked = entry.claimed_ordinal !== undefined && actors.length > 1;
  const around = days && { from: days.from && shifted(days.from, -APART), to: days.to && shifted(days.to, APART) };
  return {
    fields: [
      `same: events(filter: {kinds: [${named}], actors: $actors, occurred: $around}, first: 5) { nodes { ${DATED} place { name } ${SAYS} } }`,
      ...actors.map((_, index) => `who${index}: actor(ref: $actor${index}) { ref kind }`),
      entry.place && `place(ref: $place) ${PLACE}`,
      entry.place &&
        isOneDay &&
        `day: events(filter: {anyActor: $actors, occurred: $days, status: [DONE]}, first: 20) { nodes { ${DATED} place ${PLACE} parties(first: 20) { actor { ref } } } }`,
      isRanked && `together: appearances(together: $actors, kinds: [${named}], first: 200) { event { ${DATED} } }`,
    ]
      .filter(Boolean)
      .join(" "),
    declares: [
      "$actors: [String!]!, $around: DateRange",
      ...actors.map((_, index) => `$actor${index}: String!`),
      entry.place && "$place: String!",
      entry.place && isOneDay && "$days: DateRange",
    ]
      .filter(Boolean)
      .join(", "),
    variables: {
      actors,
      around,
      days,
      place: entry.place,
      ...Object.fromEntries(actors.map((name, index) => [`actor${index}`, name])),
    },
  };
}

/**
 * Figures of what may be the same event that exclude those of the form.
 * @param {Kind} kind
 * @param {any} entry
 * @param {any[]} same
 * @returns {Hint[]}
 */
function otherFigures(kind, entry, same) {
  const given = kind.fields.flatMap(({ name }) => [
    ...((entry[name]?.best ?? entry[name]?.low ?? entry[name]?.high) ? [[name, entry[name]]] : []),
    ...(name === "report" ? [].concat(entry.report ?? []).flatMap(({ says }) => Object.entries(says ?? {})) : []),
  ]);
  return same.flatMap((event) =>
    event.reports.flatMap((/** @type {any} */ { source, says }) =>
      says.flatMap((/** @type {any} */ { field, estimate }) =>
        given
          .filter(([name, mine]) => name === field && excludes(mine, estimate))
          .map(([name]) => ({
            title: t("formFigure", { source: sourceName(source), field: fieldName(name), figure: estimateText(estimate) }),
            events: [event],
          })),
      ),
    ),
  );
}

/** @param {any} one @param {any} other */
function excludes(one, other) {
  const [a, b] = [one, other].map(({ low, best, high }) => [low ?? best ?? -Infinity, high ?? best ?? Infinity].map(Number));
  const isVague = [one, other].some(({ approximate }) => approximate === true || approximate === "true");
  return !isVague && (a[1] < b[0] || b[1] < a[0]);
}

/**
 * Where a person of the form is said to have been on the same day.
 * @param {Set<string>} people
 * @param {any} place
 * @param {any[]} events
 * @param {any} entry
 * @returns {Hint[]}
 */
function elsewhere(people, place, events, entry) {
  const other = events.filter(
    (event) =>
      event.place &&
      place &&
      event.key !== entry.key &&
      !contains(event.place, place.ref) &&
      !contains(place, event.place.ref) &&
      event.parties.some((/** @type {any} */ { actor }) => people.has(actor.ref)),
  );
  return other.length ? [{ title: t("formElsewhere"), events: other }] : [];
}

/**
 * Whether a place is another one, or lies in it.
 * @param {any} place
 * @param {string} ref
 * @returns {boolean}
 */
const contains = (place, ref) => place.ref === ref || (Boolean(place.within) && contains(place.within, ref));

/**
 * A rank that the log counts otherwise.
 * @param {any} entry
 * @param {{event: any}[]} together
 * @param {import("./period.js").Days | null} days
 * @returns {Hint[]}
 */
function otherRank(entry, together, days) {
  const first = days?.from;
  if (entry.claimed_ordinal === undefined || !first) return [];
  const before = together.map(({ event }) => event).filter(({ key, occurred }) => key !== entry.key && occurred.latest < first);
  if (before.length + 1 === Number(entry.claimed_ordinal)) return [];
  return [{ title: t("formRank", { counted: number(before.length + 1), claimed: entry.claimed_ordinal }), events: before }];
}
