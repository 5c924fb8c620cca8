// @ts-check
// On paper: the map as it is framed now, the legend, and what the report says of what is in sight.
import { chosen, drawChosen } from "geo/choose";
import { leaves, placeOf, plan, sentences } from "geo/data";
import { element, find, put, verbatim } from "geo/dom";
import { isFiltered, shown } from "geo/filter";
import { nameAll } from "geo/labels";
import { boundsOf, map } from "geo/stage";
import { ownLang, say, t, taskName } from "geo/strings";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").Sentence} Sentence */

/** @type {{bounds: any, centre: any, zoom: number, theme: string | undefined} | null} */
let before = null;

/** Lay everything out for paper while the browser prints. */
export function startPrint() {
  addEventListener("beforeprint", layOut);
  addEventListener("afterprint", putBack);
}

function layOut() {
  const root = document.documentElement;
  before = {
    bounds: map.getBounds(),
    centre: map.getCenter(),
    zoom: map.getZoom(),
    theme: root.dataset.theme,
  };
  root.classList.add("geo-printing");
  root.dataset.theme = "light";
  put(find(".geo-print-head"), ...heading());
  map.invalidateSize({ animate: false, pan: false });
  map.fitBounds(before.bounds, { animate: false });
  put(find(".geo-print-quotes"), ...quotations());
  drawChosen();
  nameAll();
}

function putBack() {
  if (!before) return;
  const root = document.documentElement;
  root.classList.remove("geo-printing");
  root.dataset.theme = before.theme;
  put(find(".geo-print-head"));
  put(find(".geo-print-quotes"));
  map.invalidateSize({ animate: false, pan: false });
  map.setView(before.centre, before.zoom, { animate: false });
  before = null;
  drawChosen();
  nameAll();
}

function heading() {
  const tasks = view.tasks.map((n) => `${n} ${taskName(n)}`).join(t("list_comma"));
  const report = [say(plan.report.title), say(plan.report.publisher), plan.report.date];
  return [
    element("h1", {}, say(plan.title)),
    isFiltered() && element("p", { class: "geo-print-filter" }, tasks || t("n_places", { n: shown().length })),
    element("p", {}, report.filter(Boolean).join(t("dot"))),
  ];
}

/** What is chosen; without a choice, what the map shows at rest in its frame. */
function inSight() {
  const several = chosen();
  if (several.length) return several;
  const frame = map.getBounds();
  return shown().filter((place) => place.atRest && !place.wide && frame.intersects(boundsOf(place.bbox)));
}

/** The sentences that name what is in sight, in the order of the report. */
function quotations() {
  const seen = inSight();
  const wanted = new Set(seen.flatMap((place) => [place, ...leaves(place)]));
  const numbers = new Set(seen.flatMap((place) => place.quotes.map(({ s }) => s)));
  let task = -1;
  return [...numbers]
    .sort((a, b) => a - b)
    .filter((number) => sentences[number].kind !== "recap")
    .filter((number) => !view.tasks.length || view.tasks.includes(sentences[number].task))
    .flatMap((number) => {
      const sentence = sentences[number];
      const title = sentence.task === task ? null : titleOf(sentence);
      task = sentence.task;
      return [title, quotation(sentence, wanted)];
    });
}

/** @param {Sentence} sentence */
function titleOf({ task }) {
  return task ? element("h2", {}, `${t("keyword")} ${task} ${taskName(task)}`) : null;
}

/** @param {Sentence} sentence @param {Set<Place>} wanted */
function quotation(sentence, wanted) {
  const words = element("p", {});
  const named = new Set();
  for (const run of sentence.runs) {
    if (typeof run === "string") verbatim(words, run);
    else {
      const mine = run.p.map((index) => plan.places[index]).filter((place) => wanted.has(place));
      for (const place of mine) named.add(place);
      words.append(verbatim(element(mine.length ? "u" : "span"), run.t));
    }
  }
  const places = [...named].map(({ id }) => say(/** @type {Place} */ (placeOf(id)).short));
  return element(
    "blockquote",
    { lang: plan.textLang, "data-sentence": sentence.index },
    words,
    view.lang === "en" && sentence.gloss && element("p", { lang: "en" }, sentence.gloss),
    element(
      "footer",
      { lang: ownLang() },
      [sentence.kind === "sentence" ? sentence.section : "", places.join(t("list_comma"))]
        .filter(Boolean)
        .join(t("dot")),
    ),
  );
}
