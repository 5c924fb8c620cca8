// @ts-check
// Elements without markup: everything that is data goes in as text.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, any>} Attributes */
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An HTML element. `on…` attributes are listeners; true is an empty attribute; null is none.
 * @param {string} tag @param {Attributes} [attributes] @param {...Child} children
 * @returns {any}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * An SVG element.
 * @param {string} tag @param {Attributes} [attributes] @param {...Child} children
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @param {Element} node @param {Attributes} attributes @param {Child[]} children
 * @returns {any}
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("aria-")) node.setAttribute(name, String(value));
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false) node.setAttribute(name, String(value));
  }
  node.append(...children.filter(isChild));
  return node;
}

/** @param {Child} child @returns {child is Node | string} */
function isChild(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

/** The one element that a selector finds. @param {string} selector @returns {any} */
export function find(selector) {
  const node = document.querySelector(selector);
  if (!node) throw new Error(`the page has no ${selector}`);
  return node;
}

/** Replace what an element holds. @param {Element} node @param {...Child} children */
export function put(node, ...children) {
  node.replaceChildren(...children.filter(isChild));
}

/**
 * Append words of the report as they are. The space that an ASCII comma or colon lacks after it
 * is drawn by CSS; the characters stay.
 * @template {Element} E @param {E} node @param {string} words @returns {E}
 */
export function verbatim(node, words) {
  for (const piece of words.split(/([,:])/)) {
    if (piece === "," || piece === ":") node.append(element("span", { class: "geo-hp" }, piece));
    else if (piece) node.append(piece);
  }
  return node;
}

/** Words of a source: those in Chinese are Chinese in any language. @param {string} text */
export function langOf(text) {
  return /\p{Script=Han}/u.test(text) ? "zh-Hans" : null;
}

/**
 * A link to a source, or its plain text where there is no address.
 * @param {string} text @param {string} url
 */
export function link(text, url) {
  const lang = langOf(text);
  if (!/^https?:\/\//.test(url || "")) return element("span", { lang }, text);
  return element("a", { href: url, lang, target: "_blank", rel: "noopener noreferrer" }, text);
}
