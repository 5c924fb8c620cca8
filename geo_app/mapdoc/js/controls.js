// @ts-check
// What stands over the map: filter bar, notice, language, theme, zoom, scale; and fixed words.
import { clearFilter } from "geo/act";
import { plan, places } from "geo/data";
import { element, find, put } from "geo/dom";
import { isFiltered, shown } from "geo/filter";
import { goHome, map, metresPerPixel, moves } from "geo/stage";
import { otherLang, say, t, taskName } from "geo/strings";
import { nineSquare } from "geo/symbols";
import { change, onChange, view } from "geo/view";

const SCALE_KM = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const SCALE_MOST_PX = 130;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

export function startControls() {
  put(find(".geo-brand"), nineSquare([1, 2, 3, 4, 5, 6, 7, 8, 9]));
  find(".geo-lang").addEventListener("click", () =>
    change({ lang: view.lang === "zh" ? "en" : "zh" }),
  );
  find(".geo-theme").addEventListener("click", () =>
    change({ theme: isDark() ? "light" : "dark" }),
  );
  find(".geo-zoom-in").addEventListener("click", () => map.zoomIn());
  find(".geo-zoom-out").addEventListener("click", () => map.zoomOut());
  find(".geo-zoom-home").addEventListener("click", () => goHome(moves()));
  darkSystem.addEventListener("change", setTheme);
  onChange(["theme"], setTheme);
  onChange(["lang"], setWords);
  onChange(["tasks", "hidden", "places", "placesName", "query", "lang"], drawBar);
  onChange(["notice"], drawNotice);
  map.on("zoomend moveend resize", drawScale);
}

/** Is it dark now, by choice or by the system? */
function isDark() {
  return view.theme ? view.theme === "dark" : darkSystem.matches;
}

function setTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

/** Words that only the language changes. */
function setWords() {
  document.documentElement.lang = view.lang === "zh" ? "zh-Hans" : "en";
  document.title = say(plan.title);
  for (const node of document.querySelectorAll("[data-t]")) {
    node.textContent = t(/** @type {HTMLElement} */ (node).dataset.t || "");
  }
  for (const one of document.querySelectorAll("[data-label]")) {
    const node = /** @type {HTMLElement} */ (one);
    const words = t(node.dataset.label || "");
    node.setAttribute("aria-label", words);
    if (node.tagName === "BUTTON") node.title = words;
  }
  find(".geo-title").textContent = say(plan.title);
  const subtitle = say(plan.subtitle);
  put(
    find(".geo-subtitle"),
    element("span", { class: "geo-subtitle-words" }, subtitle && `${subtitle}${t("dot")}`),
    element("span", { class: "geo-subtitle-count" }, t("n_on_map", { n: places.length })),
  );
  for (const one of document.querySelectorAll("[data-hint]")) {
    const input = /** @type {HTMLInputElement} */ (one);
    input.placeholder = t(input.dataset.hint || "");
  }
  map.getContainer().setAttribute("aria-label", t("map"));
  const other = view.lang === "zh" ? "EN" : "中";
  put(find(".geo-lang"), other);
  find(".geo-lang").lang = otherLang();
  find(".geo-note").textContent = [say(plan.note), plan.review].filter(Boolean).join(" · ");
  find(".geo-attribution").textContent = plan.attribution;
  drawScale();
}

/** Name the filter on the map, with its count and a way out. */
function drawBar() {
  const bar = find(".geo-bar");
  if (!isFiltered()) {
    put(bar);
    return;
  }
  const n = shown().length;
  const empty = view.tasks.length === 1 && !view.hidden.length && !view.query && !view.places;
  const count = n ? t("n_places", { n }) : t(empty ? "no_place_in_task" : "none");
  put(
    bar,
    element("span", {}, element("b", {}, filterName()), `${t("dot")}${count}`),
    element("button", { onclick: clearFilter }, t("clear")),
  );
}

function filterName() {
  const tasks = view.tasks.map((n) => `${n} ${taskName(n)}`).join(t("list_comma"));
  const query = view.query.trim() ? t("quoted", { words: view.query.trim() }) : "";
  const only = view.places ? view.placesName || t("chosen_places") : "";
  const rest = view.hidden.length ? t("layers") : "";
  return [tasks, only, query].filter(Boolean).join(t("dot")) || rest;
}

function drawNotice() {
  const close = {
    class: "geo-close",
    "aria-label": t("close"),
    onclick: () => change({ notice: "" }),
  };
  const notice = find(".geo-notice");
  if (view.notice) put(notice, element("span", {}, view.notice), element("button", close, "×"));
  else put(notice);
}

function drawScale() {
  const metres = metresPerPixel();
  const fitting = SCALE_KM.filter((km) => (km * 1000) / metres <= SCALE_MOST_PX);
  const km = fitting.length ? fitting[fitting.length - 1] : SCALE_KM[0];
  find(".geo-scale i").style.width = `${(km * 1000) / metres}px`;
  find(".geo-scale b").textContent = km < 1 ? `${km * 1000} ${t("m")}` : `${km} ${t("km")}`;
}
