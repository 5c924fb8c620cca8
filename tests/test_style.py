"""The style table: contrast and colour vision, as numbers."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from coloraide import Color

from geo_app import schema, style


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("layer", style.LAYERS)
def test_lines_and_labels_stand_out_from_the_land(layer: str, theme: int) -> None:
    land = style.COLOURS["land"][theme]
    assert contrast(style.LAYERS[layer].line[theme], land) >= 3
    assert contrast(style.LAYERS[layer].label[theme], land) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_is_readable(theme: int) -> None:
    colours = {name: pair[theme] for name, pair in style.COLOURS.items()}
    for text in ("ink", "ink2", "ink3"):
        assert contrast(colours[text], colours["panel"]) >= 4.5
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
    assert contrast(colours["focus"], colours["panel"]) >= 3


ONE_INK = {"rail", "hub"}  # lines and stations are told apart by their form


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("vision", ["normal", "protan", "deutan", "tritan"])
def test_layers_are_told_apart_by_every_eye(vision: str, theme: int) -> None:
    """CIEDE2000 of each pair, as Machado, Oliveira and Fernandes (2009) simulate a dichromat."""
    seen = {}
    for layer, look in style.LAYERS.items():
        colour = Color(look.line[theme])
        if vision != "normal":
            colour = colour.filter(vision, 1, method="machado").clip("srgb")
        seen[layer] = colour
    apart = {
        (one, other): seen[one].delta_e(seen[other], method="2000")
        for one, other in combinations(seen, 2)
        if {one, other} != ONE_INK
    }
    assert min(apart.values()) >= 9, min(apart, key=lambda pair: apart[pair])


def test_every_colour_is_a_colour() -> None:
    pairs = [*style.COLOURS.values(), *(s.line for s in style.LAYERS.values())]
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for pair in pairs for colour in pair)


def test_every_layer_of_a_kind_has_a_style_and_a_place_in_the_order() -> None:
    assert {kind.layer for kind in schema.KINDS.values()} == set(style.LAYERS)
    assert sorted(style.PLAN_ORDER) == sorted(style.NAME_ORDER) == sorted(style.LAYERS)


@pytest.mark.parametrize("ramp", style.WIDTHS.values())
def test_widths_grow_and_never_leave_their_bounds(ramp: style.Ramp) -> None:
    widths = [ramp.at(zoom / 4) for zoom in range(0, 80)]
    assert widths == sorted(widths)
    assert (widths[0], widths[-1]) == (ramp.low, ramp.high)
