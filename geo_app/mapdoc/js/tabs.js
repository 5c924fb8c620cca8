// @ts-check
// The panel: its tabs, the floating legend of a hosted map, and the sheet of a phone.
import { find } from "geo/dom";
import { isPhone, map, sheetPx } from "geo/stage";
import { change, drawNow, onChange, view } from "geo/view";

const DRAG_PX = 8;

export function startTabs() {
  const legend = find(".geo-tab-legend");
  const list = find(".geo-tab-places");
  const report = find(".geo-tab-report");
  legend.addEventListener("click", () => change({ tab: "legend", sheet: raised() }));
  list.addEventListener("click", () => change({ tab: "places", sheet: raised() }));
  report.addEventListener("click", () => change({ reader: true }));
  find(".geo-tabs").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const all = [legend, list, report].filter((one) => one.offsetParent);
    const step = event.key === "ArrowRight" ? 1 : all.length - 1;
    all[(all.indexOf(document.activeElement) + step) % all.length].focus();
  });
  find(".geo-key-button").addEventListener("click", () =>
    change({ key: !view.key, tab: "legend" }),
  );
  find(".geo-skip").addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault();
    change({ tab: "places", key: true, sheet: raised() });
    drawNow();
    find(".geo-places").focus();
  });
  onChange(["tab"], showTab);
  onChange(["key"], showKey);
  onChange(["sheet"], showSheet);
  for (const part of [".geo-grip", ".geo-mast"]) {
    find(part).addEventListener("pointerdown", drag);
  }
  addEventListener("resize", showSheet);
  placeGrid();
  matchMedia("(max-width: 720px)").addEventListener("change", () => {
    placeGrid();
    showSheet();
  });
}

/** @returns {"half" | "tall"} */
const raised = () => (view.sheet === "peek" ? "half" : view.sheet);

function showTab() {
  const legend = view.tab === "legend";
  find(".geo-legend").hidden = !legend;
  find(".geo-places").hidden = legend;
  for (const [tab, on] of [
    [find(".geo-tab-legend"), legend],
    [find(".geo-tab-places"), !legend],
  ]) {
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
}

function showKey() {
  document.body.classList.toggle("geo-key-open", view.key);
  find(".geo-key-button").setAttribute("aria-expanded", String(view.key));
}

/** On a phone the nine numerals stand above the tabs. */
function placeGrid() {
  const grid = find(".geo-grid");
  if (isPhone()) find(".geo-tabs").before(grid);
  else find(".geo-grid-slot").append(grid);
}

function showSheet() {
  document.body.style.setProperty("--geo-sheet", `${sheetPx(view.sheet)}px`);
  document.body.dataset.sheet = view.sheet;
}

/** The grip follows the finger; a tap raises or lowers the sheet. @param {PointerEvent} down */
function drag(down) {
  if (!isPhone()) return;
  const panel = find(".geo-panel");
  const from = panel.offsetHeight;
  let moved = 0;
  const grip = /** @type {HTMLElement} */ (down.currentTarget);
  grip.setPointerCapture(down.pointerId);
  const move = (/** @type {PointerEvent} */ event) => {
    moved = down.clientY - event.clientY;
    document.body.style.setProperty("--geo-sheet", `${Math.max(90, from + moved)}px`);
    panel.classList.toggle("geo-dragged", Math.abs(moved) > DRAG_PX);
  };
  const up = () => {
    grip.removeEventListener("pointermove", move);
    panel.classList.remove("geo-dragged");
    const share = (from + moved) / innerHeight;
    const tapped = Math.abs(moved) <= DRAG_PX;
    const next = tapped
      ? view.sheet === "peek"
        ? "half"
        : "peek"
      : share > 0.7
        ? "tall"
        : share > 0.34
          ? "half"
          : "peek";
    change({ sheet: next });
    showSheet();
    map.fire("geo-settled");
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", up, { once: true });
  grip.addEventListener("pointercancel", up, { once: true });
}
