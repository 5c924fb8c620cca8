"""Datums: there and back, and nothing outside China."""

from __future__ import annotations

import prcoords
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.datum import Datum, convert, distance_m, in_china, wgs84_to_gcj02
from geo_app.values import LngLat

# Well inside the box: near its edge the shift leads out of it, and the inverse is not defined.
CHINA = st.builds(LngLat, st.floats(73, 137), st.floats(2, 55))
WORLD = st.builds(LngLat, st.floats(-180, 180), st.floats(-90, 90))
SHIFTED = [Datum.GCJ02, Datum.BD09]


@settings(deadline=None)  # the machine may be busy
@given(CHINA, st.sampled_from(list(Datum)), st.sampled_from(list(Datum)))
def test_there_and_back_is_within_a_decimetre(at: LngLat, one: Datum, other: Datum) -> None:
    there = convert(at, source=one, target=other)
    assert distance_m(at, convert(there, source=other, target=one)) < 0.1


@settings(deadline=None)  # the machine may be busy
@given(WORLD.filter(lambda at: not in_china(at)), st.sampled_from(list(Datum)))
def test_nothing_is_shifted_outside_china(at: LngLat, datum: Datum) -> None:
    assert convert(at, source=Datum.WGS84, target=datum) == at
    assert convert(at, source=datum, target=Datum.WGS84) == at


@settings(deadline=None)  # the machine may be busy
@given(CHINA, st.sampled_from(SHIFTED))
def test_the_shift_is_some_hundred_metres_at_most(at: LngLat, datum: Datum) -> None:
    assert 0 < distance_m(at, convert(at, source=Datum.WGS84, target=datum)) < 2500


def test_cgcs2000_is_taken_as_wgs84() -> None:
    at = LngLat(112.97, 28.2)
    assert convert(at, source=Datum.WGS84, target=Datum.CGCS2000) == at


def test_in_changsha_the_shift_leads_south_east() -> None:
    at = LngLat(112.97, 28.2)
    there = wgs84_to_gcj02(at)
    assert there.lng > at.lng
    assert there.lat < at.lat
    assert distance_m(at, there) == pytest.approx(663, abs=10)


def test_a_degree_of_latitude_is_some_111_km() -> None:
    assert distance_m(LngLat(113, 28), LngLat(113, 29)) == pytest.approx(111_195, abs=50)


@settings(deadline=None)  # the machine may be busy
@given(CHINA, st.sampled_from(SHIFTED))
def test_an_independent_library_gives_the_same_values(at: LngLat, datum: Datum) -> None:
    """PRCoords was written from the same public description by other people; see its docstring."""
    theirs = {Datum.GCJ02: prcoords.wgs_gcj, Datum.BD09: prcoords.wgs_bd}[datum]
    lat, lng = theirs(prcoords.Coords(at.lat, at.lng), False)
    ours = convert(at, source=Datum.WGS84, target=datum)
    assert distance_m(ours, LngLat(lng, lat)) < 0.001


@settings(deadline=None)  # the machine may be busy
@given(CHINA, st.sampled_from(SHIFTED))
def test_its_inverse_is_that_of_an_independent_library(at: LngLat, datum: Datum) -> None:
    """PRCoords stops at 1e-5 degrees between two rounds, which is decimetres at worst."""
    theirs = {Datum.GCJ02: prcoords.gcj_wgs_bored, Datum.BD09: prcoords.bd_wgs_bored}[datum]
    there = convert(at, source=Datum.WGS84, target=datum)
    lat, lng = theirs(prcoords.Coords(there.lat, there.lng), False)
    assert distance_m(at, LngLat(lng, lat)) < 0.1
