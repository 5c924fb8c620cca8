// @ts-check
// Geometry on the sheet. Pure functions; positions are [lng, lat] unless a name says otherwise.

import { positions } from "geo/unpack";

/** @typedef {[number, number]} LngLat */
/** @typedef {{shape: "point" | "line" | "area", at: any}} Part */

const KM_PER_DEGREE_LAT = 111.2;

/** @type {WeakMap<object, Part[]>} */
const apart = new WeakMap();

/**
 * A geometry taken apart: a position, a line, or the rings of one polygon at a time; unpacked when it
 * is first asked for.
 * @param {any} packed as the document carries it, or null @returns {Part[]}
 */
export function partsOf(packed) {
  if (!packed) return [];
  let parts = apart.get(packed);
  if (!parts) {
    parts = takenApart(packed);
    apart.set(packed, parts);
  }
  return parts;
}

/** @param {any} packed @returns {Part[]} */
function takenApart({ type, at, geometries }) {
  switch (type) {
    case "Point":
    case "MultiPoint":
      return positions(at).map((one) => ({ shape: "point", at: one }));
    case "LineString":
      return [{ shape: "line", at: positions(at) }];
    case "MultiLineString":
      return at.map((/** @type {number[]} */ one) => ({ shape: "line", at: positions(one) }));
    case "Polygon":
      return [{ shape: "area", at: at.map(positions) }];
    case "MultiPolygon":
      return at.map((/** @type {number[][]} */ one) => ({ shape: "area", at: one.map(positions) }));
    default:
      return geometries.flatMap(partsOf);
  }
}

/**
 * The steps of all lines and rings of a geometry, still packed. @param {any} packed
 * @returns {number[][]}
 */
export function stepsOf({ type, at, geometries }) {
  if (geometries) return geometries.flatMap(stepsOf);
  if (type.endsWith("Point")) return [];
  return type === "LineString" ? [at] : type === "MultiPolygon" ? at.flat() : at;
}

/** Every position of a part. @param {Part} part @returns {LngLat[]} */
export function positionsOf(part) {
  if (part.shape === "point") return [part.at];
  return part.shape === "line" ? part.at : part.at.flat();
}

/** [lng, lat] to Leaflet's [lat, lng], at any depth. @param {any} at @returns {any} */
export function latLngs(at) {
  return typeof at[0] === "number" ? [at[1], at[0]] : at.map(latLngs);
}

/**
 * A curve through all points (cubic Hermite): the line bends, the stations stay put.
 * @param {LngLat[]} line @returns {LngLat[]}
 */
export function spline(line) {
  if (line.length < 3) return line;
  const steps = 6;
  const tension = 0.38;
  /** @type {LngLat[]} */
  const out = [];
  for (let i = 0; i < line.length - 1; i++) {
    const before = line[i - 1] || line[i];
    const from = line[i];
    const to = line[i + 1];
    const after = line[i + 2] || to;
    for (let step = 0; step < steps; step++) {
      const s = step / steps;
      out.push(
        /** @type {LngLat} */ (
          [0, 1].map((k) => {
            const leave = (to[k] - before[k]) * tension;
            const arrive = (after[k] - from[k]) * tension;
            return hermite(s, from[k], leave, to[k], arrive);
          })
        ),
      );
    }
  }
  out.push(line[line.length - 1]);
  return out;
}

/** @param {number} s @param {number} a @param {number} m @param {number} b @param {number} n */
function hermite(s, a, m, b, n) {
  const s2 = s * s;
  const s3 = s2 * s;
  return (2 * s3 - 3 * s2 + 1) * a + (s3 - 2 * s2 + s) * m + (3 * s2 - 2 * s3) * b + (s3 - s2) * n;
}

/**
 * Rounded corners (three passes of Chaikin): the corner was never known. For drawing only.
 * @param {LngLat[]} line @param {boolean} closed is it a ring, its last position the first again
 * @returns {LngLat[]}
 */
export function rounded(line, closed) {
  let path = closed ? line.slice(0, -1) : line;
  for (let pass = 0; pass < 3; pass++) {
    /** @type {LngLat[]} */
    const next = closed ? [] : [path[0]];
    for (let i = 0; i < path.length - (closed ? 0 : 1); i++) {
      const a = path[i];
      const b = path[(i + 1) % path.length];
      next.push(between(a, b, 0.25), between(a, b, 0.75));
    }
    if (!closed) next.push(path[path.length - 1]);
    path = next;
  }
  return closed ? [...path, path[0]] : path;
}

/** @param {LngLat} a @param {LngLat} b @param {number} share @returns {LngLat} */
function between(a, b, share) {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/**
 * Is a position inside a polygon, its holes left out?
 * @param {LngLat} at @param {LngLat[][]} rings
 */
export function isInside(at, rings) {
  return inRing(at, rings[0]) && !rings.slice(1).some((hole) => inRing(at, hole));
}

/** @param {LngLat} at @param {LngLat[]} ring */
function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Square kilometres of a polygon, holes taken off. @param {LngLat[][]} rings */
export function areaKm2(rings) {
  const kmLng = KM_PER_DEGREE_LAT * Math.cos((rings[0][0][1] * Math.PI) / 180);
  const size = rings.map((ring) => {
    let sum = 0;
    for (let i = 0; i < ring.length - 1; i++) {
      sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    }
    return Math.abs(sum / 2) * kmLng * KM_PER_DEGREE_LAT;
  });
  return size[0] - size.slice(1).reduce((all, one) => all + one, 0);
}

/**
 * The northernmost position: a card that opens there never lies on its place.
 * @param {Part[]} parts
 */
export function tipOf(parts) {
  return parts.flatMap(positionsOf).reduce((best, at) => (at[1] > best[1] ? at : best));
}

/**
 * Distance from a point to a line, both in pixels.
 * @param {{x: number, y: number}} p @param {{x: number, y: number}[]} line
 */
export function pixelsFrom(p, line) {
  let best = Infinity;
  for (let i = 0; i < line.length - 1; i++) {
    const a = line[i];
    const b = line[i + 1];
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const share = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1);
    const s = Math.min(1, Math.max(0, share));
    best = Math.min(best, Math.hypot(p.x - a.x - s * dx, p.y - a.y - s * dy));
  }
  return best;
}

/** A line in pixels that can be asked for the point at a distance from its start. */
export class Measured {
  /** @param {{x: number, y: number}[]} line */
  constructor(line) {
    this.line = line;
    this.sums = [0];
    for (let i = 1; i < line.length; i++) {
      const step = Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
      this.sums.push(this.sums[i - 1] + step);
    }
    this.length = this.sums[this.sums.length - 1];
  }

  /** @param {number} distance @returns {[number, number]} */
  at(distance) {
    let i = 1;
    while (i < this.line.length - 1 && this.sums[i] < distance) i++;
    const share = (distance - this.sums[i - 1]) / (this.sums[i] - this.sums[i - 1] || 1);
    const a = this.line[i - 1];
    const b = this.line[i];
    return [a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share];
  }
}
