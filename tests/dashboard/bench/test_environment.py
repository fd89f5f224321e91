"""The peers' environment: what it takes, that somebody's own is taken as it is, and what is said where it cannot be made."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from dashboard.bench import environment

ROOT = Path(__file__).resolve().parents[3]


def test_the_extra_names_the_peers_and_each_is_pinned():
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["bench"]
    pinned = set(re.findall(r"^([a-z-]+)==", environment.REQUIREMENTS.read_text("utf-8"), re.MULTILINE))
    assert {"streamlit", "vizro"} <= set(extra) and set(extra) - {"playwright"} <= pinned


def test_what_nagar_has_too_is_pinned_alike():
    ours = dict(re.findall(r"^([A-Za-z_-]+)==(.+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
    theirs = dict(re.findall(r"^([a-z-]+)==(.+)$", environment.REQUIREMENTS.read_text("utf-8"), re.MULTILINE))
    assert {name: number for name, number in theirs.items() if name in ours and ours[name] != number} == {}


@pytest.mark.skipif(sys.platform == "win32", reason="a link to a Python is a link of Unix")
def test_an_environment_that_has_the_peers_is_taken_as_it_is(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(environment, "IMPORTED", "import json")
    told = []
    assert environment.python_of(tmp_path, told.append) == tmp_path / "bin" / "python" and told == []


def test_one_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(environment.NotMade, match="could not be made"):
        environment.python_of(tmp_path / "file" / "venv", lambda text: None)
