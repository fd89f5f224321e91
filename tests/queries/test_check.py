"""`check` whole: whatever is written into the files of a module, what comes back is problems, never an error of ours."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import catalogue
from data.problems import Problem
from geo import groups
from queries import check, contract, registry

CARDS = catalogue.cards()[0]
THEMES = sorted({module.theme for module in contract.vetted(registry.load(), CARDS).modules.values()})
FILES = [
    path.relative_to(registry.QUERIES) for theme in THEMES for path in sorted((registry.QUERIES / theme).iterdir())
]
PIECES = ["'", '"', "(", ")", "[", "]", "{", "}", ";", "--", "=", ",", ".", "*", "\n", "\x00", "नगर", "NULL", "-1", "1e999",
          "SELECT", "FROM", "GROUP BY", "OVER ()", "::", "true", "[[examples]]", "[title]", 'en = ""', "total", "\ufeff",
          "2026-13-45", "place", "1.5", "[1]", "/* ", "$1"]  # fmt: skip
# What a person who knows only SQL cannot know of.
PYTHON = re.compile(r"Traceback|NoneType|<class|object at 0x|__\w+__|dict_type|Input should|validation error|Errno")


@st.composite
def mutated(draw, text: str) -> str:
    """The text with a few pieces cut out, doubled, swapped or put in."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        act = draw(st.sampled_from(["cut", "double", "put", "line"]))
        if act == "cut":
            text = text[:start] + text[end:]
        elif act == "double":
            text = text[:end] + text[start:end] + text[end:]
        elif act == "put":
            text = text[:start] + draw(st.sampled_from(PIECES)) + text[end if draw(st.booleans()) else start :]
        else:
            lines = text.splitlines(keepends=True)
            number = draw(st.integers(0, max(0, len(lines) - 1)))
            text = "".join(lines[:number] + lines[number + 1 :])
    return text


@pytest.fixture(scope="module")
def sets(known_places):
    return groups.load(known_places)[0]


@pytest.mark.slow
@settings(max_examples=120, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_written_only_problems_come_back(data, known_places, sets, tmp_path_factory):
    name = data.draw(st.sampled_from(FILES))
    folder = tmp_path_factory.mktemp("mutated")
    shutil.copytree(registry.QUERIES / name.parts[0], folder / name.parts[0])
    text = data.draw(mutated((folder / name).read_text("utf-8")))
    (folder / name).write_text(text, "utf-8")
    found = contract.vetted(registry.load(folder), CARDS)
    its = [module for module in found.modules.values() if module.name == name.stem]
    tried = None if name.name in ("theme.toml", "indicators.toml") else its  # the examples of others are as they were
    problems = check.modules(found, CARDS, sets, known_places, folder, tried)
    assert all(isinstance(problem, Problem) and problem.line >= 1 for problem in problems)
    told = [str(problem).replace(str(folder), "") for problem in problems]
    assert [line for line in told if PYTHON.search(line)] == []
    assert all(len(line) < 3000 for line in told)
    shutil.rmtree(folder)


def test_only_one_module_and_the_cards_it_shares_are_told(known_places, tmp_path):
    shutil.copytree(Path(__file__).parent / "broken" / "_sound", tmp_path / "land")
    (tmp_path / "land" / "two.sql").write_text("SELECT 1")
    (tmp_path / "land" / "two.toml").write_text("kind = 1")
    told = check.check(known_places, "land/one", tmp_path)
    assert told == []
    told = check.check(known_places, "land/two", tmp_path)
    assert {Path(problem.file).name for problem in told} == {"two.toml"}
