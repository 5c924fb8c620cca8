// @ts-check
// Draws many places on a canvas: marks that look alike are gathered and drawn at once.
import { flatOf, worldBoxes } from "geo/flat";
import { colour, ink, pattern } from "geo/ink";
import { metresPerPixel } from "geo/stage";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/shapes").Mark} Mark */
/** @typedef {import("geo/flat").Flat} Flat */
/** @typedef {(pen: CanvasRenderingContext2D) => void} Trace adds its outline to the pen's path */
/** @typedef {{draw: (pen: CanvasRenderingContext2D) => void, traces: Trace[]}} Batch */
/** World to pixels: times the scale, less the corner. @typedef {{scale: number, x: number, y: number}} Frame */

// The least side of a dot; corners are rounded, and dashes drawn, from the second size on. Pixels.
const LEAST_PX = 1.5;
const SOFT_PX = 48;
// Points of an outline nearer than this fall together.
const STEP_PX = 0.8;
// A path of too many outlines is slow to fill.
const MOST_TRACES = 40;
const CIRCLE_PX = [13, 74];

/** Gathers the marks of a pane, then draws them in the order in which each look came first. */
export class Painter {
  /** @param {string} pane @param {Frame} frame */
  constructor(pane, frame) {
    this.pane = pane;
    this.frame = frame;
    /** @type {Map<string, Batch>} */
    this.batches = new Map();
    this.metres = metresPerPixel();
  }

  /** How wide a place is, px. @param {Place} place */
  wide({ index }) {
    const boxes = worldBoxes();
    return (boxes[index * 4 + 2] - boxes[index * 4]) * this.frame.scale;
  }

  /** How high a place is, px. @param {Place} place */
  high({ index }) {
    const boxes = worldBoxes();
    return (boxes[index * 4 + 3] - boxes[index * 4 + 1]) * this.frame.scale;
  }

  /** Draw what of a place lies in the pane. @param {Place} place @param {Mark[]} marks of any pane */
  add(place, marks) {
    const span = Math.max(this.wide(place), this.high(place));
    for (let i = 0; i < marks.length; i++) {
      const mark = marks[i];
      if (mark.pane !== this.pane) continue;
      if (mark.role === "circle") this.circle(place, mark);
      else if (!isUnder(mark, marks[i + 1])) this.outline(place, mark, span);
    }
  }

  /** @param {Place} place */
  dot(place) {
    const w = Math.max(LEAST_PX, this.wide(place));
    const h = Math.max(LEAST_PX, this.high(place));
    const boxes = worldBoxes();
    const i = place.index * 4;
    const left = boxes[i] * this.frame.scale - this.frame.x;
    const top = boxes[i + 1] * this.frame.scale - this.frame.y;
    const style = colour(place.layer);
    this.batch(`dot ${style}`, (pen) => {
      pen.fillStyle = style;
      pen.fill();
    }).push((pen) => pen.rect(left, top, w, h));
  }

  /** @param {Place} place @param {Mark} mark @param {number} span px */
  outline(place, mark, span) {
    const closed = place.shape === "area";
    const flat = flatOf(place, span >= SOFT_PX, this.frame.scale);
    const trace = (/** @type {CanvasRenderingContext2D} */ pen) => this.trace(pen, flat, closed);
    if (mark.role === "fill") {
      this.batch(`fill ${place.layer} ${mark.fill}`, filling(place.layer, mark.fill ?? null)).push(trace);
      return;
    }
    const px = widthOf(mark);
    const dash = span >= SOFT_PX ? mark.dash || [] : [];
    const look = ink(mark.name, place.layer, this.pane);
    const key = `${mark.name} ${place.layer} ${px} ${dash} ${mark.cap || ""}`;
    this.batch(key, (pen) => {
      pen.globalAlpha = look.strokeOpacity;
      pen.strokeStyle = look.stroke;
      pen.lineWidth = px;
      pen.lineCap = /** @type {CanvasLineCap} */ (mark.cap || look.cap);
      pen.lineJoin = look.join;
      pen.setLineDash(dash);
      pen.stroke();
    }).push(trace);
  }

  /** How inexact a point is. @param {Place} place @param {Mark} mark */
  circle(place, mark) {
    const r = (place.accuracy || 0) / this.metres;
    if (r <= CIRCLE_PX[0] || r >= CIRCLE_PX[1]) return;
    const i = place.index * 4;
    const [x, y] = [worldBoxes()[i], worldBoxes()[i + 1]];
    const look = ink(mark.name, place.layer, this.pane);
    this.batch(`circle ${place.layer}`, (pen) => {
      pen.fillStyle = look.fill;
      pen.globalAlpha = look.fillOpacity;
      pen.fill();
      Object.assign(pen, { strokeStyle: look.stroke, lineWidth: look.width, lineCap: look.cap });
      pen.globalAlpha = look.strokeOpacity;
      pen.setLineDash(look.dash);
      pen.stroke();
    }).push((pen) => {
      const [cx, cy] = [x * this.frame.scale - this.frame.x, y * this.frame.scale - this.frame.y];
      pen.moveTo(cx + r, cy);
      pen.arc(cx, cy, r, 0, 2 * Math.PI);
    });
  }

  /** @param {string} key @param {Batch["draw"]} draw */
  batch(key, draw) {
    let there = this.batches.get(key);
    if (!there) {
      there = { draw, traces: [] };
      this.batches.set(key, there);
    }
    return there.traces;
  }

  /** Add the lines of a place to the path. @param {CanvasRenderingContext2D} pen @param {Flat} flat
   * @param {boolean} closed */
  trace(pen, { at, ends }, closed) {
    const { scale, x, y } = this.frame;
    let i = 0;
    for (const end of ends) {
      let px = at[i] * scale - x;
      let py = at[i + 1] * scale - y;
      pen.moveTo(px, py);
      for (i += 2; i < end; i += 2) {
        const nx = at[i] * scale - x;
        const ny = at[i + 1] * scale - y;
        if (Math.abs(nx - px) < STEP_PX && Math.abs(ny - py) < STEP_PX && i < end - 2) continue;
        pen.lineTo(nx, ny);
        px = nx;
        py = ny;
      }
      if (closed) pen.closePath();
    }
  }

  /** @param {CanvasRenderingContext2D} pen */
  draw(pen) {
    for (const { draw, traces } of this.batches.values()) {
      for (let from = 0; from < traces.length; from += MOST_TRACES) {
        pen.save();
        pen.beginPath();
        for (const trace of traces.slice(from, from + MOST_TRACES)) trace(pen);
        draw(pen);
        pen.restore();
      }
    }
  }
}

/** How wide a line is drawn, px. @param {Mark} mark */
const widthOf = ({ wide }) => Math.round(2 * (wide ? wide() : 1)) / 2;

/** Would a mark lie wholly under the next, a line of the same colour? @param {Mark} mark @param {Mark} [next] */
const isUnder = (mark, next) =>
  mark.name === "geo-band" && next?.name === "geo-line" && next.pane === mark.pane &&
  !next.dash && widthOf(mark) <= widthOf(next);

/** @param {string} layer @param {number | null} flat @returns {Batch["draw"]} */
function filling(layer, flat) {
  return (pen) => {
    pen.globalAlpha = flat === null ? 1 : flat;
    pen.fillStyle = flat === null ? pattern(layer) : colour(layer);
    // Rings run as GeoJSON wants: holes stay open, and areas that overlap do not undo each other.
    pen.fill("nonzero");
  };
}
