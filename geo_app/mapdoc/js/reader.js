// @ts-check
// The report beside the map: opens, scrolls to what is chosen, marks it.
import { placeOf, plan, sentences } from "geo/data";
import { element, find, put } from "geo/dom";
import { enter, leave } from "geo/focus";
import { buildReport, glossNodes, isReading, sentenceNodes, wordNodes } from "geo/report";
import { isLarge } from "geo/scale";
import { map, moves } from "geo/stage";
import { readNow } from "geo/steps";
import { t, taskName } from "geo/strings";
import { change, onChange, view } from "geo/view";

const ABOVE_PX = 110;
const SETTLED_MS = 200;

/** Build the report once, when the map stands, and keep it in step with the view. */
export function startReader() {
  // Not every browser says when it is idle.
  const later = window.requestIdleCallback || setTimeout;
  if (!isLarge) later(build);
  onChange(["lang"], buildNumerals);
  onChange(["reader"], toggle);
  onChange(["placed", "gloss", "lang"], drawChoices);
  onChange(["sentence", "selected", "reader"], mark);
  onChange(["sentence", "selected", "reader"], follow);
  find(".geo-report").addEventListener("scroll", onScroll, { passive: true });
  find(".geo-reader-button").addEventListener("click", () => change({ reader: !view.reader }));
  find(".geo-reader-close").addEventListener("click", closeReader);
  find(".geo-only-placed").addEventListener("click", () => keepPlace({ placed: !view.placed }));
  find(".geo-gloss-toggle").addEventListener("click", () => keepPlace({ gloss: !view.gloss }));
}

/** Close the report; the focus goes back to what opened it. */
export function closeReader() {
  change({ reader: false });
  if (find(".geo-reader").contains(document.activeElement)) find(".geo-reader-button").focus();
  leave(".geo-reader");
}

let built = false;

/** The report of a large plan is made when it is opened. */
function build() {
  if (!built) buildReport(find(".geo-report"));
  built = true;
}

function buildNumerals() {
  put(
    find(".geo-numerals"),
    ...plan.tasks.map((/** @type {{n: number}} */ { n }) =>
      element(
        "button",
        {
          "aria-label": `${t("task")} ${n} ${taskName(n)}`,
          title: taskName(n),
          "data-numeral": n,
          onclick: () => scrollTo(find(`.geo-report [data-keyword="${n}"]`), 12),
        },
        String(n),
      ),
    ),
  );
  markTask();
}

function toggle() {
  if (view.reader) {
    build();
    drawChoices(); // before it is scrolled: translations take room
  }
  const reader = find(".geo-reader");
  const isSame = reader.hidden === !view.reader;
  reader.hidden = !view.reader;
  document.body.classList.toggle("geo-reading", view.reader);
  find(".geo-reader-button").setAttribute("aria-expanded", String(view.reader));
  // To ask for a size has the page laid out at once: at the start for nothing.
  if (!isSame) map.invalidateSize({ animate: false });
  if (view.reader && view.read !== null && readNow() === null) {
    scrollTo(sentenceNodes.get(view.read), 12);
  }
  markTask();
}

/** What of the report is shown: all or only what is on the map, with or without translation. */
function drawChoices() {
  const glossed = view.lang === "en" && glossNodes.size > 0;
  const report = find(".geo-report");
  report.classList.toggle("geo-placed-only", view.placed);
  report.classList.toggle("geo-glossed", glossed && view.gloss);
  find(".geo-only-placed").setAttribute("aria-pressed", String(view.placed));
  const button = find(".geo-gloss-toggle");
  button.setAttribute("aria-pressed", String(view.gloss));
  button.textContent = t(view.gloss ? "gloss_hide" : "gloss_show");
  find(".geo-gloss-note").hidden = !glossed;
}

/** Change what is shown; what was at the top stays there. @param {object} patch */
function keepPlace(patch) {
  const top = readNow() ?? topSentence();
  change(patch);
  requestAnimationFrame(() => {
    const node = top === null ? undefined : sentenceNodes.get(top);
    if (node?.getClientRects().length) scrollTo(node, ABOVE_PX);
  });
}

/** Mark the chosen sentence, and the words of the chosen places in it. */
function mark() {
  for (const [index, node] of sentenceNodes) {
    node.classList.toggle("geo-on", index === view.sentence);
  }
  const on = new Set(view.selected.map((id) => placeOf(id)?.index));
  for (const node of wordNodes) {
    const indexes = (node.dataset.places || "").split(",").map(Number);
    const any = indexes.some((/** @type {number} */ index) => on.has(index));
    node.classList.toggle("geo-on", any);
  }
}

/**
 * An open report scrolls to what was chosen elsewhere; a closed one stays closed.
 * @param {Set<string>} changed
 */
function follow(changed) {
  if (!view.reader || isReading()) return;
  const now = readNow();
  if (now === null) return;
  const node = sentenceNodes.get(now);
  if (view.placed && !node.classList.contains("geo-has")) change({ placed: false });
  scrollTo(node, ABOVE_PX);
  if (changed.has("reader")) {
    node.tabIndex = -1;
    enter(node, ".geo-reader");
  }
}

/** Scroll the report to something in it. @param {Range | HTMLElement} spot */
export function scrollReport(spot) {
  scrollTo(spot, ABOVE_PX);
}

/** @param {Range | HTMLElement | undefined} spot @param {number} above */
function scrollTo(spot, above) {
  if (!spot) return;
  const report = find(".geo-report");
  const top = spot.getBoundingClientRect().top - report.getBoundingClientRect().top;
  report.scrollTo({ top: report.scrollTop + top - above, behavior: moves() ? "smooth" : "auto" });
}

let settle = 0;

function onScroll() {
  markTask();
  clearTimeout(settle);
  settle = setTimeout(() => {
    if (view.reader) change({ read: find(".geo-report").scrollTop > 8 ? topSentence() : null });
  }, SETTLED_MS);
}

/** The first sentence that begins in sight. */
function topSentence() {
  const edge = find(".geo-report").getBoundingClientRect().top;
  for (const { index } of sentences) {
    // Its beginning, not its box: sentences share lines, and the one before would be taken for it.
    const [begin] = sentenceNodes.get(index).getClientRects();
    if (begin?.height && begin.top >= edge) return index;
  }
  return null;
}

/** The numeral of the task that is being read. */
function markTask() {
  if (!view.reader) return;
  const report = find(".geo-report");
  const edge = report.getBoundingClientRect().top + 90;
  let now = 0;
  for (const node of report.querySelectorAll("[data-keyword]")) {
    if (node.getBoundingClientRect().top < edge) now = Number(node.dataset.keyword);
  }
  for (const button of find(".geo-numerals").children) {
    const on = Number(button.dataset.numeral) === now;
    if (on) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
