// @ts-check
// What a place looks like: the Leaflet layers that draw it, by geometry, layer and certainty.
import { plan } from "geo/data";
import { areaKm2, latLngs } from "geo/geometry";
import { drawnParts, isSeat, look } from "geo/look";
import { L, between, map, metresPerPixel, width } from "geo/stage";
import { glyph } from "geo/symbols";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/geometry").Part} Part */
/**
 * A drawn thing: `wide` says its stroke at the present zoom; `role` what it is for.
 * @typedef {{layer: any, role: "fill" | "line" | "band" | "circle" | "symbol", wide?: () => number,
 *   live?: boolean}} Drawn
 */

const style = plan.style;
// A ribbon on both banks is wider than the river, or it would hide under it. Metres.
const BANK_M = { corridor: 1000, green: 1500 };
// How strong the flat tint of an area without a pattern is; weaker where it covers a county.
const PLAIN_FILL = 0.085;
const WIDE_FILL = 0.05;
// From this error on a point wears its circle.
const CIRCLE_FROM_M = 300;

/** Everything that draws a place at rest, bottom first. @param {Place} place @returns {Drawn[]} */
export function drawPlace(place) {
  if (!place.atRest || place.shape === "group") return [];
  if (isSeat(place)) return [symbol(place, place.seat || place.anchor)];
  if (place.wide && place.shape === "area") return [];
  const parts = drawnParts(place);
  if (place.shape === "area") return area(place, parts);
  if (place.shape === "point") return parts.flatMap((part) => point(place, part));
  return parts.flatMap((part) => line(place, latLngs(part.at)));
}

/** @param {Place} place @param {Part[]} parts @returns {Drawn[]} */
function area(place, parts) {
  const at = latLngs(parts.map((part) => part.at));
  const km2 = parts.reduce((sum, part) => sum + areaKm2(part.at), 0);
  const quiet = km2 > style.wideAboveKm2;
  const fill = L.polygon(at, look(place, "geo-fill", "geo-plan", { interactive: true, weight: 0 }));
  fill.on("add", () => paint(fill.getElement(), place, km2));
  /** @type {Drawn[]} */
  const drawn = [{ layer: fill, role: "fill", live: true }];
  const bandMax = style.bandMax[place.certainty];
  if (bandMax && place.accuracy && !quiet && place.layer !== "region") {
    const band = L.polygon(at, look(place, "geo-band", "geo-plan", { fill: false }));
    drawn.push({ layer: band, role: "band", wide: () => bandWidth(place, bandMax) });
  }
  // No line of a region stands by itself: it would pass for an administrative one.
  if (place.layer === "region") return drawn;
  const dashArray = place.certainty === "schematic" ? style.dashes.area.join(" ") : null;
  const edge = L.polygon(at, look(place, "geo-line", "geo-plan", { dashArray, fill: false }));
  const base = style.areaWidth[place.certainty] * (quiet ? 0.8 : 1);
  drawn.push({ layer: edge, role: "line", wide: () => base * width("area_factor") });
  return drawn;
}

/** @param {SVGElement} node @param {Place} place @param {number} km2 */
function paint(node, place, km2) {
  const plain = km2 > style.plainAboveKm2 || place.layer === "region";
  node.style.fill = plain ? `var(--l-${place.layer})` : `url(#geo-pattern-${place.layer})`;
  node.style.fillOpacity = String(plain ? flatFill(place, km2) : 1);
}

/** @param {Place} place @param {number} km2 */
function flatFill(place, km2) {
  if (place.layer === "region") return style.layers.region.fill;
  return km2 > style.wideAboveKm2 ? WIDE_FILL : PLAIN_FILL;
}

/** @param {Place} place @param {number} most */
function bandWidth(place, most) {
  return Math.min((2 * (place.accuracy || 0)) / metresPerPixel(), most);
}

/** @param {Place} place @param {any} at @returns {Drawn[]} */
function line(place, at) {
  if (place.layer === "rail") return railLine(place, at);
  if (place.kind === "river_crossing") return crossing(place, at);
  const bank = /** @type {Record<string, number>} */ (BANK_M)[place.layer];
  if (bank && place.basis === "along-river") return [bothBanks(place, at, bank)];
  const ribbon = place.layer === "water" ? "waterway_ribbon" : "corridor_ribbon";
  const thin = place.layer === "water" ? "waterway" : "corridor";
  // Rivers have many vertices: on whole pixels each would be a step.
  const smoothFactor = place.layer === "water" ? 1.2 : 0.5;
  const vague = place.layer !== "water" && place.certainty === "schematic";
  const dashArray = vague ? style.dashes.corridor.join(" ") : null;
  return [
    {
      layer: L.polyline(
        at,
        look(place, "geo-ribbon", "geo-plan", { interactive: true, smoothFactor }),
      ),
      role: "band",
      wide: () => width(ribbon),
      live: true,
    },
    {
      layer: L.polyline(
        at,
        look(place, "geo-line", "geo-plan", { dashArray, lineCap: "round", smoothFactor }),
      ),
      role: "line",
      wide: () => width(thin),
    },
  ];
}

/** @param {Place} place @param {any} at @param {number} metres @returns {Drawn} */
function bothBanks(place, at, metres) {
  const beyond = place.layer === "green" ? 6 : 0;
  const wide = () => {
    const river = metres / metresPerPixel() + between(map.getZoom(), [9, 13, 9, 16]);
    return Math.max(river, width("bank")) + beyond;
  };
  const layer = L.polyline(at, look(place, "geo-bank", "geo-bank", { interactive: true }));
  return { layer, role: "band", wide, live: true };
}

/** @param {Place} place @param {any} at @returns {Drawn[]} */
function railLine(place, at) {
  const vague = place.certainty === "schematic";
  const dashArray = vague ? style.dashes.rail.join(" ") : null;
  const look1 = look(place, "geo-line", "geo-rail", {
    interactive: true,
    dashArray,
    lineCap: "butt",
  });
  /** @type {Drawn[]} */
  const drawn = [
    {
      layer: L.polyline(at, look(place, "geo-case", "geo-rail")),
      role: "band",
      wide: () => width("rail_case"),
    },
    { layer: L.polyline(at, look1), role: "line", wide: () => width("rail"), live: true },
  ];
  if (vague) {
    const band = L.polyline(at, look(place, "geo-band", "geo-plan"));
    const most = style.bandMax.schematic_line;
    drawn.unshift({ layer: band, role: "band", wide: () => bandWidth(place, most) });
  }
  return drawn;
}

/** @param {Place} place @param {any} at @returns {Drawn[]} */
function crossing(place, at) {
  const dashArray = place.certainty === "schematic" ? style.dashes.crossing.join(" ") : null;
  const over = look(place, "geo-line", "geo-rail", { interactive: true, dashArray });
  return [
    {
      layer: L.polyline(at, look(place, "geo-case", "geo-rail")),
      role: "band",
      wide: () => width("crossing_case"),
    },
    { layer: L.polyline(at, over), role: "line", wide: () => width("crossing"), live: true },
  ];
}

/** @param {Place} place @param {Part} part @returns {Drawn[]} */
function point(place, part) {
  const drawn = [symbol(place, part.at)];
  if ((place.accuracy || 0) < CIRCLE_FROM_M) return drawn;
  const circle = L.circle(latLngs(part.at), {
    ...look(place, "geo-circle", "geo-plan"),
    radius: place.accuracy,
  });
  return [{ layer: circle, role: "circle" }, ...drawn];
}

/** @param {Place} place @param {[number, number]} at @returns {Drawn} */
function symbol(place, at) {
  const icon = L.divIcon({
    className: `geo-symbol l-${place.layer}`,
    html: glyph(place.layer, 20, place.kind),
    iconSize: [20, 20],
  });
  const layer = L.marker(latLngs(at), { pane: "geo-symbol", keyboard: false, icon });
  return { layer, role: "symbol", live: true };
}
