// @ts-check
// Finding words in the report: every hit is lit, counted and walked through. The text stays as it is.
import { sentences } from "geo/data";
import { find } from "geo/dom";
import { scrollReport } from "geo/reader";
import { glossNodes, sentenceNodes } from "geo/report";
import { t } from "geo/strings";
import { change, onChange, view } from "geo/view";

const LEAST_LATIN = 2;

/** @type {Range[]} */
let hits = [];
let now = 0;

/** Wire the field over the report. */
export function startSeek() {
  const input = find(".geo-find input");
  input.addEventListener("input", () => {
    now = 0;
    change({ find: input.value });
  });
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing || event.key !== "Enter") return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  find(".geo-find-before").addEventListener("click", () => go(-1));
  find(".geo-find-next").addEventListener("click", () => go(1));
  onChange(["find"], () => {
    if (input.value !== view.find) input.value = view.find;
    if (view.find.trim()) now = 0;
  });
  onChange(["find", "placed", "gloss", "lang", "reader"], (changed) => seek(changed));
}

/** @param {Set<string>} changed */
function seek(changed) {
  const words = view.find.trim().toLowerCase();
  const latin = /^[\x20-\x7e]*$/.test(words);
  const enough = words.length >= (latin && !/^\d+$/.test(words) ? LEAST_LATIN : 1);
  hits = enough && view.reader ? nodes().flatMap((node) => rangesIn(node, words)) : [];
  now = Math.min(now, Math.max(0, hits.length - 1));
  show();
  if (hits.length && changed.has("find")) scrollReport(hits[now]);
}

/** What can be read now, in the order of the text. */
function nodes() {
  return sentences.flatMap(({ index }) => {
    const node = sentenceNodes.get(index);
    if (view.placed && !node.classList.contains("geo-has")) return [];
    const gloss = view.lang === "en" && view.gloss ? glossNodes.get(index) : null;
    return gloss ? [node, gloss] : [node];
  });
}

/** @param {Element} node @param {string} words @returns {Range[]} */
function rangesIn(node, words) {
  if (!(node.textContent || "").toLowerCase().includes(words)) return [];
  /** @type {{text: Text, from: number}[]} */
  const texts = [];
  let whole = "";
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode);
    texts.push({ text, from: whole.length });
    whole += text.data.toLowerCase();
  }
  const ranges = [];
  for (let at = whole.indexOf(words); at >= 0; at = whole.indexOf(words, at + words.length)) {
    const range = new Range();
    const first = holding(texts, at);
    const last = holding(texts, at + words.length - 1);
    range.setStart(first.text, at - first.from);
    range.setEnd(last.text, at + words.length - last.from);
    ranges.push(range);
  }
  return ranges;
}

/** @param {{text: Text, from: number}[]} texts @param {number} at */
function holding(texts, at) {
  return texts.filter(({ from }) => from <= at).pop() || texts[0];
}

/** @param {1 | -1} by */
function go(by) {
  if (!hits.length) return;
  now = (now + by + hits.length) % hits.length;
  show();
  scrollReport(hits[now]);
}

function show() {
  const asked = Boolean(view.find.trim());
  const some = hits.length > 0;
  const count = some ? t("find_count", { i: now + 1, n: hits.length }) : t("find_none");
  find(".geo-find-count").textContent = asked ? count : "";
  for (const name of [".geo-find-before", ".geo-find-next"]) find(name).hidden = !some;
  // Browsers without the registry still scroll to each hit and count them.
  const registry = /** @type {any} */ (CSS).highlights;
  if (!registry) return;
  const Marks = /** @type {any} */ (window).Highlight;
  registry.set("geo-hits", new Marks(...hits));
  registry.set("geo-hit-now", some ? new Marks(hits[now]) : new Marks());
}
