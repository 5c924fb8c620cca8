// @ts-check
// The view: what of the plan is shown now. One object, changed in one function, drawn once a frame.

/**
 * @typedef {object} View
 * @property {number[]} tasks chosen tasks; none = all
 * @property {string[]} hidden layers that are switched off
 * @property {string[] | null} places only these, if given (set by the hosting page)
 * @property {string} placesName what the page calls those, or ""
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
 * @property {string} find what is looked for in the report
 * @property {boolean} placed does the report show only sentences that are on the map
 * @property {boolean} gloss does the English interface show the translation
 * @property {number | null} read the sentence at the top of the report, once it was scrolled
 * @property {"layer" | "name" | "task" | "area"} sort order of the list
 * @property {boolean} near does the list hold only what is in sight
 * @property {[number, number] | null} story task and step of the walk
 * @property {"" | "measure"} tool what a click on the map does instead of choosing
 * @property {boolean} coords does the foot tell where the pointer is
 * @property {boolean} more is the menu open
 * @property {string} tiles the map service whose tiles lie beneath, or ""
 */

/** @type {View} */
export const view = {
  tasks: [],
  hidden: [],
  places: null,
  placesName: "",
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
  find: "",
  placed: false,
  gloss: true,
  read: null,
  sort: "layer",
  near: false,
  story: null,
  tool: "",
  coords: false,
  more: false,
  tiles: "",
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
