// @ts-check
// A place as elements: the Leaflet layers of its marks.
import { softFlat } from "geo/flat";
import { latLngs } from "geo/geometry";
import { look } from "geo/look";
import { areaPath, linePath } from "geo/outline";
import { marksOf } from "geo/shapes";
import { L } from "geo/stage";
import { glyph } from "geo/symbols";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/shapes").Mark} Mark */
/** @typedef {Mark & {layer: any}} Drawn */

/** The layers that draw a place at rest, bottom first. @param {Place} place @returns {Drawn[]} */
export function drawPlace(place) {
  return marksOf(place).map((mark) => ({ ...mark, layer: layerOf(place, mark) }));
}

/** @param {Place} place @param {Mark} mark */
export function layerOf(place, mark) {
  if (mark.role === "symbol") return marker(place, /** @type {any} */ (mark.at));
  const options = look(place, mark.name, mark.pane, {
    interactive: Boolean(mark.live),
    dashArray: mark.dash ? mark.dash.join(" ") : null,
    ...(mark.cap && { lineCap: mark.cap }),
    ...(mark.smooth && { smoothFactor: mark.smooth }),
  });
  if (mark.role === "circle") {
    return L.circle(latLngs(mark.at), { ...options, radius: place.accuracy });
  }
  const flat = softFlat(place);
  if (place.shape === "line") return linePath(flat, options);
  if (mark.role !== "fill") return areaPath(flat, { ...options, fill: false });
  const fill = areaPath(flat, { ...options, weight: 0 });
  fill.on("add", () => paint(fill.getElement(), place, mark.fill ?? null));
  return fill;
}

/** @param {SVGElement} node @param {Place} place @param {number | null} flat */
function paint(node, place, flat) {
  const plain = flat !== null;
  node.style.fill = plain ? `var(--l-${place.layer})` : `url(#geo-pattern-${place.layer})`;
  node.style.fillOpacity = String(plain ? flat : 1);
}

/** @param {Place} place @param {[number, number]} at */
function marker(place, at) {
  const icon = L.divIcon({
    className: `geo-symbol l-${place.layer}`,
    html: glyph(place.layer, 20, place.kind),
    iconSize: [20, 20],
  });
  return L.marker(latLngs(at), { pane: "geo-symbol", keyboard: false, icon });
}
