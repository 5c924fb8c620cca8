// @ts-check
// WGS 84 positions in GCJ-02 and BD-09, as geo_app/datum.py has them. Pure.

/** @typedef {[number, number]} LngLat */

const A = 6378245.0; // Krasovsky 1940, semi-major axis, metres
const E2 = 0.00669342162296594323; // its first eccentricity, squared
const BD_ANGLE = (Math.PI * 3000) / 180;
const BD_SHIFT = [0.0065, 0.006]; // degrees
const DEGREES = 180 / Math.PI;

/** Does a position lie in the box in which GCJ-02 is defined? @param {LngLat} at */
export function inChina([lng, lat]) {
  return lng >= 72.004 && lng <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

/** A WGS 84 position in GCJ-02; unchanged outside China. @param {LngLat} at @returns {LngLat} */
export function toGcj02(at) {
  return inChina(at) ? shifted(at) : at;
}

/** A WGS 84 position in BD-09; unchanged outside China. @param {LngLat} at @returns {LngLat} */
export function toBd09(at) {
  if (!inChina(at)) return at;
  const [lng, lat] = shifted(at);
  const radius = Math.hypot(lng, lat) + 0.00002 * Math.sin(lat * BD_ANGLE);
  const angle = Math.atan2(lat, lng) + 0.000003 * Math.cos(lng * BD_ANGLE);
  return [radius * Math.cos(angle) + BD_SHIFT[0], radius * Math.sin(angle) + BD_SHIFT[1]];
}

/** @param {LngLat} at @returns {LngLat} */
function shifted([lng, lat]) {
  const x = lng - 105;
  const y = lat - 35;
  const root = Math.sqrt(Math.abs(x));
  const wave = 20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI);
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
  north += ((wave + 20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3;
  north += (160 * Math.sin((y / 12) * Math.PI) * 2) / 3;
  north += (320 * Math.sin((y * Math.PI) / 30) * 2) / 3;
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
  east += ((wave + 20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3;
  east += (150 * Math.sin((x / 12) * Math.PI) * 2) / 3;
  east += (300 * Math.sin((x / 30) * Math.PI) * 2) / 3;
  const phi = lat / DEGREES;
  const magic = 1 - E2 * Math.sin(phi) ** 2;
  const meridian = (A * (1 - E2)) / (magic * Math.sqrt(magic));
  const parallel = (A / Math.sqrt(magic)) * Math.cos(phi);
  return [lng + (east / parallel) * DEGREES, lat + (north / meridian) * DEGREES];
}
