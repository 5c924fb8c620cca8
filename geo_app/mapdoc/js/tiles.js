// @ts-check
// Tiles of a map service beneath the plan: none until they are chosen, and then from that one only.
import { plan } from "geo/data";
import { element, find, put } from "geo/dom";
import { L, container, map } from "geo/stage";
import { t } from "geo/strings";
import { ShiftedLayer } from "geo/tile-layer";
import { change, onChange, view } from "geo/view";

/** @typedef {{url: string, subdomains?: string, most: number, shifted?: boolean, by: string}} Server */

const WMTS =
  "https://t{s}.tianditu.gov.cn/{set}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0" +
  "&LAYER={set}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}" +
  "&tk={key}";
/** @type {Record<string, Server>} */
const SERVERS = {
  osm: {
    url: "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    most: 19,
    by: "© OpenStreetMap contributors",
  },
  amap: {
    url: "https://webrd0{s}.is.autonavi.com/appmaptile?lang={lang}&size=1&scale=1&style=8&x={x}&y={y}&z={z}",
    subdomains: "1234",
    most: 18,
    shifted: true,
    by: "© 高德地图 AMap",
  },
  tianditu: { url: WMTS, subdomains: "01234567", most: 18, by: "© 天地图" },
};
const CHOICES = ["", ...Object.keys(SERVERS)];
const STORED = "geo-tianditu-key";
const SILENT_MS = 8000;

/** @type {any[]} */
let layers = [];
/** @type {any} */
let silence = 0;
// In this tab only: it is nobody else's, and stands in no address.
let key = document.documentElement.dataset.tiandituKey || stored();

/** Are tiles on offer? A document may be made without. */
const offered = document.documentElement.dataset.tiles !== "none";

/** Offer the tiles in the legend and lay those that are chosen. */
export function startTiles() {
  find(".geo-tiles-part").hidden = !offered;
  if (!offered) return;
  const pane = map.createPane("geo-tiles");
  pane.style.pointerEvents = "none";
  onChange(["lang", "tiles"], drawChoice);
  onChange(["lang", "tiles"], lay);
}

/** The tiles that an address asks for. @param {string | null} asked */
export function tilesOf(asked) {
  return offered && asked && Object.hasOwn(SERVERS, asked) ? asked : "";
}

function drawChoice() {
  const had = document.activeElement?.getAttribute("value");
  put(find(".geo-tiles"), ...CHOICES.map(choice));
  if (had && view.tiles === had) find(`.geo-tiles [value="${had}"]`).focus();
  put(find(".geo-tiles-note"), view.tiles === "tianditu" ? keyForm() : t("tiles_note"));
}

/** @param {string} id */
function choice(id) {
  const button = element("input", {
    type: "radio",
    name: "geo-tiles",
    value: id,
    checked: view.tiles === id,
    onchange: () => change({ tiles: id, notice: "" }),
  });
  return element("label", {}, button, element("span", {}, t(`tiles_${id || "none"}`)));
}

function keyForm() {
  const input = element("input", {
    type: "password",
    autocomplete: "off",
    value: key,
    "aria-label": t("tianditu_key"),
    placeholder: t("tianditu_key"),
  });
  const use = () => {
    key = input.value.trim();
    store(key);
    lay();
  };
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter") use();
  });
  return element("span", { class: "geo-tiles-key" }, input, element("button", { onclick: use }, t("use")));
}

/** Take the old tiles away and lay the chosen ones. */
function lay() {
  clearTimeout(silence);
  // Removed first: by a listener of its own Leaflet takes a layer off the events of the map.
  for (const layer of layers) layer.remove().off();
  layers = [];
  container.classList.remove("geo-tiled");
  const server = SERVERS[view.tiles];
  const by = server && !plan.attribution.includes(server.by) ? server.by : "";
  find(".geo-attribution").textContent = [plan.attribution, by].filter(Boolean).join(" · ");
  if (!server || (view.tiles === "tianditu" && !key)) return;
  const sets = view.tiles === "tianditu" ? ["vec", view.lang === "zh" ? "cva" : "eva"] : [""];
  layers = sets.map((set) => layerOf(server, set));
  watch(layers[0]);
  for (const layer of layers) layer.addTo(map);
}

/** @param {Server} server @param {string} set */
function layerOf({ url, subdomains = "", most, shifted }, set) {
  const options = {
    pane: "geo-tiles",
    subdomains,
    maxNativeZoom: most,
    lang: view.lang === "zh" ? "zh_cn" : "en",
    set,
    key: encodeURIComponent(key),
    // The services ask who uses them; the site is enough.
    referrerPolicy: "strict-origin-when-cross-origin",
  };
  return shifted ? new ShiftedLayer(url, options) : L.tileLayer(url, options);
}

/** The map's own ground gives way when a tile comes, and stays when none does. @param {any} layer */
function watch(layer) {
  let came = 0;
  const name = t(`tiles_${view.tiles}`);
  const fail = () => {
    if (came) return;
    container.classList.remove("geo-tiled");
    change({ notice: t("tiles_failed", { name }) });
  };
  // With every tile that is asked for: a server may fall silent after the map has moved, too, and
  // "loading" is not said again while one tile hangs.
  layer.on("tileloadstart", () => {
    came = 0;
    clearTimeout(silence);
    silence = setTimeout(fail, SILENT_MS);
  });
  layer.on("tileload", () => {
    came += 1;
    container.classList.add("geo-tiled");
  });
  layer.on("load", () => {
    clearTimeout(silence);
    fail();
  });
}

function stored() {
  try {
    return sessionStorage.getItem(STORED) || "";
  } catch {
    return ""; // a sandboxed frame has no storage
  }
}

/** @param {string} value */
function store(value) {
  try {
    sessionStorage.setItem(STORED, value);
  } catch {
    // Then it lasts as long as the page.
  }
}
