/**
 * Loads the outlines of the world's states, and what projects them, once a map is to be drawn: no page waits for them before.
 *
 * d3-geo projects, cuts at the edge of a map and measures on the globe, which is easily got wrong where shapes cross the 180th
 * meridian or hold a pole. world-atlas has Natural Earth's outlines at 1:50 million, in which small states are to be found as well.
 *
 * @typedef {{type: "Feature", id?: string, properties: {name: string}, geometry: any}} State
 * @typedef {{geo: any, states: State[], borders: any}} World
 */

const FOLDER = "/-/explorer/libraries/";
const SCRIPTS = [
  "d3-array@3.2.4/dist/d3-array.min.js",
  "d3-geo@3.1.1/dist/d3-geo.min.js",
  "topojson-client@3.1.0/dist/topojson-client.min.js",
];
const OUTLINES = "world-atlas@2.0.2/countries-50m.json";

/** Kosovo has no number in ISO 3166-1, by which the other states are known. */
const UNNUMBERED = /** @type {Record<string, string>} */ ({ XKX: "Kosovo" });

/** @type {Promise<World> | null} */
let loading = null;

/** @returns {Promise<World>} rejected where the server has no such files */
export function world() {
  loading ??= loaded();
  return loading;
}

async function loaded() {
  const outlines = fetch(FOLDER + OUTLINES).then((answer) => answer.json());
  outlines.catch(() => {});
  // Each finds what it needs of the ones before; they leave what they offer as globals.
  for (const path of SCRIPTS) await import(FOLDER + path);
  const { d3, topojson } = /** @type {any} */ (globalThis);
  const topology = await outlines;
  const { countries } = topology.objects;
  return {
    geo: d3,
    states: topojson.feature(topology, countries).features,
    borders: topojson.mesh(topology, countries, (/** @type {any} */ one, /** @type {any} */ other) => one !== other),
  };
}

/**
 * The outline of a state.
 * @param {World} world
 * @param {{ref: string, codes: {scheme: string, code: string}[]}} state
 * @returns {State | null}
 */
export function outline({ states }, { ref, codes }) {
  const numeric = codes.find(({ scheme }) => scheme === "iso3166-1-numeric")?.code;
  const name = UNNUMBERED[ref];
  return states.find(({ id, properties }) => (numeric ? id === numeric : name !== undefined && properties.name === name)) ?? null;
}
