// @ts-check
// The report beside the map: opens, scrolls to what is chosen, marks it.
import { placeOf, plan, sentences } from "geo/data";
import { element, find, put } from "geo/dom";
import { buildReport, isReading, sentenceNodes, wordNodes } from "geo/report";
import { map, moves } from "geo/stage";
import { t, taskName } from "geo/strings";
import { change, onChange, view } from "geo/view";

const ABOVE_PX = 110;

/** Build the report once and keep it in step with the view. */
export function startReader() {
  buildReport(find(".geo-report"));
  onChange(["lang"], buildNumerals);
  onChange(["reader"], toggle);
  onChange(["sentence", "selected", "reader"], mark);
  onChange(["sentence", "selected", "reader"], follow);
  find(".geo-report").addEventListener("scroll", markTask, { passive: true });
  find(".geo-reader-button").addEventListener("click", () => change({ reader: !view.reader }));
  find(".geo-reader-close").addEventListener("click", () => {
    change({ reader: false });
    find(".geo-reader-button").focus();
  });
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
  find(".geo-reader").hidden = !view.reader;
  document.body.classList.toggle("geo-reading", view.reader);
  find(".geo-reader-button").setAttribute("aria-expanded", String(view.reader));
  map.invalidateSize({ animate: false });
  markTask();
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
  if (view.sentence !== null) {
    scrollTo(sentenceNodes.get(view.sentence), ABOVE_PX);
    return;
  }
  if (view.selected.length !== 1 || !(changed.has("selected") || changed.has("reader"))) return;
  const place = placeOf(view.selected[0]);
  const quotes = place ? place.quotes : [];
  const body = quotes.find(({ s }) => ["statement", "sentence"].includes(sentences[s].kind));
  const quote = body || quotes[0];
  if (quote) scrollTo(sentenceNodes.get(quote.s), ABOVE_PX);
}

/** @param {HTMLElement | undefined} node @param {number} above */
function scrollTo(node, above) {
  if (!node) return;
  const report = find(".geo-report");
  const top = node.getBoundingClientRect().top - report.getBoundingClientRect().top;
  report.scrollTo({ top: report.scrollTop + top - above, behavior: moves() ? "smooth" : "auto" });
}

/** The numeral of the task that is being read. */
function markTask() {
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
