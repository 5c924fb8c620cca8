// @ts-check
// The ground that labels share: who stands where, and the making of a label.
import { element } from "geo/dom";
import { map, takenGround } from "geo/stage";

/** @typedef {[number, number, number, number]} Box left, top, right, bottom in px of the map */

const INSET_PX = 4;
// Taken ground is kept by squares of this size: only what is near is asked. Pixels.
const SQUARE_PX = 96;
const pen = /** @type {CanvasRenderingContext2D} */ (
  document.createElement("canvas").getContext("2d")
);
/** @type {Map<string, number>} */
const widths = new Map();
let face = "";

/**
 * Width of words in px. @param {string} words @param {number} px @param {number} [weight]
 * @param {number} [spacing] in em
 */
export function textWidth(words, px, weight = 400, spacing = 0) {
  const key = `${weight} ${px} ${words}`;
  let width = widths.get(key);
  if (width === undefined) {
    face = face || getComputedStyle(document.documentElement).getPropertyValue("--geo-hei");
    pen.font = `${weight} ${px}px ${face}`;
    width = pen.measureText(words).width;
    widths.set(key, width);
  }
  return width + spacing * px * words.length;
}

/**
 * A box around a middle.
 * @param {number} x @param {number} y @param {number} w @param {number} h @returns {Box}
 */
export function boxAt(x, y, w, h) {
  return [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
}

/** @param {Box} a @param {Box} b */
export function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

/** The squares that a box touches, by name. @param {Box} box */
function squares([left, top, right, bottom]) {
  const [x0, y0, x1, y1] = [left, top, right, bottom].map((px) => Math.floor(px / SQUARE_PX));
  const names = [];
  for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) names.push(`${x},${y}`);
  return names;
}

/** One drawing's worth of labels. */
export class Board {
  constructor() {
    this.size = map.getSize();
    /** @type {Map<string, Box[]>} */
    this.taken = new Map();
    for (const box of takenGround()) this.take(box);
    /** @type {DocumentFragment} */
    this.labels = document.createDocumentFragment();
  }

  /** @param {Box} box */
  isInside(box) {
    const { x, y } = this.size;
    return box[0] > INSET_PX && box[1] > INSET_PX && box[2] < x - INSET_PX && box[3] < y - INSET_PX;
  }

  /** Is this ground free, and on the sheet? @param {Box} box */
  isFree(box) {
    return this.isInside(box) && !this.isTaken(box);
  }

  /** @param {Box} box */
  isTaken(box) {
    return squares(box).some((square) =>
      this.taken.get(square)?.some((other) => overlap(box, other)),
    );
  }

  /** @param {Box} box @param {number} [marginX] @param {number} [marginY] */
  take(box, marginX = 0, marginY = 0) {
    /** @type {Box} */
    const whole = [box[0] - marginX, box[1] - marginY, box[2] + marginX, box[3] + marginY];
    for (const square of squares(whole)) {
      const there = this.taken.get(square);
      if (there) there.push(whole);
      else this.taken.set(square, [whole]);
    }
  }

  /**
   * Put a label with its middle at a point. @param {string | Node} words @param {string} look
   * @param {number} x @param {number} y @returns {HTMLElement}
   */
  put(words, look, x, y) {
    const label = element("span", { class: `geo-label ${look}` }, words);
    const at = map.containerPointToLayerPoint([x, y]);
    label.style.left = `${at.x}px`;
    label.style.top = `${at.y}px`;
    this.labels.append(label);
    return label;
  }

  /** Show them in place of those before. */
  show() {
    map.getPane("geo-label").replaceChildren(this.labels);
  }
}

/** Text that leans, as river names do. @param {string} words */
export function leaning(words) {
  return element("i", {}, words);
}
