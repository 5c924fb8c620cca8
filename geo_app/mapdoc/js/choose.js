// @ts-check
// The highlighter on the map: what is chosen wears yellow, the rest falls back.
import { leaves, plan, placesOf } from "geo/data";
import { chosenSymbols, freeSymbols } from "geo/draw";
import { latLngs, partsOf } from "geo/geometry";
import { drawnParts, isSeat, look } from "geo/look";
import { L, container, map, width } from "geo/stage";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

/** @type {any[]} */
let halo = [];

/** The places that wear the highlighter: groups are taken apart. @returns {Place[]} */
export function chosen() {
  return [...new Set(placesOf(view.selected).flatMap(leaves))];
}

/** Draw the highlighter anew. */
export function drawChosen() {
  for (const layer of halo) layer.remove();
  halo = [];
  freeSymbols();
  for (const node of container.querySelectorAll(".geo-symbol.geo-on")) {
    node.classList.remove("geo-on");
  }
  const marked = chosen();
  container.classList.toggle("geo-dim", marked.length > 0);
  for (const place of marked) {
    if (place.shape === "area") area(place);
    else if (place.shape === "line") line(place);
    else points(place);
    if (isSeat(place)) for (const node of chosenSymbols(place)) node.classList.add("geo-on");
  }
}

/** @param {any} layer @param {Place} place @param {number} [px] */
function add(layer, place, px) {
  layer.addTo(map);
  const node = layer.getElement();
  node.dataset.chosen = place.id;
  if (px) node.style.strokeWidth = String(px);
  halo.push(layer);
}

/** @param {Place} place */
function area(place) {
  const at = latLngs(drawnParts(place).map((part) => part.at));
  const dashes = plan.style.dashes.area.join(" ");
  const dashArray = place.certainty === "schematic" ? dashes : null;
  const open = { fill: false };
  const over = (/** @type {string} */ role, more = {}) =>
    L.polygon(at, look(place, role, "geo-chosen", { ...open, ...more }));
  add(L.polygon(at, look(place, "geo-chosen-fill", "geo-chosen-fill")), place);
  add(over("geo-chosen-case"), place, width("chosen_area_case"));
  add(over("geo-chosen-mark"), place, width("chosen_area"));
  add(over("geo-line geo-inside", { dashArray }), place, width("chosen_area_line"));
}

/** @param {Place} place */
function line(place) {
  const strong = place.layer === "rail" || place.kind === "river_crossing";
  const dashArray = place.certainty === "schematic" ? plan.style.dashes.rail.join(" ") : null;
  for (const part of drawnParts(place)) {
    const at = latLngs(part.at);
    const over = (/** @type {string} */ role, more = {}) =>
      L.polyline(at, look(place, role, "geo-chosen", more));
    add(over("geo-chosen-case"), place, strong ? 12.5 : 9.5);
    add(over("geo-chosen-mark"), place, strong ? 10.5 : 7.5);
    add(over("geo-line geo-inside", { dashArray }), place, width("rail"));
  }
}

/** @param {Place} place */
function points(place) {
  const symbols = chosenSymbols(place);
  for (const node of symbols) node.classList.add("geo-on");
  for (const part of partsOf(place.geometry)) {
    const at = latLngs(part.at);
    if (!symbols.length) {
      const disc = look(place, "geo-chosen-point", "geo-chosen", { radius: 8 });
      add(L.circleMarker(at, disc), place, 2.5);
    } else if (place.accuracy) {
      const ring = look(place, "geo-circle", "geo-chosen-fill", { radius: place.accuracy });
      add(L.circle(at, ring), place);
    }
  }
}
