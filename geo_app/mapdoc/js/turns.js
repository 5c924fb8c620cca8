// @ts-check
// Longitudes across the antimeridian: as people and files have them, and as the map draws them.
import { plan } from "geo/data";

/** Within ±180 degrees, as it is shown, told and written. @param {number} lng */
export function told(lng) {
  return Math.abs(lng) <= 180 ? lng : ((((lng + 180) % 360) + 360) % 360) - 180;
}

/**
 * In the turn of the world in which the map draws it; geo_app/antimeridian.py has put the places
 * there. @param {number} lng
 */
export function drawn(lng) {
  return plan.middle === null ? lng : lng + 360 * Math.round((plan.middle - lng) / 360);
}

/**
 * A box as the map draws it. @param {number[]} bbox its west may be greater than its east
 * @returns {[number, number, number, number]}
 */
export function drawnBox([west, south, east, north]) {
  const left = drawn(west);
  return [left, south, left + (east < west ? east + 360 : east) - west, north];
}

/**
 * What the map shows, its middle within ±180 degrees: west stays less than east.
 * @param {any} bounds of Leaflet @returns {[number, number, number, number]}
 */
export function toldBox(bounds) {
  const middle = (bounds.getWest() + bounds.getEast()) / 2;
  const by = told(middle) - middle;
  return [bounds.getWest() + by, bounds.getSouth(), bounds.getEast() + by, bounds.getNorth()];
}
