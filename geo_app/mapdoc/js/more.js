// @ts-check
// The quiet menu: walking a task, measuring, coordinates, links, an embed snippet, the keys.
import { linkTo } from "geo/cite";
import { copyButton, copyText, textBox } from "geo/copy";
import { showDialog } from "geo/dialog";
import { element, find, put } from "geo/dom";
import { enter, leave } from "geo/focus";
import { latLng } from "geo/here";
import { writeNow } from "geo/link";
import { isEmbedded, map } from "geo/stage";
import { startWalk } from "geo/story";
import { say, t } from "geo/strings";
import { told } from "geo/turns";
import { change, onChange, view } from "geo/view";
import { plan } from "geo/data";

const MENU = ".geo-more-menu";

/** Wire the menu and what it switches on. */
export function startMore() {
  const button = find(".geo-more-button");
  button.addEventListener("click", () => change({ more: !view.more }));
  onChange(["more", "lang", "coords"], draw);
  onChange(["coords"], () => {
    if (!view.coords) find(".geo-cursor").textContent = "";
  });
  document.addEventListener("pointerdown", (event) => {
    const at = /** @type {Element} */ (event.target);
    if (view.more && !at.closest(`${MENU}, .geo-more-button`)) change({ more: false });
  });
  find(MENU).addEventListener("keydown", walk);
  map.on("mousemove", (/** @type {any} */ { latlng }) => {
    if (view.coords) find(".geo-cursor").textContent = latLng([latlng.lng, latlng.lat], 5);
  });
  map.on("move", () => {
    // From the keyboard the middle of the map is what is pointed at.
    if (!view.coords || document.activeElement !== map.getContainer()) return;
    const { lng, lat } = map.getCenter();
    find(".geo-cursor").textContent = latLng([lng, lat], 5);
  });
}

/** @type {{key: string, act: () => void, on?: () => boolean}[]} */
const ITEMS = [
  { key: "story", act: startWalk },
  { key: "measure", act: () => change({ tool: "measure", story: null }) },
  { key: "cursor", act: () => change({ coords: !view.coords }), on: () => view.coords },
  { key: "page_link", act: () => copyText(viewLink()) },
  { key: "embed", act: showEmbed },
  { key: "keyboard", act: showKeys },
  // On a phone there is no room for its own button.
  { key: "theme", act: () => find(".geo-theme").click() },
];

/** @param {Set<string>} changed */
function draw(changed) {
  const menu = find(MENU);
  const button = find(".geo-more-button");
  button.setAttribute("aria-expanded", String(view.more));
  menu.hidden = !view.more;
  put(menu, ...ITEMS.map(item));
  if (!changed.has("more")) return;
  if (view.more) enter(menu.querySelector("button"), MENU, button);
  else if (menu.contains(document.activeElement) || document.activeElement === document.body) {
    leave(MENU);
  }
}

/** @param {{key: string, act: () => void, on?: () => boolean}} one */
function item({ key, act, on }) {
  const onclick = () => {
    change({ more: false });
    leave(MENU);
    act();
  };
  const checked = on ? { role: "menuitemcheckbox", "aria-checked": String(on()) } : { role: "menuitem" };
  const look = `geo-item-${key.replace("_", "-")}`;
  const sign = on?.() && element("i", { "aria-hidden": "true" }, "✓");
  return element("button", { ...checked, class: look, onclick }, t(key), sign);
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const all = [...find(MENU).querySelectorAll("button")].filter((one) => one.offsetParent);
  const now = all.indexOf(/** @type {any} */ (document.activeElement));
  const to = { ArrowDown: now + 1, ArrowUp: now - 1 + all.length, Home: 0, End: all.length - 1 }[
    event.key
  ];
  if (event.key === "Tab") change({ more: false });
  if (to === undefined) return;
  event.preventDefault();
  all[to % all.length].focus();
}

/** The address of the view as it is. */
function viewLink() {
  if (isEmbedded) return linkTo({});
  writeNow();
  return location.href;
}

function showEmbed() {
  if (!isEmbedded) writeNow();
  const { lng, lat } = map.getCenter();
  const address = isEmbedded ? location.href.split("#")[0] : location.href;
  const stand = /[#&]view=/.test(address)
    ? ""
    : `${address.includes("#") ? "&" : "#"}view=${lat.toFixed(5)},${told(lng).toFixed(5)},${map.getZoom()}`;
  const quote = (/** @type {string} */ text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
  const snippet =
    `<iframe src="${quote(address + stand)}" title="${quote(say(plan.title))}" ` +
    'width="100%" height="560" style="border:0" loading="lazy" ' +
    'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>';
  const foot = element("p", {}, copyButton("copy", () => snippet));
  showDialog(t("embed"), element("p", {}, t("embed_how")), textBox(snippet, t("embed")), foot);
}

/** The keys and what they do. */
export function showKeys() {
  const keys = [
    ["/", "key_search"],
    ["↑ ↓", "key_walk"],
    ["Esc", "key_escape"],
    ["R", "key_report"],
    ["[ ]", "key_step"],
    ["← → ↑ ↓ + −", "key_map"],
    ["?", "key_help"],
  ];
  const list = element("dl", { class: "geo-keys" });
  for (const [key, words] of keys) {
    const caps = key.split(" ").map((one) => element("kbd", {}, one));
    list.append(element("dt", {}, ...caps), element("dd", {}, t(words)));
  }
  showDialog(t("keyboard"), list, element("p", { class: "geo-quiet" }, t("here_how")));
}
