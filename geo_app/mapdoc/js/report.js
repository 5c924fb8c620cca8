// @ts-check
// The text of the report as elements: every sentence, its places as links, a count at its end.
import { choosePlaces, chooseSentence } from "geo/act";
import { leaves, places, placesIn, plan, sentences } from "geo/data";
import { element, put, svg, verbatim } from "geo/dom";
import { lift } from "geo/draw";
import { t } from "geo/strings";
import { nineSquare } from "geo/symbols";
import { piecesOf, startTargets, targetButton, toggleTarget } from "geo/targets";
import { onChange } from "geo/view";

/** @typedef {import("geo/data").Sentence} Sentence */

/** @type {Map<number, any>} */
export const sentenceNodes = new Map();
/** The translation under each sentence. @type {Map<number, any>} */
export const glossNodes = new Map();
/** @type {any[]} */
export const wordNodes = [];
/** @type {{button: any, n: number}[]} */
const counts = [];

const TAGS = { headline: "h3", title: "h3", heading: "h4" };

/** @param {HTMLElement} holder */
export function buildReport(holder) {
  holder.lang = plan.textLang;
  put(holder, ...plan.reader.map(block));
  onChange(["lang"], nameCounts);
  nameCounts();
  startTargets();
}

function nameCounts() {
  for (const { button, n } of counts) button.setAttribute("aria-label", t("n_on_map", { n }));
}

/** @param {{kind: string, task: number, text?: string, sentences?: number[]}} unit */
function block({ kind, task, text, sentences: indexes }) {
  const tag = /** @type {Record<string, string>} */ (TAGS)[kind] || "p";
  const node = element(tag, { class: `geo-r-${kind}` });
  if (kind === "keyword") {
    node.dataset.keyword = task;
    node.append(nineSquare([task]));
  }
  if (text) verbatim(node, text);
  for (const index of indexes || []) {
    const one = sentences[index];
    node.append(sentence(one));
    if (!one.gloss) continue;
    const gloss = element("span", { class: "geo-gloss", lang: "en" }, one.gloss);
    glossNodes.set(index, gloss);
    node.append(gloss);
  }
  if (!node.querySelector(".geo-has")) node.classList.add("geo-unplaced");
  return node;
}

/** @param {Sentence} one */
function sentence(one) {
  const named = placesIn(one);
  const node = element("span", { class: `geo-sentence${named.length ? " geo-has" : ""}` });
  node.dataset.s = one.index;
  fill(node, one);
  if (named.length) {
    node.append(countButton(node, one, named.length));
    node.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const target = /** @type {Element} */ (event.target);
      const reading = String(getSelection()).length > 0;
      if (!reading && !target.closest("a,button")) inPlace(() => chooseSentence(one.index));
    });
  }
  sentenceNodes.set(one.index, node);
  return node;
}

/** The words of a sentence, those of places and of targets marked. @param {HTMLElement} node
 * @param {Sentence} one */
function fill(node, one) {
  const pieces = piecesOf(one);
  /** @type {any} */
  let holder = node;
  pieces.forEach(({ text, p, target }, i) => {
    if (target !== null && (i === 0 || pieces[i - 1].target !== target)) {
      holder = element("span", { class: "geo-target" });
      holder.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        if (/** @type {Element} */ (event.target).closest("a,button")) return;
        event.stopPropagation();
        toggleTarget(target, node.querySelector(`[data-target="${target}"]`));
      });
      node.append(holder);
    }
    if (target === null) holder = node;
    if (p) holder.append(words({ t: text, p }));
    else verbatim(holder, text);
    if (target !== null && pieces[i + 1]?.target !== target) {
      holder.append(together(holder, targetButton(target)));
    }
  });
}

/** The words of a place. @param {{t: string, p: number[]}} run */
function words(run) {
  const several = run.p.map((index) => places[index]);
  const first = several[0];
  const drawn = [...new Set(several.flatMap(leaves))];
  const hover = (/** @type {boolean} */ on) => () => drawn.forEach((place) => lift(place, on));
  const node = element("a", {
    class: `geo-words l-${first.layer}`,
    href: `#place=${first.id}`,
    "data-places": run.p.join(","),
    onclick: (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      inPlace(() => choosePlaces(several));
    },
    onmouseenter: hover(true),
    onmouseleave: hover(false),
  });
  wordNodes.push(node);
  return verbatim(node, run.t);
}

/**
 * A button after words: it never begins a line without their last character.
 * @param {HTMLElement} node @param {HTMLElement} button
 */
function together(node, button) {
  const last = node.lastChild;
  const holder = element("span", { class: "geo-together" });
  if (last && last.nodeType === Node.TEXT_NODE && last.textContent) {
    const text = last.textContent;
    last.textContent = text.slice(0, -1);
    holder.append(text.slice(-1));
  }
  holder.append(button);
  return holder;
}

/**
 * The button at the end of a sentence.
 * @param {HTMLElement} node @param {Sentence} one @param {number} n
 */
function countButton(node, one, n) {
  const target = svg(
    "svg",
    { width: 11, height: 11, viewBox: "0 0 11 11", "aria-hidden": "true" },
    svg("circle", { cx: 5.5, cy: 5.5, r: 3 }),
    svg("path", { d: "M5.5 0v3M5.5 8v3M0 5.5h3M8 5.5h3" }),
  );
  const onclick = () => inPlace(() => chooseSentence(one.index));
  const button = element("button", { class: "geo-count", "data-n": n, onclick }, target);
  counts.push({ button, n });
  return together(node, button);
}

let acting = false;

/** Was the last choice made in the report itself? Then it need not scroll. */
export const isReading = () => acting;

/** @param {() => void} act */
function inPlace(act) {
  acting = true;
  act();
  // The view is drawn in the next frame; by the one after it everybody has followed.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      acting = false;
    }),
  );
}

/**
 * Light the words of a place that the pointer is on, on the map.
 * @param {import("geo/data").Place} place @param {boolean} on
 */
export function lightWords(place, on) {
  for (const node of wordNodes) {
    const indexes = (node.dataset.places || "").split(",").map(Number);
    node.classList.toggle("geo-lit", on && indexes.includes(place.index));
  }
}
