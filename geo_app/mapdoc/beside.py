"""What folium's own parts need when they are added beside the places, without its CDN scripts.

A popup of folium asks jQuery for one thing, to make a node of a text; a marker asks for Leaflet's
images, and with `folium.Icon` for a pin in a colour; a folded LayerControl for its picture. These
are here. A plugin brings its own scripts from where folium says, usually a CDN.
"""

from __future__ import annotations

import base64
import functools
import importlib.resources

_SCRIPT = """
window.$ ??= (text) => {
  const holder = document.createElement("template");
  holder.innerHTML = text.trim();
  return [holder.content.firstElementChild];
};
// folium asks for a width of "100%%", which is no number: Leaflet then makes it one character wide.
L.Popup.addInitHook(function () {
  if (!Number.isFinite(this.options.maxWidth)) this.options.maxWidth = 300;
});
L.Icon.Default.imagePath = "";
L.Icon.Default.mergeOptions({iconUrl: "%(marker-icon)s", iconRetinaUrl: "%(marker-icon-2x)s",
  shadowUrl: "%(marker-shadow)s"});
L.AwesomeMarkers ??= {icon: ({markerColor = "blue"} = {}) => {
  const named = {lightred: "#ff8e7f", darkpurple: "#5b396b", red: "#d63e2a", blue: "#38aadd"};
  const pin = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  pin.setAttribute("viewBox", "0 0 26 38");
  const shape = pin.appendChild(document.createElementNS(pin.namespaceURI, "path"));
  shape.setAttribute("d", "M13 37C11 27 1 23 1 13a12 12 0 0 1 24 0c0 10-10 14-12 24zm0-29a5 5 0 1 0 0 10 5 5 0 0 0 0-10z");
  shape.setAttribute("stroke", "#fff");
  shape.style.fill = named[markerColor] || markerColor;
  return L.divIcon({html: pin, className: "", iconSize: [26, 38], iconAnchor: [13, 37],
    popupAnchor: [0, -32]});
}};
"""  # noqa: E501  a path is one line
_SHEET = """
.leaflet-control-layers-toggle {background-image: url(%(layers)s)}
.leaflet-retina .leaflet-control-layers-toggle {background-image: url(%(layers-2x)s)}
"""


@functools.cache
def beside() -> str:
    """Return the script and the sheet, as elements for the document's head.

    The names stand for what jQuery, Leaflet.awesome-markers and Leaflet's folder of images would
    give; where real ones are loaded after these, they take over.
    """
    images = _Images()
    return f"<script>{_SCRIPT % images}</script>\n<style>{_SHEET % images}</style>"


class _Images(dict[str, str]):
    """Leaflet's images by name, as data: URLs."""

    def __missing__(self, name: str) -> str:
        folder = importlib.resources.files("xstatic.pkg.leaflet") / "data" / "images"
        data = base64.b64encode((folder / f"{name}.png").read_bytes()).decode()
        return f"data:image/png;base64,{data}"
