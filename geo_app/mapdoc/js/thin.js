// @ts-check
// Lines with fewer corners: those left out lie nearer to what is drawn than an eye can see. Pure.

/** @typedef {import("geo/flat").Flat} Flat */

/**
 * The corners that a line needs (Douglas and Peucker).
 * @param {Flat} flat @param {number} off how far a corner left out may lie off, in its units
 * @returns {Flat}
 */
export function thinned({ at, ends }, off) {
  const kept = new Uint8Array(at.length / 2);
  let from = 0;
  for (const end of ends) {
    keep(at, kept, from / 2, end / 2 - 1, off * off);
    from = end;
  }
  const some = new Float64Array(2 * kept.reduce((sum, one) => sum + one, 0));
  /** @type {number[]} */
  const stops = [];
  let i = 0;
  from = 0;
  for (const end of ends) {
    for (let one = from; one < end; one += 2) {
      if (!kept[one / 2]) continue;
      some[i++] = at[one];
      some[i++] = at[one + 1];
    }
    stops.push(i);
    from = end;
  }
  return { at: some, ends: stops };
}

/**
 * Mark the corners to keep between two, both of them included.
 * @param {Float64Array} at @param {Uint8Array} kept @param {number} first @param {number} last
 * @param {number} most the square of how far one may lie off
 */
export function keep(at, kept, first, last, most) {
  kept[first] = kept[last] = 1;
  const open = [first, last];
  while (open.length) {
    const b = /** @type {number} */ (open.pop());
    const a = /** @type {number} */ (open.pop());
    let far = most;
    let worst = -1;
    // One by one: taken in pairs out of lists, they take twice as long until the code is warm.
    const x = at[2 * a];
    const y = at[2 * a + 1];
    const dx = at[2 * b] - x;
    const dy = at[2 * b + 1] - y;
    const length = dx * dx + dy * dy;
    for (let i = a + 1; i < b; i++) {
      const px = at[2 * i];
      const py = at[2 * i + 1];
      const along = length ? ((px - x) * dx + (py - y) * dy) / length : 0;
      const share = along > 1 ? 1 : along > 0 ? along : 0;
      const ox = px - (x + dx * share);
      const oy = py - (y + dy * share);
      const gap = ox * ox + oy * oy;
      if (gap <= far) continue;
      far = gap;
      worst = i;
    }
    if (worst < 0) continue;
    kept[worst] = 1;
    open.push(a, worst, worst, b);
  }
}
