// @ts-check
// The point that was asked about, marked on the map: on a phone its card lies elsewhere.
import { L, map } from "geo/stage";
import { onChange, view } from "geo/view";

/** @type {any} */
let mark = null;

/** Mark the point as long as its card is open. */
export function startSpot() {
  onChange(["card", "at"], () => {
    mark?.remove();
    mark = null;
    if (view.card !== "point" || !view.at) return;
    const icon = L.divIcon({ className: "geo-spot", iconSize: [16, 16] });
    const how = { icon, interactive: false, keyboard: false };
    mark = L.marker([view.at[1], view.at[0]], how).addTo(map);
  });
}
