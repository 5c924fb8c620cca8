// @ts-check
// Messages between the document and the page that hosts it: {geo: 1, type, …}.
import { chooseIds } from "geo/act";
import { isOnMap, writeOwn } from "geo/address";
import { frameBounds } from "geo/camera";
import { placeOf, plan } from "geo/data";
import { MORE, STEPS, open } from "geo/link";
import { boundsOf, hasRoom, isEmbedded, map } from "geo/stage";
import { drawnBox, toldBox } from "geo/turns";
import { change, drawNow, onChange, view } from "geo/view";

/** @typedef {(message: any) => void} Handler */

const layerIds = plan.layers.map((/** @type {{id: string}} */ { id }) => id);
const taskNumbers = plan.tasks.map((/** @type {{n: number}} */ { n }) => n);

const MOST = 10000;
const LONGEST_WORD = 200;
const LONGEST = 4000;

/** @param {any} value @param {(one: any) => boolean} fits */
const listOf = (value, fits) =>
  Array.isArray(value) && value.length <= MOST && value.every(fits);
/** @param {any} id */
const isId = (id) => typeof id === "string" && id.length <= LONGEST_WORD;
/** West may be greater than east, if it is so across the antimeridian.
 * @param {number} west @param {number} east */
const turnsEast = (west, east) => west <= east || (west - east >= 180 && west - east < 360);
/** @param {number[]} bbox */
const isBox = ([west, south, east, north]) =>
  isOnMap(west, south) && isOnMap(east, north) && south <= north && turnsEast(west, east);

/**
 * What the page may say: its shape, and what it does.
 * @type {Record<string, {fits: (m: any) => boolean, act: Handler}>}
 */
const TO_DOCUMENT = {
  filter: {
    fits: (m) =>
      listOf(m.tasks, Number.isInteger) &&
      listOf(m.layers, isId) &&
      (m.places === null || m.places === undefined || listOf(m.places, isId)) &&
      (m.name === undefined || isId(m.name)),
    act: (m) => {
      const filter = {
        tasks: taskNumbers.filter((/** @type {number} */ n) => m.tasks.includes(n)),
        hidden: layerIds.filter((/** @type {string} */ id) => !m.layers.includes(id)),
        places: m.places
          ? [...new Set(m.places.map((/** @type {string} */ id) => placeOf(id)?.id))].filter(Boolean)
          : null,
        placesName: m.name || "",
      };
      told = filterKey(filter);
      change(filter);
      drawFirst();
    },
  },
  select: {
    fits: (m) => listOf(m.ids, isId) && (m.open === undefined || typeof m.open === "boolean"),
    act: (m) => chooseIds(m.ids, Boolean(m.open)),
  },
  fit: {
    fits: (m) => listOf(m.bbox, Number.isFinite) && m.bbox.length === 4 && isBox(m.bbox),
    act: (m) => frameBounds(boundsOf(drawnBox(m.bbox))),
  },
  open: {
    fits: (m) => typeof m.hash === "string" && m.hash.length <= LONGEST,
    act: (m) => {
      // These are not in the address: the page says them.
      const { places, placesName, theme } = view;
      const kept = new URLSearchParams(m.hash).has("theme") ? {} : { theme };
      quiet = true;
      open(m.hash);
      change({ places, placesName, ...kept });
      drawNow();
      quiet = false;
      told = filterKey(view);
      toldLang = view.lang;
      toldSelected = JSON.stringify(view.selected);
      tellView();
    },
  },
  language: {
    fits: (m) => m.lang === "zh" || m.lang === "en",
    act: (m) => {
      toldLang = m.lang;
      change({ lang: m.lang });
    },
  },
  theme: {
    fits: (m) => m.theme === "" || m.theme === "light" || m.theme === "dark",
    act: (m) => {
      toldTheme = m.theme;
      change({ theme: m.theme });
    },
  },
};

let drawnInFrame = false;

/** A click on the page is waited for as one in the document is; of a flood, one a frame is drawn. */
function drawFirst() {
  if (drawnInFrame) return;
  drawnInFrame = true;
  requestAnimationFrame(() => {
    drawnInFrame = false;
  });
  drawNow();
}

/** The filter as the page knows it: what it said itself is not said back. */
let told = "";
let toldLang = "";
let toldTheme = "";
let toldSelected = "[]";
/** While the page has an address opened, it need not be told what it said. */
let quiet = false;

/** @param {{tasks: number[], hidden: string[], places: string[] | null}} filter */
const filterKey = ({ tasks, hidden, places }) =>
  JSON.stringify([tasks, [...hidden].sort(), places]);

/** @param {string} type @param {object} [fields] */
export function tell(type, fields = {}) {
  if (!isEmbedded || !/^https?:/.test(location.origin)) return;
  window.parent.postMessage({ geo: 1, type, ...fields }, location.origin);
}

/** Listen to the page, and report to it. */
export function startBridge() {
  if (!isEmbedded) return;
  told = filterKey(view);
  toldLang = view.lang;
  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== location.origin) return;
    const message = event.data;
    if (!message || message.geo !== 1 || !Object.hasOwn(TO_DOCUMENT, message.type)) return;
    const { fits, act } = TO_DOCUMENT[message.type];
    if (!fits(message)) return;
    document.body.dataset.hosted = "1";
    act(message);
  });
  onChange(["selected"], () => {
    const ids = view.selected;
    if (quiet || JSON.stringify(ids) === toldSelected) return;
    toldSelected = JSON.stringify(ids);
    tell("selected", { ids });
  });
  onChange(["tasks", "hidden", "places"], () => {
    if (quiet || filterKey(view) === told) return;
    told = filterKey(view);
    const layers = layerIds.filter((/** @type {string} */ id) => !view.hidden.includes(id));
    tell("filter", { tasks: view.tasks, layers, places: view.places });
  });
  onChange(["lang"], () => {
    if (quiet || view.lang === toldLang) return;
    toldLang = view.lang;
    tell("language", { lang: view.lang });
  });
  onChange(/** @type {any} */ ([...STEPS, ...MORE]), tellView);
  map.on("moveend", tellView);
}

/** Say that the document is drawn and can be spoken to. */
export function tellReady() {
  tellView();
  tell("ready", { version: plan.version });
}

function tellView() {
  // Where a map stands that nobody can see is not where it begins.
  if (quiet || !hasRoom()) return;
  tell("view", { bbox: toldBox(map.getBounds()), zoom: map.getZoom(), own: writeOwn(toldTheme) });
}
