// @ts-check
// The view: what of the plan is shown now. One object, changed in one function, drawn once a frame.

/**
 * @typedef {object} View
 * @property {number[]} tasks chosen tasks; none = all
 * @property {string[]} hidden layers that are switched off
 * @property {string[] | null} places only these, if given (set by the hosting page)
 * @property {string} query words in the search field
 * @property {string[]} selected ids of the chosen places
 * @property {number | null} sentence the marked sentence
 * @property {"place" | "point" | null} card what the card shows
 * @property {[number, number] | null} at lng, lat of the click that opened the card
 * @property {"zh" | "en"} lang
 * @property {"" | "light" | "dark"} theme "" follows the system
 * @property {"legend" | "places"} tab
 * @property {boolean} reader is the report open
 * @property {"peek" | "half" | "tall"} sheet on a phone
 * @property {boolean} key is the floating legend open (hosted in a page)
 * @property {string} notice a sentence for the reader of the map, or ""
 */

/** @type {View} */
export const view = {
  tasks: [],
  hidden: [],
  places: null,
  query: "",
  selected: [],
  sentence: null,
  card: null,
  at: null,
  lang: "zh",
  theme: "",
  tab: "legend",
  reader: false,
  sheet: "peek",
  key: false,
  notice: "",
};

/** @typedef {keyof View} Key */

/** @type {{keys: Key[], draw: (changed: Set<Key>) => void}[]} */
const listeners = [];
/** @type {Set<Key>} */
let changed = new Set();
let waiting = false;

// A frame in a hidden tab gets no animation frames, yet has to answer messages.
const HIDDEN_TAB_MS = 120;

/**
 * Draw again whenever one of these changes; listeners run in the order in which they came.
 * @param {Key[]} keys @param {(changed: Set<Key>) => void} draw
 */
export function onChange(keys, draw) {
  listeners.push({ keys, draw });
}

/** Change the view; the page follows in the next frame. @param {Partial<View>} patch */
export function change(patch) {
  for (const key of /** @type {Key[]} */ (Object.keys(patch))) {
    if (JSON.stringify(view[key]) === JSON.stringify(patch[key])) continue;
    Object.assign(view, { [key]: patch[key] });
    changed.add(key);
  }
  if (changed.size && !waiting) {
    waiting = true;
    const timer = setTimeout(drawNow, HIDDEN_TAB_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      drawNow();
    });
  }
}

/** Draw what changed, now. */
export function drawNow() {
  if (!waiting) return;
  waiting = false;
  const now = changed;
  changed = new Set();
  for (const { keys, draw } of listeners) {
    if (keys.some((key) => now.has(key))) draw(now);
  }
}

/** Draw everything once: the first picture. */
export function drawAll() {
  waiting = true;
  changed = new Set(/** @type {Key[]} */ (Object.keys(view)));
  drawNow();
}
