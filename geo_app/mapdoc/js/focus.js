// @ts-check
// The focus is never lost: what opens from the keyboard takes it and gives it back.
import { find } from "geo/dom";
import { onChange, view } from "geo/view";

/** Did the last action come from the keyboard? */
let byKeyboard = false;
/** Where the focus was last, and how to find it again. @type {{node: any, same: string} | null} */
let last = null;
/** What gave the focus away, innermost last. @type {{from: any, same: string, to: string}[]} */
const trail = [];

export const isByKeyboard = () => byKeyboard;

/** A selector that finds the same thing after it was drawn anew. @param {any} node */
function sameAs(node) {
  for (const key of ["row", "sentence", "task", "layer", "numeral", "hit", "target"]) {
    if (node.dataset[key] === undefined) continue;
    const part = node.closest(".geo-card, .geo-report, .geo-panel, .geo-reader");
    const within = part ? `.${part.classList[0]} ` : "";
    return `${within}${node.localName}[data-${key}="${CSS.escape(node.dataset[key])}"]`;
  }
  const names = [...node.classList].filter((one) => one.startsWith("geo-"));
  return names.length ? `.${names.join(".")}` : "";
}

export function startFocus() {
  document.addEventListener("keydown", () => (byKeyboard = true), true);
  document.addEventListener("pointerdown", () => (byKeyboard = false), true);
  document.addEventListener("focusin", ({ target }) => {
    const node = /** @type {any} */ (target);
    last = { node, same: sameAs(node) };
  });
  onChange(/** @type {any} */ (Object.keys(view)), () => requestAnimationFrame(mend));
}

/** What was focused is gone or hidden: focus what took its place, or the part it stood in. */
function mend() {
  const now = document.activeElement;
  if (!byKeyboard || (now && now !== document.body) || !last) return;
  const there = last.same ? visible(last.same) : null;
  (there || fallback()).focus({ preventScroll: true });
}

/** @param {string} selector @returns {any} */
function visible(selector) {
  const all = [...document.querySelectorAll(selector)];
  return all.find((node) => node.getClientRects().length > 0) || null;
}

/** @returns {any} */
function fallback() {
  const first = visible(".geo-places .geo-row") && visible(".geo-search input");
  return first || visible(".geo-search input") || find(".leaflet-container");
}

/** Move the focus into a part that just opened, if the keyboard opened it.
 * @param {any} node @param {string} part selector of the part @param {any} [from] */
export function enter(node, part, from = document.activeElement) {
  if (!byKeyboard || !node) return;
  const inside = from && from !== document.body && !from.closest(part);
  if (inside) {
    const at = trail.findIndex(({ to }) => to === part);
    if (at >= 0) trail.splice(at);
    trail.push({ from, same: sameAs(from), to: part });
  }
  node.focus({ preventScroll: true });
}

/** Did the keyboard lead into a part, and is the focus still there? @param {string} part */
export function isInside(part) {
  return trail.some(({ to }) => to === part) && Boolean(document.activeElement?.closest(part));
}

/** Give the focus back to what opened a part. @param {string} part */
export function leave(part) {
  const at = trail.findIndex(({ to }) => to === part);
  if (at < 0) return;
  const [{ from, same }] = trail.splice(at);
  if (!byKeyboard) return;
  const back = from.isConnected && from.getClientRects().length ? from : same && visible(same);
  if (back) back.focus();
}
