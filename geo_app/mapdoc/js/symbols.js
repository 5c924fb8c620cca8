// @ts-check
// One drawing of each sign for map, legend, list, card and edge pointers.
import { plan } from "geo/data";
import { svg } from "geo/dom";

const { layers: styles, glyphs } = plan.style;

/** @param {string} layer @param {number} size in px @param {string} [kind] */
export function glyph(layer, size, kind = "") {
  const drawing = glyphs[kind] || glyphs[styles[layer].symbol] || glyphs.region;
  const path = (/** @type {string} */ d) => (d ? svg("path", { d }) : "");
  return svg(
    "svg",
    {
      class: `geo-glyph l-${layer}`,
      width: size,
      height: size,
      viewBox: "0 0 18 18",
      "aria-hidden": "true",
    },
    svg("g", { class: "geo-glyph-body" }, path(drawing.body)),
    svg("g", { class: "geo-glyph-line" }, path(drawing.strokes)),
    svg("g", { class: "geo-glyph-solid" }, path(drawing.solid)),
  );
}

/**
 * The nine-square sign: which tasks name a place.
 * @param {number[]} tasks @param {string} [look]
 */
export function nineSquare(tasks, look = "") {
  // Three squares a side; more where there are more tasks than nine.
  const side = Math.max(3, Math.ceil(Math.sqrt(plan.tasks.length)));
  const step = 18 / side;
  const squares = Array.from({ length: side * side }, (_, i) =>
    svg("rect", {
      x: (i % side) * step,
      y: Math.floor(i / side) * step,
      width: step - 1 / (side - 2),
      height: step - 1 / (side - 2),
      class: tasks.includes(i + 1) ? "geo-on" : null,
    }),
  );
  const attributes = {
    class: `geo-nine ${look}`.trim(),
    viewBox: "0 0 17 17",
    width: 17,
    height: 17,
    "aria-hidden": "true",
  };
  return svg("svg", attributes, ...squares);
}

/** How a layer is really drawn, in small. @param {string} layer */
export function swatch(layer) {
  const colour = `var(--l-${layer})`;
  const [look, symbol] = styles[layer].swatch.split("+");
  const box = svg(
    "svg",
    { width: 28, height: 17, viewBox: "0 0 28 17", "aria-hidden": "true" },
    ...swatchShapes(look, layer, colour),
  );
  const holder = document.createElement("span");
  holder.className = "geo-swatch";
  if (look === "symbol") {
    holder.append(glyph(layer, 17));
    return holder;
  }
  holder.append(box);
  if (symbol) {
    const small = document.createElement("span");
    small.className = "geo-swatch-symbol";
    small.append(glyph(layer, 13));
    holder.append(small);
  }
  return holder;
}

/** @param {string} look @param {string} layer @param {string} colour @returns {Element[]} */
function swatchShapes(look, layer, colour) {
  const line = { fill: "none", stroke: colour, "stroke-linecap": "round" };
  const outline = "M3 13 6 3.5 20 2.5l4.5 6L18 14.5z";
  if (look === "area") {
    const fill = `url(#geo-pattern-${layer})`;
    return [svg("path", { d: outline, fill, stroke: colour, "stroke-width": 1.5 })];
  }
  if (look === "fill") return [svg("path", { d: outline, fill: colour, "fill-opacity": 0.12 })];
  if (look === "line") {
    return [
      svg("path", { ...line, d: "M1 13C9 13 11 4 27 4", "stroke-width": 3 }),
      svg("circle", {
        cx: 12.5,
        cy: 9,
        r: 2.4,
        fill: "var(--panel)",
        stroke: colour,
        "stroke-width": 1.4,
      }),
    ];
  }
  if (look === "ribbon") {
    const d = "M3 12C10 12 14 5 25 5";
    return [
      svg("path", { ...line, d, "stroke-width": 9, "stroke-opacity": 0.22 }),
      svg("path", { ...line, d, "stroke-width": 1.3 }),
    ];
  }
  return [svg("path", { ...line, d: "M1 12.5C10 12.5 9 5 14 5", "stroke-width": 2 })];
}

/** A sample of the line that says how exact a place is. @param {string} certainty */
export function certaintyLine(certainty) {
  const band = { surveyed: 0, derived: 5, schematic: 9 }[certainty];
  const d = "M1 5h26";
  return svg(
    "svg",
    { class: "geo-sample", width: 28, height: 10, viewBox: "0 0 28 10", "aria-hidden": "true" },
    band
      ? svg("path", { d, stroke: "var(--ink2)", "stroke-opacity": 0.16, "stroke-width": band })
      : null,
    svg("path", {
      d,
      stroke: "var(--ink2)",
      "stroke-width": certainty === "surveyed" ? 2.4 : 1.3,
      "stroke-dasharray": certainty === "schematic" ? "6 4" : null,
    }),
  );
}

/** Define the fill patterns, one per layer, in a hidden drawing at the top of the page. */
export function definePatterns() {
  const defs = svg("defs", {});
  for (const [layer, style] of Object.entries(styles)) {
    const px = style.patternPx;
    const ground = { width: px, height: px, fill: `var(--l-${layer})`, "fill-opacity": style.fill };
    defs.append(
      svg(
        "pattern",
        { id: `geo-pattern-${layer}`, width: px, height: px, patternUnits: "userSpaceOnUse" },
        svg("rect", ground),
        hatching(style.pattern, px, `var(--l-${layer})`),
      ),
    );
  }
  document.body.prepend(svg("svg", { class: "geo-defs", "aria-hidden": "true" }, defs));
}

/** @param {string} pattern @param {number} px @param {string} colour */
function hatching(pattern, px, colour) {
  if (pattern === "dots") {
    return svg("circle", { cx: px / 2, cy: px / 2, r: 1, fill: colour, "fill-opacity": 0.5 });
  }
  const third = px / 3;
  const far = px + 1;
  const d = {
    diagonal: `M-1 ${far}L${far} -1M-1 1L1 -1M${px - 1} ${far}L${far} ${px - 1}`,
    dashes: `M1.5 ${third}h${third}M${third * 2} ${px - 1.5}h${third}`,
    cross: `M0 ${px / 2}h${px}M${px / 2} 0v${px}`,
  }[pattern];
  if (!d) return null;
  return svg("path", { d, stroke: colour, "stroke-width": 0.9, "stroke-opacity": 0.42 });
}
