// @ts-check
// The drawings of the symbols, in a box of 18 units: a body in the layer's colour, strokes and
// solid parts on it.

/** @typedef {[string, Record<string, string | number>]} Shape */

/** @param {string} d @returns {Shape} */
const path = (d) => ["path", { d }];
/** @param {number} inset @param {number} rx @returns {Shape} */
const square = (inset, rx) => [
  "rect",
  { x: inset, y: inset, width: 18 - 2 * inset, height: 18 - 2 * inset, rx },
];
/** @param {number} cx @param {number} cy @param {number} r @returns {Shape} */
const circle = (cx, cy, r) => ["circle", { cx, cy, r }];

const PLANE =
  "M9 3.6c.7 0 1 .8 1 1.6v2l4 2.5v1.3l-4-1.2v2.3l1.2 1v1L9 13.5l-2.2.6v-1l1.2-1V9.8L4 11V9.7" +
  "l4-2.5v-2c0-.8.3-1.6 1-1.6z";
const LEAF =
  "M9 1.5c4.3 0 7.2 2.9 7.2 6.6 0 4.2-3.3 6.6-7.2 8.4-3.9-1.8-7.2-4.2-7.2-8.4C1.8 4.4 4.7 1.5 9 1.5z";
const ANCHOR = "M9 5.6v8M5.4 9.8c.2 2.4 1.6 3.7 3.6 3.8 2-.1 3.4-1.4 3.6-3.8M7 7.4h4";

/** @type {Record<string, {body: Shape, strokes: Shape[], solid?: Shape[]}>} */
export const GLYPHS = {
  newtown: { body: square(2.5, 1.5), strokes: [path("M6 12V8h3v4M9 12V5.5h3.2V12")] },
  park: {
    body: path("M2 15.5V5.6l4.4 3V5.6l4.4 3V3H16v12.5z"),
    strokes: [path("M5.5 12.2h7")],
  },
  sci: { body: path("M9 1.6l6.5 3.7v7.4L9 16.4l-6.5-3.7V5.3z"), strokes: [circle(9, 9, 2.1)] },
  rail: {
    body: ["rect", { x: 2.5, y: 2, width: 13, height: 14, rx: 4 }],
    strokes: [path("M6 5.5h6v4.6H6zM6.4 13.2l1-1.4M11.6 13.2l-1-1.4")],
  },
  hub: {
    body: square(1.8, 3.4),
    strokes: [path("M5.8 5h6.4v5.4H5.8zM6.2 13.6l1.3-2M11.8 13.6l-1.3-2M5.8 8h6.4")],
  },
  airport: { body: square(1.8, 3.4), strokes: [], solid: [path(PLANE)] },
  water: {
    body: circle(9, 9, 7.4),
    strokes: [path(ANCHOR)],
    solid: [circle(9, 4.7, 1.3)],
  },
  corridor: {
    body: path("M1.5 13.5 12 3h4.5v4.5L6 16.5H1.5z"),
    strokes: [path("M5 13.5 13 5.7M13.2 8.6V5.5h-3.1")],
  },
  culture: {
    body: path("M9 1.2 16.8 9 9 16.8 1.2 9z"),
    strokes: [path("M5.7 8.4 9 5.8l3.3 2.6M6.8 8.4v3.2h4.4V8.4")],
  },
  green: { body: path(LEAF), strokes: [path("M9 13.8V7M9 10.6 6.3 8.4M9 9.4l2.5-2")] },
  biz: {
    body: path("M9 1.6 16.6 7 13.7 16H4.3L1.4 7z"),
    strokes: [path("M6.3 12.6V8.3h5.4v4.3zM7.5 8.3c0-2.6 3-2.6 3 0")],
  },
  region: { body: circle(9, 9, 6.8), strokes: [circle(9, 9, 3.3)] },
};
