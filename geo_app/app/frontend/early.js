// @ts-check
// Runs first of all in the page: the map begins to load while Streamlit's scripts still come, and
// stands where it will stand. The frame's component then takes it over as it is.

const bridge = (globalThis.geoBridge ??= { parts: {} });

/** Begin to load what the address asks for, whichever version of it is the newest. */
function begin() {
  const query = new URLSearchParams(location.search);
  const { hash, isOpen } = askedView(query);
  const plan = encodeURIComponent(query.get("plan") ?? "");
  const frame = newFrame(TITLE, `geo/first?plan=${plan}${isOpen ? `#${hash}` : ""}`);
  frame.className = "geo-early";
  const messages = [];
  const hear = ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== "null") return;
    // Only now it is shown: where there is no map, nothing stands over what the page says.
    if (data?.type === "ready" && data.version) frame.classList.add("geo-drawn");
    messages.push(data);
  };
  addEventListener("message", hear);
  const heard = () => {
    removeEventListener("message", hear);
    return messages;
  };
  bridge.early = { frame, hash: isOpen ? `#${hash}` : "", heard };
  document.body.append(frame);
}

// Other tabs hide the map; and a frame that cannot be moved would be loaded twice.
if (!new URLSearchParams(location.search).has("tab") && "moveBefore" in Element.prototype) {
  // This stands in the head: the body is about to come.
  const watch = new MutationObserver(() => {
    if (!document.body) return;
    watch.disconnect();
    begin();
  });
  watch.observe(document.documentElement, { childList: true });
}
