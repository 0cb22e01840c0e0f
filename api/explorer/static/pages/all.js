/** All pages, by the kind that stands for them in an address. */

import { actor } from "./actor.js";
import { append } from "./append.js";
import { compare } from "./compare.js";
import { discrepancies } from "./discrepancies.js";
import { event } from "./event.js";
import { events } from "./events.js";
import { pair } from "./pair.js";
import { place } from "./place.js";
import { search } from "./search.js";
import { source } from "./source.js";
import { start } from "./start.js";

/** @type {Record<string, import("../main.js").Page>} */
export const PAGES = { start, search, events, event, actor, pair, place, source, discrepancies, compare, append };
