"""The command as a person types it: help, exit codes, what is printed."""

import csv
import io
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cli
from data import snapshots
from queries import native
from queries.run import Ask

ROOT = Path(__file__).resolve().parent.parent.parent
ACTS = ("build", "serve", "check", "run", "explain", "diff", "rollback", "new", "template", "receive", "offline")


def nagar(capsys, *arguments) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was said on the screen of errors."""
    with pytest.raises(SystemExit) as left:
        cli.main(list(arguments))
    told = capsys.readouterr()
    return left.value.code, told.out, told.err


@pytest.mark.parametrize("act", ACTS)
def test_help_says_what_it_does_with_an_example(capsys, act):
    code, out, _ = nagar(capsys, act, "--help")
    assert code == 0
    assert f"example:\n  nagar {act}" in out


def test_all_acts_are_listed(capsys):
    code, out, _ = nagar(capsys, "--help")
    assert code == 0 and all(f"    {act}" in out for act in ACTS)


@pytest.mark.parametrize(
    "arguments",
    [(), ("fly",), ("run",), ("new", "people/x"), ("serve", "--port", "many"), ("run", "a/b", "--format", "pdf")],
)
def test_wrong_usage_ends_with_2(capsys, arguments):
    assert nagar(capsys, *arguments)[0] == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NAGAR_LANG", "fr"),
        ("NAGAR_PORT", "http"),
        ("NAGAR_PORT", "70000"),
        ("NAGAR_THREADS", "0"),
        ("NAGAR_KEEP", "0"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told(capsys, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    code, _, err = nagar(capsys, "serve")
    assert code == 2 and name in err and repr(value) in err


def test_without_a_snapshot_run_says_how_to_get_one(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("NAGAR_DATA", str(tmp_path))
    code, _, err = nagar(capsys, "run", "people/population")
    assert code == 1 and "Run `nagar build` first" in err and "Traceback" not in err


def test_a_missing_folder_of_sources_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("NAGAR_DATA", str(tmp_path / "data"))
    code, _, err = nagar(capsys, "build", "--sources", str(tmp_path / "nowhere"))
    assert code == 1 and "nowhere" in err and "Traceback" not in err


@pytest.fixture
def snapshot(bundled_snapshot, monkeypatch):
    """The environment of a user who has built."""
    monkeypatch.setenv("NAGAR_DATA", str(bundled_snapshot.parent.parent))
    return bundled_snapshot


@pytest.fixture
def two_snapshots(bundled_snapshot, serve_bundled, monkeypatch, tmp_path):
    """A folder with the bundled snapshot twice: as it is, then under the digest f00d... and current."""
    folder = tmp_path / "snapshots" / bundled_snapshot.name
    shutil.copytree(bundled_snapshot, folder, copy_function=shutil.copyfile)
    snapshots.switch(tmp_path, folder)
    serve_bundled(tmp_path)
    monkeypatch.setenv("NAGAR_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.slow
class TestSnapshots:
    def test_diff_of_two_alike_says_that_nothing_differs(self, capsys, two_snapshots):
        code, out, _ = nagar(capsys, "diff")
        assert code == 0 and "to f00df00df00d" in out and "No published value differs." in out

    def test_diff_of_one_with_itself_and_of_none_is_told(self, capsys, two_snapshots):
        code, _, err = nagar(capsys, "diff", "f00d", "current")
        assert code == 1 and "Both are the snapshot 2026-01-01-f00df00df00d" in err
        code, _, err = nagar(capsys, "diff", "abba")
        assert code == 1 and "there is no snapshot 'abba'. Kept are: 2026-01-01-f00df00df00d (being served)" in err

    def test_diff_names_what_an_edited_cube_changed(self, capsys, two_snapshots):
        """One district's rate of 2011 is another: it and the country's change, and the number of the poor with them."""
        folder = snapshots.current(two_snapshots)
        path = folder / "cubes" / "poverty" / "headcount.parquet"
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE cube AS FROM '{path}'")
            connection.execute("UPDATE cube SET poor_persons = 2 * poor_persons WHERE place = 'NP2011-20'")
            connection.execute(f"COPY cube TO '{path}' (FORMAT parquet)")
        native.write(folder)
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        for name in ("cubes/poverty/headcount.parquet", native.FILE):
            manifest["files"][name] = snapshots.digest_of(folder / name)
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        code, out, _ = nagar(capsys, "diff", "--format", "csv", "--all")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert code == 0
        assert {(row["place"], row["period"]) for row in rows} == {("NP2011-20", "2011"), ("NP", "2011")}
        assert {row["module"] for row in rows} == {"poverty/headcount"}

    def test_rollback_serves_the_one_before_and_says_how_to_undo(self, capsys, two_snapshots, bundled_snapshot):
        code, out, _ = nagar(capsys, "rollback")
        assert code == 0 and f"Serving from {two_snapshots}/snapshots/{bundled_snapshot.name} instead of" in out
        assert "To undo: nagar rollback 2026-01-01-f00df00df00d" in out
        assert snapshots.current(two_snapshots).name == bundled_snapshot.name
        code, _, err = nagar(capsys, "rollback")
        assert code == 1 and "there is no earlier snapshot" in err
        assert nagar(capsys, "rollback", "f00d")[0] == 0
        assert snapshots.current(two_snapshots).name == "2026-01-01-f00df00df00d"

    def test_rollback_to_a_damaged_one_is_refused(self, capsys, two_snapshots, bundled_snapshot):
        (two_snapshots / "snapshots" / bundled_snapshot.name / "cubes" / "budget" / "grid.parquet").write_bytes(b"PAR1")
        code, _, err = nagar(capsys, "rollback")
        assert code == 1 and "was changed or cut short after it was published" in err
        assert snapshots.current(two_snapshots).name == "2026-01-01-f00df00df00d"


@pytest.mark.parametrize("act", ["diff", "rollback"])
def test_without_a_snapshot_there_is_nothing_to_go_back_to(capsys, monkeypatch, tmp_path, act):
    monkeypatch.setenv("NAGAR_DATA", str(tmp_path))
    code, _, err = nagar(capsys, act)
    assert code == 1 and "Run `nagar build` first" in err and "Traceback" not in err


@pytest.mark.slow
class TestRun:
    def test_json_has_the_promised_keys_and_unrounded_numbers(self, capsys, snapshot):
        code, out, _ = nagar(
            capsys, "run", "people/population", "--by", "region", "--period", "2021", "--format", "json"
        )
        answer = json.loads(out)
        assert code == 0
        assert {"query", "kind", "snapshot", "filters", "sources", "rows"} <= set(answer)
        assert answer["filters"] == {"by": "region", "period": "2021"}
        row = next(row for row in answer["rows"] if row["indicator"] == "sex_ratio")
        assert set(row) >= {
            "indicator", "place", "place_name", "level", "period", "value", "unit", "low", "high", "standard_error",
            "reliability", "numerator", "denominator", "coverage", "places_with_value", "places_known", "places_expected", "state", "provenance",
        }  # fmt: skip
        assert row["value"] == 100 * row["numerator"] / row["denominator"]

    def test_csv_is_a_table_below_what_it_says_of_itself(self, capsys, snapshot):
        _, out, _ = nagar(capsys, "run", "people/population", "--by", "country", "--format", "csv")
        head, _, table = out.partition("\n\n")
        rows = list(csv.DictReader(io.StringIO(table)))
        assert rows[0]["value"] == "28925480" and head.startswith("Title,Population and households\n")

    def test_an_answer_names_the_snapshot_and_can_be_asked_of_it_again(self, capsys, snapshot):
        question = ("run", "people/population", "--by", "region", "--indicator", "persons", "--format", "json")
        answer = json.loads(nagar(capsys, *question)[1])
        again = shlex.split(answer["command"])[1:]
        assert again[-2:] == ["--snapshot", answer["snapshot"][:12]]
        assert json.loads(nagar(capsys, *again, "--format", "json")[1])["rows"] == answer["rows"]
        code, _, err = nagar(capsys, *question, "--snapshot", "abcdef")
        assert code == 1 and "No snapshot here begins with 'abcdef'. Kept: " + answer["snapshot"][:12] in err

    def test_parquet_goes_to_a_file(self, capsys, snapshot, tmp_path):
        import pyarrow.parquet

        path = tmp_path / "answer.parquet"
        code, _, err = nagar(capsys, "run", "people/population", "--by", "country", "--format", "parquet")
        assert code == 1 and "--out" in err
        assert (
            nagar(capsys, "run", "people/population", "--by", "country", "--format", "parquet", "--out", str(path))[0]
            == 0
        )
        assert pyarrow.parquet.read_table(path).num_rows == 4  # persons, households, household size, sex ratio

    def test_the_table_rounds_and_says_what_it_rests_on(self, capsys, snapshot):
        _, out, err = nagar(capsys, "run", "budget/grid", "--by", "country", "--total", "function")
        assert "These figures are illustrative." in err
        assert "npr_thousand" in out and "bdt_thousand" in out

    def test_a_question_that_makes_no_sense_is_told_whole(self, capsys, snapshot):
        code, _, err = nagar(capsys, "run", "people/population", "--by", "foo", "--within", "Butwl", "--where", "a=b")
        assert code == 1 and "Traceback" not in err
        assert all(part in err for part in ("'foo'", "NP0548201 (Butwal)", "no dimension 'a'"))

    def test_where_needs_an_equals_sign(self, capsys, snapshot):
        assert nagar(capsys, "run", "people/population", "--where", "sex")[0] == 2


texts = st.text(st.characters(min_codepoint=33, max_codepoint=0x9FF, exclude_characters="="), min_size=1).filter(
    lambda text: not text.startswith("-")
)
maybe = st.none() | texts


@pytest.mark.slow
@given(st.builds(Ask, texts, maybe, maybe, maybe, st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
                 st.lists(texts, max_size=2).map(tuple), st.lists(texts, max_size=2).map(tuple), st.booleans(),
                 st.booleans()))  # fmt: skip
def test_a_question_written_as_a_command_is_read_as_the_same_question(ask):
    read = cli.parser().parse_args(["run", *shlex.split(ask.as_options())])
    where = tuple(tuple(text.split("=", 1)) for text in read.where)
    again = Ask(read.module, read.by, read.within, read.period, where, tuple(read.total), tuple(read.indicator),
                read.pockets, read.carried)  # fmt: skip
    assert again == ask


@pytest.mark.slow
def test_check_passes_on_the_checkout_with_laws_on_real_rows(capsys, monkeypatch, bundled_snapshot):
    """The whole check, of contracts and on the rows of a snapshot; a broken module fails it in `queries/test_check.py`."""
    monkeypatch.setenv("NAGAR_DATA", str(bundled_snapshot.parents[1]))
    code, _, err = nagar(capsys, "check")
    assert code == 0, err
    assert not [line for line in err.splitlines() if "warning" not in line]


@pytest.mark.slow
def test_check_of_one_module(capsys):
    assert nagar(capsys, "check", "people/population", "--quick")[:2] == (0, "people/population is in order.\n")
    code, _, err = nagar(capsys, "check", "people/nobody")
    assert code == 1 and "no query 'people/nobody'" in err


@pytest.mark.slow
class TestExplain:
    def test_a_value_is_walked_back_to_its_rows(self, capsys, snapshot):
        code, out, _ = nagar(capsys, "explain", "people/population.persons", "--place", "NP0548201")
        assert code == 0 and all(
            part in out for part in ("1. people/population.persons, Butwal", "population.sql", "Digest")
        )

    def test_json_holds_the_same(self, capsys, snapshot):
        code, out, _ = nagar(capsys, "explain", "budget/grid.plan", "--place", "NP0548201", "--period", "2080/81",
                             "--where", "function=health", "--format", "json")  # fmt: skip
        told = json.loads(out)
        assert code == 0 and told["filters"] == {"function": "health", "period": "2080/81"}
        assert sum(row["plan_thousand"] for row in told["cube"]["rows"]) == told["answer"]["value"]

    def test_what_cannot_be_explained_is_told(self, capsys, snapshot):
        code, out, err = nagar(capsys, "explain", "people/population", "--place", "Butwl")
        assert code == 1 and "NP0548201 (Butwal)" in err and out == ""


@pytest.mark.slow
def test_dev_serves_this_machine_only(capsys, snapshot_or_skip):
    code, _, err = nagar(capsys, "serve", "--dev", "--host", "0.0.0.0")
    assert code == 1 and "this machine only" in err


@pytest.fixture
def snapshot_or_skip(bundled_snapshot, monkeypatch):
    monkeypatch.setenv("NAGAR_DATA", str(bundled_snapshot.parent.parent))


def test_a_port_in_use_is_told_before_anything_is_promised(capsys, monkeypatch, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("NAGAR_DATA", str(tmp_path))
        code, out, err = nagar(capsys, "serve", "--port", str(taken.getsockname()[1]))
    assert code == 1 and "another --port" in err and out == ""


@pytest.mark.slow
def test_serve_answers_with_the_digest_and_without_a_debugger(bundled_snapshot, until):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "NAGAR_DATA": str(bundled_snapshot.parent.parent), "NAGAR_PORT": str(port)}
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-m", "dashboard", "serve"], cwd=ROOT, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
    try:
        until(lambda: server.poll() is not None or _listens(port))
        assert server.poll() is None, server.stdout.read()
        health = json.loads(_answer(f"{address}/healthz")[0])
        digest = json.loads((bundled_snapshot / "manifest.json").read_text())["digest"]
        assert health["snapshot"] == digest and health["date"] == bundled_snapshot.name[:10]
        body, headers = _answer(f"{address}/")
        assert "_dash-hot-reload" not in body and "werkzeug" not in headers.get("Server", "").lower()
        assert "gunicorn" in headers["Server"].lower() or "waitress" in headers["Server"].lower()
    finally:
        server.terminate()
        out = server.communicate()[0]
    assert address in out and "Traceback" not in out


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _answer(address: str):
    """Text and headers; who listens answers once the house is open, however long that takes."""
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode(), answer.headers
