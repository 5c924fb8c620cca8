"""Rules of geometries: of one, of how well it is known, and of neighbours."""

from __future__ import annotations

from geo_app.messages.message import Message

_TIDY = "or run geo-app tidy."

RULES: dict[str, Message] = {
    # A geometry
    "geometry-shape": Message(
        "the geometry is not an object with type and coordinates (found {found}).",
        'Write {{"type": ..., "coordinates": [...]}}.',
    ),
    "geometry-type": Message("unknown geometry type {found}.{near}", "Use one of: {allowed}."),
    "geometry-collection": Message(
        "the geometry is a GeometryCollection.",
        "Draw the parts as places of their own and list them as members of a group.",
    ),
    "geometry-of-kind": Message(
        'a place of kind "{kind}" cannot be a {found}.', "Draw it as {allowed}."
    ),
    "geometry-empty": Message("the {found} is empty.", "Draw it, or delete the feature."),
    "geometry-coordinates": Message(
        "the coordinates of the {type} are not {shape} (found {found}).",
        "Draw it again, or restore the file.",
    ),
    "position-numbers": Message(
        "a position is not two numbers: {found}.", "Write [lng, lat] in degrees."
    ),
    "position-height": Message(
        "a position has a height: {found}.", "Write [lng, lat] alone{tidy}."
    ),
    "position-range": Message(
        "a position is not on the earth: {found}.",
        "Write degrees, WGS 84: lng -180 to 180, lat -90 to 90{hint}.",
    ),
    "position-swapped": Message(
        "longitude and latitude look swapped: {found}.", "Write [lng, lat]."
    ),
    "position-nowhere": Message(
        "a position lies where no place can be: {found}.", "Give the true position, WGS 84."
    ),
    "position-decimals": Message(
        "a position has more than {limit} decimals: {found}.",
        f"Round it ({{limit}} decimals are 0.1 m), {_TIDY}",
    ),
    "position-twice": Message("a position stands twice running: {found}.", f"Delete one, {_TIDY}"),
    "position-across": Message(
        "an edge leads round the world, from {a} to {b}.",
        "Cut it at the antimeridian: one part ends at 180, the next begins at -180.",
    ),
    "line-short": Message(
        "a line has {found} position(s).", "A line needs at least 2 different positions."
    ),
    "ring-open": Message(
        "the ring is not closed (first {first}; last {last}).",
        f"Repeat the first position at the end, {_TIDY}",
    ),
    "ring-short": Message(
        "a ring has {found} position(s).", "A ring needs at least 4, the last equal to the first."
    ),
    "ring-winding": Message(
        "{found} the wrong way round.",
        f"Outer rings run counter-clockwise, holes clockwise: turn it, {_TIDY}",
    ),
    "area-invalid": Message("{found} near {where}.", "Move the positions there."),
    "datum-shift": Message(
        'looks like {datum}: {here} is {off} m from "{name}" in {file}, and {left} m from it when '
        "read as {datum}.",
        "Transform the positions to WGS 84.",
    ),
    "area-differs": Message(
        "the drawing covers {drawn} km², the source states {stated} km².",
        "Draw it again, mend area_km2, or say why in deviation and deviation_en.",
    ),
    "length-differs": Message(
        "the drawing is {drawn} km long, the source states {stated} km.",
        "Draw it again, mend length_km, or say why in deviation and deviation_en.",
    ),
    "station-order": Message(
        "the stations do not follow the line: {found}.",
        "List them in their order along the line, or draw the line through them in theirs.",
    ),
    # How well a place is known
    "basis-accuracy": Message(
        'the basis is "{basis}" and "accuracy_m" is {found}; that basis means {limit} m or better.',
        "Measure again, or name another basis, such as described-extent.",
    ),
    "curator-accuracy": Message(
        'the only source is "curator" and "accuracy_m" is {found}.',
        "Name a source, or write at least {limit}: own knowledge is no closer.",
    ),
    # Places beside each other and on the water
    "edges-overlap": Message(
        "it overlaps {other} in a strip {width} m wide and {length} km long near {where}.",
        "Give both the same positions along that edge, or let them overlap by more than the "
        "{limit} m to which they are known.",
    ),
    "edges-gap": Message(
        "a gap {width} m wide and {length} km long parts it from {other} near {where}.",
        "Give both the same positions along that edge, or draw them more than {limit} m apart, "
        "to which they are known.",
    ),
    "edge-outside": Message(
        "it lies in {other}, but for a strip {width} m wide and {length} km long near {where}.",
        "Give both the same positions along that edge; they are known to {limit} m.",
    ),
    "port-off-water": Message(
        "the port lies {off} m from any water of the context.",
        "Move it to the bank, within {limit} m, or mend the water.",
    ),
    "crossing-off-river": Message(
        "the crossing does not lead over a river of the context.",
        "Draw it from bank to bank, or mend the water.",
    ),
    "crossing-in-river": Message(
        "an end of the crossing lies in the river, at {where}.",
        "Draw it from land to land.",
    ),
    "river-off-water": Message(
        "it leaves the water of the context by {off} m near {where}.",
        "Draw it along the river, within {limit} m, or mend the water.",
    ),
}
