"""PMTiles 3: vector tiles in one file, a tile layer for each layer of the plan.

GDAL cuts the tiles, but writes one layer an archive and refuses to append. A vector tile is a
protobuf message whose layers are a repeated field, and such messages join by being put end to end:
so each layer is cut alone, and the tiles of one address are joined.

Tiles go to zoom 8 with 16384 steps a side, 9.6 m on the ground at the equator, finer than any place
is known; clients magnify beyond. Zoom 12 took 58 s and 21 MB for the regions alone, as each of
them covers thousands of tiles.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyogrio
from pmtiles.reader import MemorySource, all_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo_app.antimeridian import within
from geo_app.exports.records import NUMBERS, about
from geo_app.exports.rows import frame_of, scratch, write_layer
from geo_app.measures import bbox_of
from geo_app.plan import Plan

MIN_ZOOM, MAX_ZOOM = 3, 8
EXTENT = 16384  # steps a tile's side is divided into
# A tile repeats a place's properties, and a region lies in hundreds of tiles: only these.
FIELDS = (
    *("id", "name", "name_en", "short", "short_en", "kind", "layer", "basis", "accuracy_m"),
    *("extent_note", "extent_note_en", "inferred", "tasks", "sources", "link", "quotation"),
)


def encode(plan: Plan) -> bytes:
    """Return the archive. Its metadata say where it comes from, at "about".

    The same plan gives the same bytes. Lists are JSON text.
    """
    frame = frame_of(plan)
    joined: dict[int, bytes] = defaultdict(bytes)
    layers = [layer for layer in plan.layers if (frame["layer"] == layer.id).any()]
    with scratch(), _one_thread():  # GDAL and the writer both need room for a while
        for layer in layers:
            rows = frame.loc[frame["layer"] == layer.id, [*FIELDS, "geometry"]]
            for tile, data in _tiles(layer.id, rows):
                joined[tile] += data
        buffer = io.BytesIO()
        writer = Writer(buffer)
        for tile in sorted(joined):
            writer.write_tile(tile, gzip.compress(joined[tile], mtime=0))
        writer.finalize(_header(frame), _metadata(plan, [layer.id for layer in layers]))
    return buffer.getvalue()


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Keep GDAL from cutting tiles in parallel: their features would stand in any order."""
    option = "GDAL_NUM_THREADS"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: "1"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _tiles(layer: str, rows: Any) -> list[tuple[int, bytes]]:
    """Return the tiles of one layer, not compressed."""
    found: list[tuple[int, bytes]] = []
    buffer = io.BytesIO()
    write_layer(
        rows,
        buffer,
        layer=layer,
        driver="PMTiles",
        dataset_options={"MINZOOM": MIN_ZOOM, "MAXZOOM": MAX_ZOOM, "EXTENT": EXTENT},
    )
    for address, data in all_tiles(MemorySource(buffer.getvalue())):
        found.append((zxy_to_tileid(*address), gzip.decompress(data)))
    return found


def _header(frame: Any) -> dict[str, Any]:
    west, south, east, north = (round(side * 1e7) for side in frame.total_bounds)
    box = bbox_of(frame.geometry)
    # On both sides of the antimeridian the box is the whole world, and its middle is not theirs.
    across = 180 if box.east < box.west else 0
    middle = within((box.west + box.east) / 2 + across)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": MAX_ZOOM,
        "center_lon_e7": math.floor(middle * 1e7),
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(plan: Plan, layers: list[str]) -> dict[str, Any]:
    origin = about(plan)
    fields = {name: "Number" if name in NUMBERS else "String" for name in FIELDS}
    zoom = {"minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM}
    titles = {layer.id: layer.title for layer in plan.layers}
    return {
        "name": origin["title"],
        "description": origin["note"],
        "attribution": origin["attribution"],
        "type": "overlay",
        "vector_layers": [
            {"id": name, "description": titles[name], **zoom, "fields": fields} for name in layers
        ],
        "about": origin,
    }
