// @ts-check
// The map document in its frame. The frame is made once for an address and then only spoken to:
// a rerun of the page renders this component again with the same data and changes nothing.
//
// page → document: filter, select, fit, open, language, theme            (they come by filter.js)
// document → page: ready, selected, filter, language, view, picked; all else is dropped
//
// The address: the page writes the filter, the choice, the language and its tab. Here the rest is
// written beside them: where the map stands (`at`), and what else the document shows (OWN).

/** The components are modules of their own; they meet here. */
const bridge = (globalThis.geoBridge ??= { parts: {} });

if (!bridge.listening) {
  bridge.listening = true;
  // The page writes its own part of the address a moment after the map may have moved.
  globalThis.navigation?.addEventListener("currententrychange", ({ navigationType }) => {
    // Back and forward lead to an entry that is to be read, and not yet to be written.
    if (navigationType === "traverse") return;
    if (bridge.parts.frame) writeStand(bridge.parts.frame, { isPages: true });
  });
  addEventListener("popstate", () => {
    if (bridge.parts.frame) restore(bridge.parts.frame);
  });
  addEventListener("message", (event) => {
    const state = bridge.parts.frame;
    // A sandboxed frame has the opaque origin "null", so the sender tells, not the origin.
    if (event.source === state?.frame.contentWindow && event.origin === "null") {
      receive(state, event.data);
    }
  });
}

const LONGEST_WORD = 200;

/** @param {any} each @param {"string" | "number"} type */
const isA = (each, type) =>
  typeof each === type && (type === "number" ? Number.isFinite(each) : each.length <= LONGEST_WORD);

/** @param {any} list @param {"string" | "number"} type */
const isListOf = (list, type) =>
  Array.isArray(list) && list.length < 10000 && list.every((each) => isA(each, type));

/** Act on a message of the document. */
function receive(state, message) {
  if (message?.geo !== 1) return;
  if (message.type === "ready") {
    // The frame that began with the page has the newest version; this session may show another.
    if (!message.version || !state.path.includes(message.version)) {
      const frame = newFrame(state.frame.title, state.path + state.hash);
      // Not led there: that would be a step for Back.
      state.frame.replaceWith(frame);
      state.frame = frame;
      return;
    }
    state.ready = true;
    state.sent = {};
    state.isLinked = Boolean(state.hash);
    const { command } = bridge;
    if (command) for (const part of Object.values(bridge.parts)) part.obey(command);
  } else if (message.type === "selected" && isListOf(message.ids, "string")) {
    // The document confirms what it was told to choose: that is no news for the page.
    if (String(message.ids) === String(state.chosen)) return;
    state.chosen = message.ids;
    state.tell("selected", message.ids);
  } else if (message.type === "filter") {
    const { tasks, layers, places = null } = message;
    if (!isListOf(tasks, "number") || !isListOf(layers, "string")) return;
    if (places !== null && !isListOf(places, "string")) return;
    // It is no longer what it was told last.
    state.sent.filter = undefined;
    state.tell("filter", { tasks, layers, places });
  } else if (message.type === "view" && isListOf(message.bbox, "number") && message.bbox.length === 4) {
    if (!isA(message.zoom, "number")) return;
    if (typeof message.own === "string") state.own = new URLSearchParams(message.own.slice(0, LONGEST));
    stand(state, message.bbox, message.zoom);
  } else if (message.type === "language" && isA(message.lang, "string")) {
    if (message.lang === state.sent.lang) return;
    state.tell("language", message.lang);
  }
}

/** Of these each change is a step that Back takes back, as in the document by itself. */
const STEPS = ["report", "sentence", "card", "spot", "walk"];
const LONGEST = 2000;

const WORLD_PX = 256;
const PLACES = 5;
const SETTLED_MS = 200;
// Leaflet rounds a centre to whole pixels: within this it is where the address says.
const SAME_PX = 2;

/** Remember where the map stands. It goes into the address once it is not where it began. */
function stand(state, [west, south, east, north], zoom) {
  // The middle of the frame is the middle of Mercator's plane, not of the degrees.
  const plane = (degrees) => Math.asinh(Math.tan((degrees * Math.PI) / 180));
  const lat = (Math.atan(Math.sinh((plane(south) + plane(north)) / 2)) * 180) / Math.PI;
  const now = [lat, (west + east) / 2, zoom];
  // Drawn without room, it first stands somewhere once it has some.
  if (!state.ready || !state.stand.first) state.stand.first = now;
  const { asked, first } = state.stand;
  const pixel = 360 / (WORLD_PX * 2 ** zoom);
  const same = (one) =>
    one?.[2] === zoom && [0, 1].every((i) => Math.abs(one[i] - now[i]) < SAME_PX * pixel);
  if (same(asked)) state.stand.text = asked.join(",");
  else if (!asked && same(first)) state.stand.text = "";
  else state.stand.text = [...now.slice(0, 2).map((each) => each.toFixed(PLACES)), zoom].join(",");
  clearTimeout(bridge.timer);
  bridge.timer = setTimeout(() => writeStand(state), SETTLED_MS);
}

/** Write what the document shows into the page's address, beside what the page writes there. */
function writeStand(state, { isPages = false } = {}) {
  if (!state.ready || !isAbout(state.names)) return;
  clearTimeout(bridge.timer);
  const address = new URL(location.href);
  const before = address.search;
  const wanted = [["at", state.stand.text]];
  for (const [name, here] of Object.entries(OWN)) wanted.push([here, state.own.get(name)]);
  for (const [name, value] of wanted) {
    if (!value) address.searchParams.delete(name);
    else if (address.searchParams.get(name) !== value) address.searchParams.set(name, value);
  }
  const isFirst = !state.written;
  state.written = true;
  if (address.search === before) return;
  const was = new URLSearchParams(before);
  // Without this interface it cannot be told who wrote: then nothing is a step.
  const isStep =
    globalThis.navigation &&
    !isFirst &&
    !isPages &&
    STEPS.some((name) => was.get(name) !== address.searchParams.get(name));
  // What comes with a choice belongs to the step that the page is about to make of it.
  if (isStep && String([...state.chosen].sort()) !== (was.get("place") ?? "")) return;
  if (isStep) history.pushState({}, "", address);
  else history.replaceState(history.state, "", address);
}

/** Back and forward: the document opens what that address says. */
function restore(state) {
  if (!state.ready || !isAbout(state.names)) return;
  clearTimeout(bridge.timer);
  const { asked, hash, query } = askedView(new URLSearchParams(location.search));
  state.stand.asked = asked;
  state.chosen = (query.get("place") ?? "").split(",").filter(Boolean);
  // The page answers with a choice of its own, which is the same.
  state.awaited = String(state.chosen);
  state.sent.filter = undefined;
  state.frame.contentWindow.postMessage({ geo: 1, type: "open", hash }, "*");
}

/** Is the page's address about the plan of these names? @param {string[]} names */
const isAbout = (names) => names.includes(new URLSearchParams(location.search).get("plan") ?? "");

/** Send what differs from what the document was told last. */
function obey(state, command) {
  if (!state.ready || !command) return;
  const post = (type, fields) =>
    state.frame.contentWindow.postMessage({ geo: 1, type, ...fields }, "*");
  const { lang, theme, filter, select } = command;
  // What the address chose, the document has read for itself.
  if (state.isLinked) Object.assign(state.sent, { number: select.number, theme });
  state.isLinked = false;
  if (lang !== state.sent.lang) post("language", { lang });
  if (theme !== state.sent.theme) post("theme", { theme });
  sift(state, filter);
  // Only a choice made on the page has a new number; what was clicked on the map is not sent back,
  // or a second click while the page still answers the first would be undone.
  const isAwaited = state.awaited === String(select.ids);
  state.awaited = undefined;
  const isNews = select.number !== state.sent.number && !isAwaited;
  if (isNews && (select.ids.length || state.sent.number != null)) {
    state.chosen = select.ids;
    post("select", { ids: select.ids, open: true });
  }
  Object.assign(state.sent, { lang, theme, number: select.number });
}

/** Tell the document a filter that it was not told last. */
function sift(state, { tasks, hidden, outcome }) {
  if (!state.ready) return;
  const { layers, recorded, outcome: name } = state.of;
  const shown = layers.filter((layer) => !hidden.includes(layer));
  const wanted = JSON.stringify([[...tasks].sort(), shown, outcome && name]);
  if (wanted === state.sent.filter) return;
  state.sent.filter = wanted;
  const places = outcome ? { places: recorded, name } : { places: null };
  const message = { geo: 1, type: "filter", tasks, layers: shown, ...places };
  state.frame.contentWindow.postMessage(message, "*");
}

/** The frame that began with the page, where it shows what is asked for; else a new one. */
function framed(host, { path, title }, hash) {
  const { early } = bridge;
  bridge.early = undefined;
  const heard = early?.heard() ?? [];
  if (early?.hash === hash && host.isConnected && !host.childElementCount) {
    early.frame.className = "";
    // Put in any other way, it would be loaded anew.
    host.moveBefore(early.frame, null);
    return { frame: early.frame, heard };
  }
  early?.frame.remove();
  const frame = newFrame(title, path + hash);
  host.replaceChildren(frame);
  return { frame, heard: [] };
}

export default function ({ parentElement, data: [data], setTriggerValue }) {
  const host = parentElement.querySelector(".geo-frame");
  let state = bridge.parts.frame;
  let heard = [];
  if (state?.host !== host || state.path !== data.path) {
    // While the page changes plans, its address may still be about the one before.
    const about = isAbout(data.names) ? location.search : "";
    const { asked, hash, isOpen } = askedView(new URLSearchParams(about));
    const { path, names } = data;
    state = { host, path, names, sent: {}, chosen: [], ready: false };
    state.stand = { asked, first: null, text: asked?.join(",") ?? "" };
    state.own = new URLSearchParams();
    // Else the page says it, and a link that is not understood is told once.
    state.hash = isOpen ? `#${hash}` : "";
    state.obey = (command) => obey(state, command);
    bridge.parts.frame = state;
    const found = framed(host, data, state.hash);
    state.frame = found.frame;
    heard = found.heard;
  }
  state.of = data;
  state.frame.title = data.title;
  state.tell = setTriggerValue;
  // What it said before there was anybody to hear it.
  for (const message of heard) receive(state, message);
}
