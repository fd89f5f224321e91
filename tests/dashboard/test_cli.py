"""The command as a person types it: help, exit codes, what is printed."""

import csv
import io
import json
import os
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cli
from queries.run import Ask

ROOT = Path(__file__).resolve().parent.parent.parent
ACTS = ("build", "serve", "check", "run", "new")


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


def test_all_five_acts_are_listed(capsys):
    code, out, _ = nagar(capsys, "--help")
    assert code == 0 and all(f"    {act}" in out for act in ACTS)


@pytest.mark.parametrize(
    "arguments",
    [(), ("fly",), ("run",), ("new", "people/x"), ("serve", "--port", "many"), ("run", "a/b", "--format", "pdf")],
)
def test_wrong_usage_ends_with_2(capsys, arguments):
    assert nagar(capsys, *arguments)[0] == 2


@pytest.mark.parametrize(
    ("name", "value"), [("NAGAR_LANG", "fr"), ("NAGAR_PORT", "http"), ("NAGAR_PORT", "70000"), ("NAGAR_THREADS", "0")]
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


@given(st.builds(Ask, texts, maybe, maybe, maybe, st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
                 st.lists(texts, max_size=2).map(tuple), st.lists(texts, max_size=2).map(tuple), st.booleans(),
                 st.booleans()))  # fmt: skip
def test_a_question_written_as_a_command_is_read_as_the_same_question(ask):
    read = cli.parser().parse_args(["run", *shlex.split(ask.as_options())])
    where = tuple(tuple(text.split("=", 1)) for text in read.where)
    again = Ask(read.module, read.by, read.within, read.period, where, tuple(read.total), tuple(read.indicator),
                read.pockets, read.carried)  # fmt: skip
    assert again == ask


def test_check_passes_on_the_checkout(capsys):
    code, _, err = nagar(capsys, "check")
    assert code == 0, err
    assert not [line for line in err.splitlines() if "warning" not in line]


def test_check_of_one_module(capsys):
    assert nagar(capsys, "check", "people/population")[:2] == (0, "people/population is in order.\n")
    code, _, err = nagar(capsys, "check", "people/nobody")
    assert code == 1 and "no query 'people/nobody'" in err


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
def test_serve_answers_with_the_digest_and_without_a_debugger(bundled_snapshot):
    environment = {**os.environ, "NAGAR_DATA": str(bundled_snapshot.parent.parent), "NAGAR_PORT": "8771"}
    server = subprocess.Popen([sys.executable, "-m", "dashboard", "serve"], cwd=ROOT, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
    try:
        health = _wait_for("http://127.0.0.1:8771/healthz")
        digest = json.loads((bundled_snapshot / "manifest.json").read_text())["digest"]
        assert health["snapshot"] == digest and health["date"] == bundled_snapshot.name[:10]
        with urllib.request.urlopen("http://127.0.0.1:8771/") as page:
            body, headers = page.read().decode(), page.headers
        assert "_dash-hot-reload" not in body and "werkzeug" not in headers.get("Server", "").lower()
        assert "gunicorn" in headers["Server"].lower() or "waitress" in headers["Server"].lower()
    finally:
        server.terminate()
        out = server.communicate(timeout=20)[0]
    assert "http://127.0.0.1:8771" in out and "Traceback" not in out


def _wait_for(address: str) -> dict:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address) as answer:
                return json.loads(answer.read())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answered at {address}")
