// @ts-check
// Puts the document together. The order of the start is the order of drawing in each frame.
import { choosePlace, choosePoint } from "geo/act";
import { startBridge, tell, tellReady } from "geo/bridge";
import { drawChosen } from "geo/choose";
import { drawContext } from "geo/context";
import { startControls } from "geo/controls";
import { startDialog } from "geo/dialog";
import { find } from "geo/dom";
import { drawPlan, hitAt, lift, listen, setApart, setWidths } from "geo/draw";
import { startEdges } from "geo/edges";
import { shown } from "geo/filter";
import { startFocus } from "geo/focus";
import { startKeys } from "geo/keys";
import { drawLabels, followMoves, startLabels } from "geo/labels";
import { startLegend } from "geo/legend";
import { readLook, standAgain, startLink } from "geo/link";
import { startList } from "geo/list";
import { startLive } from "geo/live";
import { measureAt, startMeasure } from "geo/measure";
import { startMore } from "geo/more";
import { nearest, placesAt } from "geo/near";
import { showAgain, startPopup } from "geo/popup";
import { startPrint } from "geo/print";
import { startReader } from "geo/reader";
import { lightWords } from "geo/report";
import { startSearch } from "geo/search";
import { startSeek } from "geo/seek";
import { container, goHome, hasRoom, isEmbedded, map, prepareMap } from "geo/stage";
import { startSpot } from "geo/spot";
import { startSteps } from "geo/steps";
import { startStory } from "geo/story";
import { definePatterns } from "geo/symbols";
import { startTabs } from "geo/tabs";
import { startTiles } from "geo/tiles";
import { told } from "geo/turns";
import { drawAll, onChange, view } from "geo/view";

const SETTLED_MS = 260;

function start() {
  document.body.dataset.mode = isEmbedded ? "embed" : "standalone";
  if (isEmbedded) find(".geo-stage").prepend(find(".geo-title"));
  readLook();
  prepareMap();
  goHome(false);
  definePatterns();
  drawContext();
  startControls();
  startTabs();
  startLegend();
  startTiles();
  startList();
  startSearch();
  onChange(["tasks", "hidden", "places", "query"], drawPlan);
  startReader();
  startSteps();
  startSeek();
  startPopup();
  startSpot();
  onChange(["selected", "tasks", "hidden", "places", "query"], () => {
    setApart();
    drawChosen();
  });
  onChange(["sheet", "card"], () => setTimeout(drawLabels, SETTLED_MS));
  onChange(["tasks", "hidden", "places", "query"], () => {
    document.body.dataset.shown = String(shown().length);
  });
  followMap();
  startEdges();
  startKeys();
  startDialog();
  startMore();
  startMeasure();
  startStory();
  startLive();
  startFocus();
  startPrint();
  // After all that takes ground: names keep off it.
  onChange(
    ["selected", "tasks", "hidden", "places", "query", "lang", "reader", "notice", "story", "tool"],
    drawLabels,
  );
  startBridge();
  drawAll();
  startLink();
  if (isEmbedded || document.hidden) finish(false);
  else requestAnimationFrame(() => setTimeout(() => finish(true)));
}

/** Names follow when the map was painted; but a page that hosts it shows it when it is told, whole,
 * and a hidden tab paints nothing. @param {boolean} painted */
async function finish(painted) {
  await startLabels(painted);
  if (document.fonts?.status === "loading") document.fonts.ready.then(drawLabels);
  document.body.dataset.ready = "1";
  tellReady();
}

/** What a move, a zoom, a hover and a click on the map do. */
function followMap() {
  map.on("zoomstart", () => container.classList.add("geo-zooming"));
  map.on("zoomend", () => {
    container.classList.remove("geo-zooming");
    drawChosen();
  });
  let zoom = map.getZoom();
  map.on("moveend", () => {
    if (map.getZoom() === zoom) setApart();
    else setWidths();
    zoom = map.getZoom();
    followMoves();
  });
  map.on("geo-settled", drawLabels);
  map.on("resize", () => {
    if (!seen && hasRoom()) standAgain(showAgain);
    seen = seen || hasRoom();
    drawLabels();
  });
  listen({
    click: (place, at) => {
      if (view.tool === "measure") measureAt(at);
      else choosePlace(place, { at });
    },
    hover: (place, on) => {
      lift(place, on);
      if (view.reader) lightWords(place, on);
    },
  });
  map.on("click", (/** @type {any} */ { latlng, containerPoint }) => {
    /** @type {[number, number]} */
    const at = [latlng.lng, latlng.lat];
    const hit = view.tool ? null : hitAt(containerPoint);
    if (view.tool === "measure") measureAt(at);
    else if (hit) choosePlace(hit, { at });
    else whatIsHere(at);
  });
  map.on("contextmenu", (/** @type {any} */ { latlng }) => {
    if (!view.tool) whatIsHere([latlng.lng, latlng.lat]);
  });
}

/** Tell and show what is planned at a point. @param {[number, number]} at */
function whatIsHere(at) {
  const found = placesAt(at).filter(({ wide }) => !wide);
  tell("picked", {
    lng: told(at[0]),
    lat: at[1],
    ids: (found.length ? found : nearest(at)).map(({ id }) => id),
  });
  choosePoint(at, found);
}

/** Was the map ever large enough to be seen? */
let seen = hasRoom();

start();
