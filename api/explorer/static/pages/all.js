/** All pages, by the kind that stands for them in an address. Each is loaded once somebody opens it. */

/** @type {Record<string, () => Promise<import("../main.js").Page>>} */
export const PAGES = {
  actor: async () => (await import("./actor.js")).actor,
  append: async () => (await import("./append.js")).append,
  compare: async () => (await import("./compare.js")).compare,
  discrepancies: async () => (await import("./discrepancies.js")).discrepancies,
  event: async () => (await import("./event.js")).event,
  events: async () => (await import("./events.js")).events,
  pair: async () => (await import("./pair.js")).pair,
  place: async () => (await import("./place.js")).place,
  search: async () => (await import("./search.js")).search,
  source: async () => (await import("./source.js")).source,
  start: async () => (await import("./start.js")).start,
};
