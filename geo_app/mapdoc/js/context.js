// @ts-check
// The ground: water, hills, roads, railways. Drawn once, never counted, never clicked.
import { plan } from "geo/data";
import { partsOf, spline } from "geo/geometry";
import { partPath } from "geo/outline";
import { between, map, metresPerPixel, renderers, width } from "geo/stage";

/** @typedef {import("geo/data").ContextFeature} ContextFeature */

/** @type {{path: any, width: () => number}[]} */
const widths = [];

/** @type {ContextFeature[]} */
export const context = plan.context;

/** @param {...string} kinds */
const of = (...kinds) => context.filter((feature) => kinds.includes(feature.kind));

/** Draw all of it, bottom to top. */
export function drawContext() {
  for (const hill of of("hill")) area(hill, "geo-cx-hill", "geo-ground");
  for (const river of of("river")) {
    lines(river, "geo-cx-river", () => riverWidth(river));
  }
  for (const water of of("river_area", "lake")) area(water, `geo-cx-${water.kind}`, "geo-water");
  for (const isle of of("island")) area(isle, "geo-cx-island", "geo-water");
  const roads = of("arterial", "ring_road", "expressway", "bridge");
  for (const road of roads) lines(road, "geo-cx-case", () => casing(roadWidth(road)));
  for (const road of roads) lines(road, "geo-cx-road", () => roadWidth(road));
  for (const rail of of("railway", "high_speed_railway")) {
    lines(rail, "geo-cx-rail", () => width("context_railway"));
    lines(rail, "geo-cx-sleepers", () => between(map.getZoom(), [9, 14, 0.5, 1.7]), "7 7");
  }
  for (const metro of of("metro_2021")) {
    lines(metro, "geo-cx-metro", () => from("context_metro"), null, true);
  }
  map.on("zoomend", setWidths);
  setWidths();
}

/** @param {ContextFeature} river */
function riverWidth(river) {
  const main = river.rank <= 2;
  const least = between(map.getZoom(), main ? [9, 13, 1.6, 3.2] : [9, 13, 1, 2]);
  return Math.max((river.width || 0) / metresPerPixel(), least);
}

/** @param {ContextFeature} road */
function roadWidth(road) {
  if (road.kind === "ring_road") return width("context_ring_road");
  if (road.kind === "expressway") {
    return width(road.rank <= 1 ? "context_expressway_ring" : "context_expressway");
  }
  return from("context_arterial");
}

/** Nothing below the zoom at which the ramp begins. @param {string} name */
function from(name) {
  return map.getZoom() < plan.style.widths[name][0] ? 0 : width(name);
}

/** @param {number} road */
function casing(road) {
  return road ? road + 1.6 : 0;
}

/** @param {ContextFeature} feature @param {string} className @param {string} pane */
function area(feature, className, pane) {
  for (const part of partsOf(feature.geometry)) {
    if (part.shape !== "area") continue;
    partPath(part, options(className, pane)).addTo(map);
  }
}

/**
 * @param {ContextFeature} feature @param {string} className @param {() => number} lineWidth
 * @param {string | null} [dash] @param {boolean} [curved]
 */
function lines(feature, className, lineWidth, dash = null, curved = false) {
  for (const part of partsOf(feature.geometry)) {
    if (part.shape !== "line") continue;
    const line = curved ? { ...part, at: spline(part.at) } : part;
    const path = partPath(line, { ...options(className, "geo-water"), dashArray: dash });
    widths.push({ path: path.addTo(map), width: lineWidth });
  }
}

/** @param {string} className @param {string} pane */
function options(className, pane) {
  return {
    renderer: renderers[pane],
    pane,
    className,
    interactive: false,
    weight: 1,
    smoothFactor: 1,
    lineCap: "round",
  };
}

function setWidths() {
  for (const { path, width: wanted } of widths) {
    const px = wanted();
    const node = path.getElement();
    node.style.strokeWidth = String(px);
    node.style.display = px ? "" : "none";
  }
}
