// @ts-check
// Addresses and citations: a short link for a place, a quotation with where it stands.
import { measureOf, plan, sentences, wordsOf } from "geo/data";
import { isEmbedded } from "geo/stage";
import { say, t, taskName } from "geo/strings";
import { view } from "geo/view";

/**
 * An address that opens something: in a page that hosts the map, that page's own.
 * @param {Record<string, string | number>} asked
 */
export function linkTo(asked) {
  const words = Object.entries(asked).map(([key, value]) => `${key}=${value}`);
  if (view.lang !== plan.lang) words.push(`lang=${view.lang}`);
  const text = words.join("&");
  const host = isEmbedded && document.referrer;
  if (host) return `${host.split(/[?#]/)[0]}${text && `?${text}`}`;
  return `${location.href.split("#")[0]}${text && `#${text}`}`;
}

/** The short link of a place. @param {string} id */
export const placeLink = (id) => linkTo({ place: id });

/**
 * A sentence with its citation: report, publisher, date, task, measure, link.
 * @param {number} index @param {string} [place] id, where the quotation is one of a place
 */
export function citation(index, place) {
  const sentence = sentences[index];
  const { title, publisher, date } = plan.report;
  const task = sentence.task ? `${t("keyword")} ${sentence.task} ${taskName(sentence.task)}` : "";
  const heading = measureOf(sentence);
  const measure = heading ? say(heading) : "";
  const where = [say(title), say(publisher), date, task, measure].filter(Boolean);
  const address = isEmbedded && place ? placeLink(place) : linkTo({ sentence: index, report: 1 });
  const gloss = view.lang === "en" && sentence.gloss;
  return [
    `“${wordsOf(sentence)}”`,
    gloss ? `[${t("gloss_note")}: ${sentence.gloss}]` : "",
    `${t("bracket_open").trim()}${where.join(t("comma"))}${t("bracket_close")}`,
    address,
  ]
    .filter(Boolean)
    .join("\n");
}
