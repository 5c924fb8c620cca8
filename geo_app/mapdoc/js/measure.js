// @ts-check
// Measuring a way on the map: points by click, or the middle of the map by Enter.
import { element, find, put } from "geo/dom";
import { announce } from "geo/live";
import { L, container, map } from "geo/stage";
import { ownLang, t } from "geo/strings";
import { change, onChange, view } from "geo/view";

/** @typedef {[number, number]} LngLat */

/** @type {LngLat[]} */
let way = [];
/** @type {any} */
let drawing = null;

/** Keep the tool in step with the view. */
export function startMeasure() {
  // Above the names, and a pane of its own: labels replace all that theirs holds.
  Object.assign(map.createPane("geo-way").style, { zIndex: 642, pointerEvents: "none" });
  onChange(["tool", "lang"], draw);
  container.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (view.tool !== "measure" || event.target !== container) return;
    if (event.key === "Backspace") undo();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { lng, lat } = map.getCenter();
    measureAt([lng, lat]);
  });
}

/** Add a point to the way. @param {LngLat} at */
export function measureAt(at) {
  way.push(at);
  draw(new Set());
  if (way.length > 1) announce(lengthText());
}

function undo() {
  way.pop();
  draw(new Set());
}

/** Metres along the way, over the ground. */
function metres() {
  let sum = 0;
  for (let i = 1; i < way.length; i++) {
    sum += map.distance([way[i - 1][1], way[i - 1][0]], [way[i][1], way[i][0]]);
  }
  return sum;
}

function lengthText() {
  const m = metres();
  if (m < 1000) return `${m.toFixed(0)} ${t("m")}`;
  return `${(m / 1000).toFixed(m < 100000 ? 2 : 0)} ${t("km")}`;
}

/** @param {Set<string>} changed */
function draw(changed) {
  const on = view.tool === "measure";
  if (!on) way = [];
  container.classList.toggle("geo-measuring", on);
  if (drawing) drawing.remove();
  drawing = null;
  const box = find(".geo-measure");
  box.hidden = !on;
  if (!on) {
    put(box);
    return;
  }
  drawWay();
  const again = document.activeElement?.closest(".geo-measure button")?.className;
  put(
    box,
    way.length > 1
      ? element("b", { class: "geo-length" }, lengthText())
      : element("span", { lang: ownLang() }, t("measure_how")),
    way.length > 0 && element("button", { class: "geo-undo", onclick: undo }, t("undo")),
    element("button", { class: "geo-done", onclick: () => change({ tool: "" }) }, t("done")),
  );
  if (again) (box.querySelector(`.${again}`) || box.querySelector("button"))?.focus();
  if (changed.has("tool")) container.focus({ preventScroll: true });
}

function drawWay() {
  const at = way.map(([lng, lat]) => [lat, lng]);
  const look = { interactive: false, pane: "geo-way" };
  drawing = L.featureGroup([
    L.polyline(at, { ...look, className: "geo-way-case", weight: 5 }),
    L.polyline(at, { ...look, className: "geo-way", weight: 2 }),
    ...at.map((one) => L.circleMarker(one, { ...look, className: "geo-way-point", radius: 4 })),
  ]).addTo(map);
}
