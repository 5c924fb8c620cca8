// @ts-check
// Symbols that share a spot stand side by side, in rows of up to four. Pure.

const STACK_PX = 15;
const ROW = 4;
const GAP_PX = 2;

/** @typedef {{x: number, y: number}} Spot */

/**
 * Heaps of spots that are closer than a symbol to the first of their heap.
 * @template {Spot} S @param {S[]} spots @returns {S[][]}
 */
export function heapsOf(spots) {
  /** @type {S[][]} */
  const heaps = [];
  /** Heaps by the square that their first spot lies in. @type {Map<number, number[]>} */
  const squares = new Map();
  const name = (/** @type {number} */ x, /** @type {number} */ y) => x * 1e6 + y;
  for (const spot of spots) {
    const [x, y] = [Math.floor(spot.x / STACK_PX), Math.floor(spot.y / STACK_PX)];
    let found = Infinity;
    for (let i = x - 1; i <= x + 1; i++) {
      for (let j = y - 1; j <= y + 1; j++) {
        for (const at of squares.get(name(i, j)) || []) {
          const [first] = heaps[at];
          const gap = Math.hypot(first.x - spot.x, first.y - spot.y);
          if (at < found && gap < STACK_PX) found = at;
        }
      }
    }
    if (found < Infinity) heaps[found].push(spot);
    else {
      const here = squares.get(name(x, y));
      if (here) here.push(heaps.length);
      else squares.set(name(x, y), [heaps.length]);
      heaps.push([spot]);
    }
  }
  return heaps;
}

/**
 * How far the i-th symbol of a heap stands off its own spot, px.
 * @param {Spot[]} heap @param {number} i @param {number} most so many are shown
 * @param {number} px size of a symbol @returns {[number, number]}
 */
export function shiftIn(heap, i, most, px) {
  const shown = Math.min(most, heap.length);
  if (shown === 1) return [0, 0];
  const row = Math.floor(i / ROW);
  const inRow = Math.min(ROW, shown - row * ROW);
  return [
    ((i % ROW) - (inRow - 1) / 2) * (px + GAP_PX) + heap[0].x - heap[i].x,
    row * (px + GAP_PX) + heap[0].y - heap[i].y,
  ];
}
