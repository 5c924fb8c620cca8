// @ts-check
// A canvas in a pane of the map: moved with it, scaled while it zooms, drawn anew where it ends.
import { L, inSight, map, pixelsNow } from "geo/stage";

// How far beyond the map's edge it is drawn: as long as the map moves within, nothing is drawn.
const PADDING = 0.22;

/** @typedef {{pen: CanvasRenderingContext2D, frame: import("geo/paint").Frame,
 *   size: {x: number, y: number}}} Paper */

/** @type {any} */
const Sheet = L.Renderer.extend({
  options: { padding: PADDING },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._pen = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._container.remove();
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

  /** Draw what the sheet covers. */
  redraw() {
    if (!this._bounds) return;
    this._drawn = drawnFor();
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const ratio = devicePixelRatio;
    const [wide, high] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (this._container.width !== wide || this._container.height !== high) {
      Object.assign(this._container, { width: wide, height: high });
      Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setPosition(this._container, min);
    this._pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    // To clear a canvas takes as long as to draw on it: an empty one is left alone.
    if (this._inked) this._pen.clearRect(0, 0, size.x, size.y);
    const corner = min.add(map.getPixelOrigin());
    const frame = { scale: 2 ** map.getZoom(), x: corner.x, y: corner.y };
    this._inked = this.options.draw({ pen: this._pen, frame, size });
    // An empty canvas would still be blended with what lies beneath.
    this._container.style.display = this._inked ? "" : "none";
  },
});

const drawnFor = () => {
  const { theme } = document.documentElement.dataset;
  return `${pixelsNow()} ${devicePixelRatio} ${theme}`;
};

/** Put a canvas into a pane. @param {string} pane @param {(paper: Paper) => boolean} draw says whether anything is drawn */
export function sheetIn(pane, draw) {
  return new Sheet({ pane, draw }).addTo(map);
}
