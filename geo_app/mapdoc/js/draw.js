// @ts-check
// The plan on the map: as elements, or a large one on canvas. Both do the same things.
import * as canvas from "geo/canvas";
import * as elements from "geo/elements";
import { react } from "geo/react";
import { isLarge } from "geo/scale";
import { groups, map } from "geo/stage";
import * as under from "geo/under";
import { change, view } from "geo/view";

const drawn = isLarge ? { ...canvas, hitAt: under.hitAt } : elements;

export const {
  chosenSymbols,
  freeSymbols,
  hasSymbol,
  hitAt,
  lift,
  offsetOf,
  setApart,
  setWidths,
  symbolSpots,
} = drawn;

/** Say what a click and a hover on a place do. @param {typeof react} reactions */
export function listen(reactions) {
  Object.assign(react, reactions);
  map.on("overlayadd overlayremove", (/** @type {any} */ event) => {
    const id = Object.keys(groups).find((one) => groups[one] === event.layer);
    if (!id) return;
    const rest = view.hidden.filter((one) => one !== id);
    change({ hidden: event.type === "overlayremove" ? [...rest, id] : rest });
  });
}

/** Bring the map in line with the filter. */
export function drawPlan() {
  for (const [id, group] of Object.entries(groups)) {
    const hidden = view.hidden.includes(id);
    if (hidden && map.hasLayer(group)) map.removeLayer(group);
    if (!hidden && !map.hasLayer(group)) map.addLayer(group);
  }
  drawn.drawPlan();
}
