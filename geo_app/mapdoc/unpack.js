// @ts-check
// Turns the data back into what geo_app/mapdoc/packed.py made shorter. Pure.

const UNITS = 100000;

/** @typedef {[number, number]} LngLat */

/**
 * A geometry whose positions are steps, as GeoJSON. @param {any} packed @returns {any}
 */
export function unpacked(packed) {
  if (!packed) return null;
  const { type, at } = packed;
  if (type === "GeometryCollection") return { type, geometries: packed.geometries.map(unpacked) };
  return { type, coordinates: type === "Point" ? positions(at)[0] : nested(at) };
}

/** @param {any} at @returns {any} */
function nested(at) {
  return typeof at[0] === "number" ? positions(at) : at.map(nested);
}

/** @param {number[]} steps @returns {LngLat[]} */
function positions(steps) {
  /** @type {LngLat[]} */
  const out = [];
  let lng = 0;
  let lat = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lng += steps[i];
    lat += steps[i + 1];
    out.push([lng / UNITS, lat / UNITS]);
  }
  return out;
}

/**
 * Make a value when it is first asked for. @param {any} object @param {string} name
 * @param {() => any} make
 */
export function lazily(object, name, make) {
  /** @type {any} */
  let made;
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get: () => (made === undefined ? (made = make()) : made),
  });
}

/**
 * Unpack the plan in place: geometries, and the sources that places share. A place is unpacked when
 * it is drawn or chosen; its `type` is known before.
 * @param {any} plan @returns {any} the plan
 */
export function unpackPlan(plan) {
  for (const one of plan.context) one.geometry = unpacked(one.geometry);
  for (const place of plan.places) {
    const packed = place.geometry;
    place.type = packed ? packed.type : "";
    lazily(place, "geometry", () => unpacked(packed));
  }
  for (const place of plan.places) {
    place.sources = place.sources.map((/** @type {{n: number, says: any}} */ { n, says }) => ({
      ...plan.sources[n],
      says,
    }));
  }
  return plan;
}
