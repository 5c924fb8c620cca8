// @ts-check
// The map document in its frame. The frame is made once for an address and then only spoken to:
// a rerun of the page renders this component again with the same data and changes nothing.
//
// page → document: filter, select, fit, move, language, theme      (commands come by control.js)
// document → page: ready, selected, filter, language, view, picked; all else is dropped

const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** Both components are modules of their own; they meet here. */
const bridge = (globalThis.geoBridge ??= { frames: new Map(), commands: new Map() });

if (!bridge.listening) {
  bridge.listening = true;
  // The page writes its own part of the address a moment after the map may have moved.
  globalThis.navigation?.addEventListener("currententrychange", () => {
    for (const state of bridge.frames.values()) writeStand(state);
  });
  addEventListener("popstate", () => {
    for (const state of bridge.frames.values()) restore(state);
  });
  addEventListener("message", (event) => {
    for (const state of bridge.frames.values()) {
      // A sandboxed frame has the opaque origin "null", so the sender tells, not the origin.
      if (event.source === state.frame.contentWindow && event.origin === "null") {
        receive(state, event.data);
      }
    }
  });
}

/** @param {any} list @param {"string" | "number"} type */
const isListOf = (list, type) =>
  Array.isArray(list) && list.length < 10000 && list.every((each) => typeof each === type);

/** Act on a message of the document. */
function receive(state, message) {
  if (message?.geo !== 1) return;
  if (message.type === "ready") {
    state.ready = true;
    // What the address chose, the document has read for itself.
    state.sent = { number: state.stand.asked && bridge.commands.get(state.key)?.select.number };
    state.obey(bridge.commands.get(state.key));
  } else if (message.type === "selected" && isListOf(message.ids, "string")) {
    // The document confirms what it was told to choose: that is no news for the page.
    if (String(message.ids) === String(state.chosen)) return;
    state.chosen = message.ids;
    state.tell("selected", message.ids);
  } else if (message.type === "filter") {
    const { tasks, layers, places = null } = message;
    if (!isListOf(tasks, "number") || !isListOf(layers, "string")) return;
    if (places === null || isListOf(places, "string")) state.tell("filter", { tasks, layers, places });
  } else if (message.type === "view" && isListOf(message.bbox, "number") && message.bbox.length === 4) {
    stand(state, message.bbox, message.zoom);
  } else if (message.type === "language" && typeof message.lang === "string") {
    if (message.lang === state.sent.lang) return;
    state.tell("language", message.lang);
  }
}

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
  if (!state.ready) state.stand.first = now;
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

/** Write where the map stands into the page's address, beside what the page writes there. */
function writeStand(state) {
  const address = new URL(location.href);
  if (!state.ready || (address.searchParams.get("at") ?? "") === state.stand.text) return;
  if (state.stand.text) address.searchParams.set("at", state.stand.text);
  else address.searchParams.delete("at");
  history.replaceState(history.state, "", address);
}

/** Back and forward: put the map where it stood at that address. */
function restore(state) {
  if (!state.ready) return;
  const { asked } = askedView();
  const [lat, lng, zoom] = asked ?? state.stand.first;
  state.stand.asked = asked;
  state.frame.contentWindow.postMessage({ geo: 1, type: "move", lng, lat, zoom }, "*");
}

/** What the page's address asks of the document, where it says how the map stands. */
function askedView() {
  const query = new URLSearchParams(location.search);
  const asked = (query.get("at") ?? "").split(",").map(Number);
  if (asked.length !== 3 || !asked.every(Number.isFinite)) return { asked: null, hash: "" };
  const hash = new URLSearchParams({ view: asked.join(",") });
  for (const name of ["task", "hide", "place"]) {
    if (query.has(name)) hash.set(name, query.get(name) ?? "");
  }
  return { asked, hash: `#${hash}` };
}

/** Send what differs from what the document was told last. */
function obey(state, command) {
  if (!state.ready || !command) return;
  const post = (type, fields) =>
    state.frame.contentWindow.postMessage({ geo: 1, type, ...fields }, "*");
  const { lang, theme, filter, select } = command;
  if (lang !== state.sent.lang) post("language", { lang });
  if (theme !== state.sent.theme) post("theme", { theme });
  const wanted = JSON.stringify(filter);
  if (wanted !== state.sent.filter) post("filter", filter);
  // Only a choice made on the page has a new number; what was clicked on the map is not sent back,
  // or a second click while the page still answers the first would be undone.
  if (select.number !== state.sent.number && (select.ids.length || state.sent.number != null)) {
    state.chosen = select.ids;
    post("select", { ids: select.ids, open: true });
  }
  state.sent = { lang, theme, filter: wanted, number: select.number };
}

export default function ({ parentElement, data, setTriggerValue }) {
  const host = parentElement.querySelector(".geo-frame");
  let state = bridge.frames.get(data.key);
  if (state?.host !== host || state.path !== data.path) {
    const frame = document.createElement("iframe");
    frame.title = data.title;
    frame.setAttribute("sandbox", SANDBOX);
    frame.setAttribute("allow", "clipboard-write");
    const { asked, hash } = askedView();
    state = { key: data.key, host, frame, path: data.path, sent: {}, chosen: [], ready: false };
    state.stand = { asked, first: null, text: asked?.join(",") ?? "" };
    state.obey = (command) => obey(state, command);
    bridge.frames.set(data.key, state);
    // Relative to the page, so a base path or a proxy's prefix needs no setting.
    frame.src = new URL(data.path, new URL(".", document.baseURI)).href + hash;
    host.replaceChildren(frame);
  }
  state.frame.title = data.title;
  state.tell = setTriggerValue;
}
