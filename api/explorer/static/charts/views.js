/** Chooses which part of the globe a map shows, and how that is laid flat: a region by itself, or all the world. */

/** Degrees between the middle of a map and what lies farthest off, beyond which the map shows all the world. */
const REGIONAL = 55;

/** How many degrees around the middle are shown at least: a single place would otherwise fill the map. */
const LEAST = 5;

/** Pixels within which two points of an outline are one. */
const FINE = 0.6;

const EDGE = 24;

/** In the middle of a map of all the world: the edge then lies in the Pacific or in the Atlantic, and cuts hardly any land. */
const MERIDIANS = [11, 150];

/**
 * Degrees between two meridians.
 * @param {number} one
 * @param {number} other
 */
const apart = (one, other) => Math.abs(((one - other + 540) % 360) - 180);

/**
 * Both projections keep areas in proportion, so that no state looks larger than it is.
 * @param {import("./world.js").World} world
 * @param {[number, number][]} points degrees east and north
 * @param {import("./world.js").State[]} shaded
 * @param {number} width
 * @returns {{height: number, project: (point: [number, number]) => [number, number] | null, path: (shape: any) => string | null}}
 */
export function view({ geo }, points, shaded, width) {
  const corners = [...points, ...shaded.flatMap((state) => edges(geo, state))];
  const center = corners.length ? geo.geoCentroid({ type: "MultiPoint", coordinates: corners }) : [0, 0];
  const reach = Math.max(...corners.map((corner) => geo.geoDistance(center, corner) * (180 / Math.PI)), LEAST);
  const isRegional = corners.length > 0 && reach <= REGIONAL;
  const height = Math.round(isRegional ? Math.min(Math.max(width * 0.55, 300), 480) : width * 0.49);
  const meridian = MERIDIANS.reduce((one, other) => (apart(other, center[0]) < apart(one, center[0]) ? other : one));
  const projection = isRegional
    ? geo.geoAzimuthalEqualArea().rotate([-center[0], -center[1]])
    : geo.geoEqualEarth().rotate([-meridian, 0]);
  const around = geo.geoCircle().center(center).radius(LEAST)();
  const shown = isRegional
    ? { type: "GeometryCollection", geometries: [around, { type: "MultiPoint", coordinates: points }, ...shaded.map(geometry)] }
    : { type: "Sphere" };
  const edge = isRegional ? EDGE : 2;
  projection.fitExtent(
    [
      [edge, edge],
      [width - edge, height - edge],
    ],
    shown,
  );
  projection.clipExtent([
    [0, 0],
    [width, height],
  ]);
  const path = geo.geoPath({ stream: (/** @type {any} */ sink) => projection.stream(thinned(sink)) }).digits(1);
  return { height, project: projection, path };
}

/** @param {import("./world.js").State} state */
const geometry = (state) => state.geometry;

/**
 * Some points at the edge of a state, by which one sees how far it reaches.
 * @param {any} geo
 * @param {import("./world.js").State} state
 * @returns {[number, number][]}
 */
function edges(geo, state) {
  const [[west, south], [east, north]] = geo.geoBounds(state);
  const middle = geo.geoCentroid(state);
  return [middle, [west, middle[1]], [east, middle[1]], [middle[0], south], [middle[0], north]];
}

/**
 * Leaves out what could not be seen: of points closer together than a pixel, all but one.
 * @param {any} sink
 */
function thinned(sink) {
  let [lastX, lastY] = [Infinity, Infinity];
  const start = /** @param {() => void} next */ (next) => {
    [lastX, lastY] = [Infinity, Infinity];
    next();
  };
  return {
    point(/** @type {number} */ x, /** @type {number} */ y) {
      if (Math.abs(x - lastX) < FINE && Math.abs(y - lastY) < FINE) return;
      [lastX, lastY] = [x, y];
      sink.point(x, y);
    },
    lineStart: () => start(() => sink.lineStart()),
    lineEnd: () => sink.lineEnd(),
    polygonStart: () => sink.polygonStart(),
    polygonEnd: () => sink.polygonEnd(),
    sphere: () => sink.sphere?.(),
  };
}
