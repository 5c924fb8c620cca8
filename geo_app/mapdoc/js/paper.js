// @ts-check
// A canvas in a pane of the map: moved with it, scaled while it zooms, drawn anew where it ends.
import { L, inSight, map, pixelsNow } from "geo/stage";

// How far beyond the map's edge it is drawn: as long as the map moves within, nothing is drawn.
const PADDING = 0.22;

/** @typedef {{pen: CanvasRenderingContext2D, frame: import("geo/paint").Frame,
 *   size: {x: number, y: number}}} Paper */
/** What was drawn: is there anything, and what else is to be done whenever it is shown.
 * @typedef {{inked: boolean, show: () => void}} Drawn */
/** A canvas, what of the plan it was drawn for, and where and how.
 * @typedef {{canvas: HTMLCanvasElement, pen: any, flags: Uint8Array, place: string, drawn: Drawn}} Side */

const NOTHING = { inked: false, show: () => {} };

/** @returns {Side} */
function newSide() {
  const canvas = document.createElement("canvas");
  canvas.style.display = "none";
  const pen = canvas.getContext("2d");
  return { canvas, pen, flags: new Uint8Array(), place: "", drawn: NOTHING };
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function isSame(one, other) {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** A sheet has two sides: what is drawn goes on the one that is not seen, and then they turn. So what
 * was there before a filter is there when the filter is taken off.
 * @type {any} */
const Sheet = L.Renderer.extend({
  options: { padding: PADDING },

  _initContainer() {
    /** @type {Side[]} the one that is seen, the other */
    this._sides = [newSide(), newSide()];
    this._container = this._sides[0].canvas;
  },

  onAdd() {
    L.Renderer.prototype.onAdd.call(this);
    for (const { canvas } of this._sides) {
      if (this._zoomAnimated) L.DomUtil.addClass(canvas, "leaflet-zoom-animated");
      this.getPane().append(canvas);
    }
  },

  _destroyContainer() {
    for (const { canvas } of this._sides) canvas.remove();
  },

  _update() {
    if (map._animatingZoom && this._bounds) return;
    if (this._covers()) return;
    L.Renderer.prototype._update.call(this);
    this.redraw();
  },

  /** Is what the map shows drawn, at this zoom and for this screen? */
  _covers() {
    if (!this._bounds || this._drawn !== drawnFor()) return false;
    return this._bounds.contains(inSight());
  },

  /** Show what the sheet covers; what neither side holds is drawn. */
  redraw() {
    if (!this._bounds) return;
    this._drawn = drawnFor();
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const place = `${this._drawn} ${min} ${size}`;
    const flags = this.options.flags();
    const holds = (/** @type {Side} */ side) => side.place === place && isSame(side.flags, flags);
    if (!holds(this._sides[0])) {
      this._sides.reverse();
      if (!holds(this._sides[0])) this._drawOn(this._sides[0], min, size);
    }
    const [seen, other] = this._sides;
    Object.assign(seen, { flags, place });
    this._container = seen.canvas;
    L.DomUtil.setPosition(seen.canvas, min);
    // An empty canvas would still be blended with what lies beneath.
    seen.canvas.style.display = seen.drawn.inked ? "" : "none";
    other.canvas.style.display = "none";
    seen.drawn.show();
  },

  /** @param {Side} side @param {any} min @param {any} size */
  _drawOn(side, min, size) {
    const { canvas, pen, drawn } = side;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    } else if (drawn.inked) {
      // To clear a canvas takes as long as to draw on it: an empty one is left alone.
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, width, height);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const corner = min.add(map.getPixelOrigin());
    const frame = { scale: 2 ** map.getZoom(), x: corner.x, y: corner.y };
    side.drawn = this.options.draw({ pen, frame, size });
  },
});

const drawnFor = () => {
  const { theme } = document.documentElement.dataset;
  return `${pixelsNow()} ${devicePixelRatio} ${theme}`;
};

/**
 * Put a canvas into a pane.
 * @param {string} pane @param {() => Uint8Array} flags which places are to be drawn
 * @param {(paper: Paper) => Drawn} draw
 */
export function sheetIn(pane, flags, draw) {
  return new Sheet({ pane, flags, draw }).addTo(map);
}
