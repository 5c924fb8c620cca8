// @ts-check
// Messages between the document and the page that hosts it: {geo: 1, type, …}.
import { chooseIds } from "geo/act";
import { frameBounds } from "geo/camera";
import { placeOf, plan } from "geo/data";
import { boundsOf, isEmbedded, map } from "geo/stage";
import { change, onChange, view } from "geo/view";

/** @typedef {(message: any) => void} Handler */

const layerIds = plan.layers.map((/** @type {{id: string}} */ { id }) => id);
const taskNumbers = plan.tasks.map((/** @type {{n: number}} */ { n }) => n);

/** @param {any} value @param {(one: any) => boolean} fits */
const listOf = (value, fits) => Array.isArray(value) && value.every(fits);
/** @param {any} id */
const isId = (id) => typeof id === "string";

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
          ? m.places.map((/** @type {string} */ id) => placeOf(id)?.id).filter(Boolean)
          : null,
        placesName: m.name || "",
      };
      told = filterKey(filter);
      change(filter);
    },
  },
  select: {
    fits: (m) => listOf(m.ids, isId) && (m.open === undefined || typeof m.open === "boolean"),
    act: (m) => chooseIds(m.ids, Boolean(m.open)),
  },
  fit: {
    fits: (m) => listOf(m.bbox, Number.isFinite) && m.bbox.length === 4,
    act: (m) => frameBounds(boundsOf(m.bbox)),
  },
  move: {
    fits: (m) => [m.lng, m.lat, m.zoom].every(Number.isFinite) && Math.abs(m.lat) <= 85,
    act: (m) => map.setView([m.lat, m.lng], m.zoom, { animate: false }),
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
    act: (m) => change({ theme: m.theme }),
  },
};

/** The filter as the page knows it: what it said itself is not said back. */
let told = "";
let toldLang = "";
let toldSelected = "[]";

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
    if (JSON.stringify(ids) === toldSelected) return;
    toldSelected = JSON.stringify(ids);
    tell("selected", { ids });
  });
  onChange(["tasks", "hidden", "places"], () => {
    if (filterKey(view) === told) return;
    told = filterKey(view);
    const layers = layerIds.filter((/** @type {string} */ id) => !view.hidden.includes(id));
    tell("filter", { tasks: view.tasks, layers, places: view.places });
  });
  onChange(["lang"], () => {
    if (view.lang === toldLang) return;
    toldLang = view.lang;
    tell("language", { lang: view.lang });
  });
  map.on("moveend", tellView);
}

function tellView() {
  const bounds = map.getBounds();
  const bbox = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  tell("view", { bbox, zoom: map.getZoom() });
}
