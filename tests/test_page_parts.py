"""What the page shows beside the map: targets, sizes of exports, the places of the ledger."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from geo_app import load_plan
from geo_app.api import Plan
from geo_app.app import target_rows
from geo_app.app.ledger import ledger_sentences
from geo_app.app.offers import OFFERS, Offer, file_bytes
from geo_app.app.sizes import Weights, estimates, weights_of
from geo_app.app.strings import PAGE
from geo_app.exports import FORMATS
from geo_app.schema import Status

# Sizes are guessed within this factor; a workbook is mostly its own frame.
NEAR = 1.5
LOOSE = {"xlsx": 2.0}


@pytest.fixture(scope="module")
def tiny() -> Plan:
    return load_plan(Path(__file__).resolve().parent / "tiny_city")


@pytest.fixture(scope="module")
def weights(plan: Plan) -> Weights:
    return weights_of(plan)


def made(plan: Plan, offer: Offer, datum: str = "wgs84") -> bytes:
    return file_bytes(plan, offer, datum=datum, base="http://x/")


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.format)
def test_a_size_is_guessed_without_making_the_file(
    offer: Offer, plan: Plan, tiny: Plan, weights: Weights
) -> None:
    for each, heavy in (
        (plan, weights),
        (plan.filter(tasks=[5]), weights),
        (tiny, weights_of(tiny)),
    ):
        guess = estimates(heavy, each.places.index).get(offer.format)
        if offer.format == "pmtiles":
            assert guess is None
            return
        assert guess is not None
        factor = LOOSE.get(offer.format, NEAR)
        assert guess / factor < len(made(each, offer)) < guess * factor, (offer, guess)


def test_the_qgis_project_comes_with_its_geopackage(plan: Plan) -> None:
    (offer,) = (each for each in OFFERS if each.format == "qgz")
    with zipfile.ZipFile(io.BytesIO(made(plan.filter(tasks=[7]), offer))) as archive:
        assert archive.namelist() == ["plan.gpkg", "plan.qgz"]
        assert archive.read("plan.gpkg").startswith(b"SQLite format 3")


def test_every_format_on_offer_is_named_and_said_in_both_languages() -> None:
    for offer in OFFERS:
        assert offer.format in FORMATS or not offer.placed
        assert {f"{key}-{offer.format}" for key in ("button", "format", "about")} <= set(PAGE)


def test_the_ledger_is_found_in_the_text(plan: Plan) -> None:
    found = ledger_sentences(plan)
    assert len(found) == len(plan.ledger)
    for words, sentences in zip(plan.ledger["words"], found, strict=True):
        assert sentences, words
        assert all(words in plan.report.sentences[each].text for each in sentences)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_records_are_dated_and_sourced(plan: Plan, lang: str) -> None:
    records = target_rows.records_about(plan, lang)
    for each in (record for of in records.values() for record in of):
        assert each["asOf"]
        assert each["says"]
        assert each["absent"] or (each["source"] and each["title"])
    ledger = set(plan.ledger["words"])
    about = plan.outcomes["about"]
    assert ledger & set(records) == set(
        about[about.isin(ledger) & plan.outcomes["confidence"].ne("low")]
    )
    # neutral: no word of the page judges
    for status in Status:
        assert not set("成败优劣") & set(PAGE[status][0])


def test_a_note_about_the_list_holds_on_a_phone_too() -> None:
    # There a record stands below its promise, not beside it.
    zh, en = PAGE["targets-note"]
    assert not set("左右") & set(zh)
    assert not {"left", "right"} & set(en.casefold().split())
