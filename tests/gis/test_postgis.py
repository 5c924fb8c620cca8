"""The schema `plan` in a real PostGIS: what stands there, and what a failure leaves."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
import shapely
from click.testing import CliRunner

from geo_app.api import Plan
from geo_app.cli import main
from geo_app.errors import DataError
from geo_app.exports import export
from geo_app.exports.tables import tables
from tests.gis.conftest import Database, free_port

pytestmark = pytest.mark.postgis


@pytest.fixture(scope="module")
def written(postgres: Database, plan: Plan) -> Database:
    export(plan, postgres.url)
    return postgres


def ask(database: Database, query: str, *args: object) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(database.url, autocommit=True) as connection:
        cursor = connection.execute(query, args)
        return cursor.fetchall() if cursor.description else []


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    names = [name for (name,) in ask(database, _TABLES)]
    return {name: ask(database, f"SELECT * FROM plan.{name} t ORDER BY t::text") for name in names}


_TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'plan' ORDER BY 1"


def test_every_table_is_there_with_every_row(written: Database, plan: Plan) -> None:
    counts = {name: len(rows) for name, rows in everything(written).items()}
    assert counts == {table.name: len(table.rows) for table in tables(plan)}
    assert counts["places"] == len(plan)
    assert {"quotes", "targets", "outcomes", "ledger", "sentences", "layers", "about"} <= set(
        counts
    )


def test_places_are_those_of_the_plan(written: Database, plan: Plan) -> None:
    query = "SELECT id, name, tasks, sources, ST_AsBinary(geom), ST_SRID(geom) FROM plan.places"
    rows = {row[0]: row[1:] for row in ask(written, query)}
    assert set(rows) == set(plan.places.index)
    for place in plan.places.itertuples():
        name, tasks, sources, shape, srid = rows[place.Index]
        assert (name, tuple(tasks), srid) == (place.name, place.tasks, 4326)
        assert sources == json.loads(json.dumps(list(place.sources), ensure_ascii=False))
        assert shapely.equals_exact(shapely.from_wkb(shape), place.geometry, 1e-6, normalize=True)
    valid = "SELECT count(*) FROM plan.places WHERE NOT ST_IsValid(geom)"
    assert ask(written, valid) == [(0,)]


def test_quotes_are_slices_of_the_report(written: Database, plan: Plan) -> None:
    query = (
        "SELECT q.start_char, q.end_char, q.text, s.text FROM plan.quotes q "
        "JOIN plan.sentences s ON s.n = q.sentence JOIN plan.places p ON p.id = q.place_id"
    )
    rows = ask(written, query)
    assert len(rows) == sum(len(plan.quotes(place)) for place in plan.places.index)
    for start, end, text, sentence in rows:
        assert plan.report.text[start:end] == text == sentence


def test_keys_indexes_and_comments(written: Database) -> None:
    keys = ask(
        written,
        "SELECT contype::text, count(*) FROM pg_constraint "
        "WHERE connamespace = 'plan'::regnamespace GROUP BY 1",
    )
    assert dict(keys) == {"p": 9, "f": 9}
    to_ledger = ask(
        written,
        "SELECT conrelid::regclass::text FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid = 'plan.ledger'::regclass",
    )
    assert to_ledger == [("plan.outcomes",)]  # what became of a commitment to the whole city
    indexes = ask(written, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'plan'")
    assert [each for (each,) in indexes if "USING gist (geom)" in each]
    form = ask(
        written,
        "SELECT type, srid FROM geometry_columns WHERE f_table_schema = 'plan'",
    )
    assert form == [("GEOMETRY", 4326)]
    said = ask(
        written,
        "SELECT col_description(attrelid, attnum) FROM pg_attribute JOIN pg_class c "
        "ON c.oid = attrelid WHERE relnamespace = 'plan'::regnamespace AND relkind = 'r' "
        "AND attnum > 0 AND NOT attisdropped",
    )
    assert all(text and " / " in text and not text.isascii() for (text,) in said)
    assert ask(written, "SELECT obj_description('plan.places'::regclass)") == [("地点 / Places",)]
    about = dict(ask(written, "SELECT key, value FROM plan.about"))
    assert len(about["report_sha256"]) == 64
    assert about["licence"] == "ODbL-1.0"


def test_run_twice_is_the_same_and_disturbs_nobody(written: Database, plan: Plan) -> None:
    before = everything(written)
    ask(written, "CREATE OR REPLACE VIEW public.mine AS SELECT id, geom FROM plan.places")
    table = "SELECT 'plan.places'::regclass::oid"
    oid = ask(written, table)
    export(plan, written.url)
    assert everything(written) == before
    assert ask(written, table) == oid
    assert ask(written, "SELECT count(*) FROM public.mine") == [(len(plan),)]
    ask(written, "DROP VIEW public.mine")


def test_another_form_is_made_anew(written: Database, plan: Plan) -> None:
    before = everything(written)
    ask(written, "COMMENT ON SCHEMA plan IS 'geo-app older · x'")
    ask(written, "ALTER TABLE plan.quotes DROP COLUMN via")
    export(plan, written.url)
    assert everything(written) == before


def test_a_smaller_plan_replaces_the_larger(written: Database, plan: Plan) -> None:
    smaller = plan.filter(tasks=[5], layers=["rail"])
    export(smaller, written.url)
    ids = {place for (place,) in ask(written, "SELECT id FROM plan.places")}
    assert ids == set(smaller.places.index)
    export(plan, written.url)


def test_a_connection_that_dies_midway_leaves_the_old_data(
    written: Database, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo_app.exports import postgis

    before = everything(written)
    copy = postgis._copy

    def dying(cursor: Any, table: Any, srid: int) -> None:
        if table.name == "quotes":
            pid = cursor.connection.info.backend_pid
            assert ask(written, "SELECT pg_terminate_backend(%s, 5000)", pid) == [(True,)]
        copy(cursor, table, srid)

    monkeypatch.setattr(postgis, "_copy", dying)
    with pytest.raises(DataError) as caught:
        export(plan.filter(tasks=[5]), written.url)
    assert "terminating connection due to administrator command" in str(caught.value)
    assert "Nothing was changed" in str(caught.value)
    assert_is_one_line_without_password(str(caught.value), written)
    assert everything(written) == before


def test_a_broken_constraint_leaves_the_old_data(
    written: Database, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo_app.exports import postgis

    before = everything(written)
    given = list(tables(plan.filter(tasks=[5])))
    wrong = given[4]._replace(rows=given[4].rows * 2)
    monkeypatch.setattr(postgis, "tables", lambda _: [*given[:4], wrong, *given[5:]])
    with pytest.raises(DataError, match="duplicate key value") as caught:
        export(plan, written.url)
    assert_is_one_line_without_password(str(caught.value), written)
    assert everything(written) == before


def test_tables_held_by_another_are_waited_for_and_then_left(
    written: Database, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    from geo_app.exports import postgis

    monkeypatch.setattr(postgis, "_LOCK_S", 1)
    before = everything(written)
    with psycopg.connect(written.url) as other:
        other.execute("LOCK TABLE plan.places IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DataError, match="Another program has held the tables for 1 s"):
            export(plan, written.url)
    assert everything(written) == before


def test_an_empty_selection_leaves_the_old_data(written: Database, plan: Plan) -> None:
    before = everything(written)
    with pytest.raises(DataError, match="nothing to write"):
        export(plan.filter(bbox=(0, 0, 1, 1)), written.url)
    assert everything(written) == before


def test_a_schema_of_somebody_else_is_left_alone(postgres: Database, plan: Plan) -> None:
    ask(postgres, "CREATE DATABASE other")
    other = postgres._replace(name="other")
    ask(other, "CREATE SCHEMA plan")
    ask(other, "CREATE TABLE plan.places (mine int)")
    with pytest.raises(DataError, match="holds places, not written by geo-app"):
        export(plan, other.url)
    assert ask(other, "SELECT * FROM plan.places") == []


def test_a_user_who_may_not_is_told_what_is_missing(written: Database, plan: Plan) -> None:
    ask(written, "CREATE ROLE guest LOGIN PASSWORD 'guest'")
    guest = written._replace(user="guest", password="guest")
    with pytest.raises(DataError, match="permission denied"):
        export(plan, guest.url)
    ask(written, "DROP ROLE guest")


def test_refusals_are_one_line_without_the_password(postgres: Database, plan: Plan) -> None:
    closed = postgres._replace(port=free_port())
    with pytest.raises(DataError, match="Connection refused") as caught:
        export(plan, closed.url)
    assert_is_one_line_without_password(str(caught.value), closed)
    wrong = postgres._replace(password="not-the-one")
    with pytest.raises(DataError, match="password authentication failed") as caught:
        export(plan, wrong.url)
    assert_is_one_line_without_password(str(caught.value), wrong)
    broken = postgres.url.replace(quoted(postgres), "%zz-secret")
    with pytest.raises(DataError, match="the address cannot be read") as caught:
        export(plan, broken)
    assert "zz-secret" not in str(caught.value)


def test_a_server_that_hangs_up_is_said(plan: Plan) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        server.settimeout(10)
        import threading

        threading.Thread(target=lambda: server.accept()[0].close(), daemon=True).start()
        with pytest.raises(DataError, match="no connection, or it broke"):
            export(plan, f"postgresql://geo:secret@127.0.0.1:{port}/geo")


def test_the_command_shows_no_password(postgres: Database, plan: Plan) -> None:
    result = CliRunner().invoke(main, ["export", postgres.url])
    assert result.exit_code == 0, result.output
    assert result.output == f"{len(plan)} places written to {postgres.shown}\n"
    result = CliRunner().invoke(main, ["export", postgres.url, "--format", "csv"])
    assert result.exit_code == 1
    assert_is_one_line_without_password(result.output.strip(), postgres)


def quoted(database: Database) -> str:
    return database.url.split("@")[0].rsplit(":", 1)[1]


def assert_is_one_line_without_password(message: str, database: Database) -> None:
    assert "\n" not in message
    assert database.password not in message
    assert quoted(database) not in message
