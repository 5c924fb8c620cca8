// @ts-check
// Carries what is new in a run to the filter, the exports and the map. It is sent anew each time, and
// its script with it: so the rest of them, which stays the same, stands in theirs.

export default function ({ data: [data] }) {
  const bridge = (globalThis.geoBridge ??= { parts: {} });
  bridge.news = data;
  bridge.hear?.(data);
}
