// @ts-check
// Carries the page's commands to the map's frame. It is a component of its own because the data of
// the frame's component must stay the same from run to run.

const bridge = (globalThis.geoBridge ??= { frames: new Map(), commands: new Map() });

export default function ({ data }) {
  // Streamlit's page says it is English, whatever stands in it.
  document.documentElement.lang = data.lang === "zh" ? "zh-Hans" : data.lang;
  bridge.commands.set(data.key, data);
  bridge.frames.get(data.key)?.obey(data);
}
