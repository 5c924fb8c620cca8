// @ts-check
// A long list is made as it is read: the first rows at once, the next when their turn comes.
import { element } from "geo/dom";

const AT_ONCE = 200;
const FAR = 1000;

/**
 * @typedef {{heads: () => HTMLElement[], rows: any[], make: (one: any) => HTMLElement}} Part
 */

/** Fills a holder with parts, each a heading and a list, a few hundred rows at a time. */
export class Growing {
  /** @param {HTMLElement} holder @param {HTMLElement} scroll what the holder scrolls in */
  constructor(holder, scroll) {
    this.holder = holder;
    this.end = element("div", { class: "geo-rows-end" });
    /** @type {Part[]} */
    this.parts = [];
    this.part = 0;
    this.row = 0;
    /** @type {HTMLElement | null} */
    this.list = null;
    const near = { root: scroll, rootMargin: "600px" };
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.more(), near).observe(
      this.end,
    );
  }

  /** Begin anew. @param {Part[]} parts @param {Node[]} [rest] what stands after the last row */
  begin(parts, rest = []) {
    Object.assign(this, { parts, part: 0, row: 0, list: null });
    this.holder.replaceChildren(this.end, ...rest);
    this.more();
  }

  /** Are there rows still to be made? */
  get isWhole() {
    return this.part >= this.parts.length;
  }

  /** Make the next rows. @param {number} [most] */
  more(most = AT_ONCE) {
    const batch = document.createDocumentFragment();
    for (let made = 0; made < most && !this.isWhole; made++) this.one(batch);
    this.end.before(batch);
    this.end.hidden = this.isWhole;
  }

  /** @param {DocumentFragment} batch */
  one(batch) {
    const { heads, rows, make } = this.parts[this.part];
    if (!this.list) {
      this.list = element("ul", {});
      batch.append(...heads(), /** @type {HTMLElement} */ (this.list));
    }
    const place = { "aria-setsize": rows.length, "aria-posinset": this.row + 1 };
    const some = rows.length > AT_ONCE ? place : {};
    this.list?.append(element("li", some, make(rows[this.row])));
    this.row += 1;
    if (this.row < rows.length) return;
    Object.assign(this, { part: this.part + 1, row: 0, list: null });
  }

  /** Make rows until one of them is there; one that is far down waits for its turn. @param {any} wanted */
  until(wanted) {
    const parts = this.parts.slice(this.part);
    let ahead = 0;
    for (const [i, { rows }] of parts.entries()) {
      const at = rows.indexOf(wanted, i ? 0 : this.row);
      if (at >= 0) {
        ahead += at + 1 - (i ? 0 : this.row);
        if (ahead <= FAR) this.more(ahead);
        return;
      }
      ahead += rows.length - (i ? 0 : this.row);
    }
  }
}
