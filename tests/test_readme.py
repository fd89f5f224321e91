"""What README and CONTRIBUTING say is so: acts, targets, settings, paths, tables, and the first query word for word.

`python tests/test_readme.py` prints the tables of data as the cards have them, to be pasted into README.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # so that the tables can be printed by running this file
    sys.path.insert(0, str(ROOT))

from dashboard import cli, files  # noqa: E402
from dashboard.state import View  # noqa: E402
from data import catalogue  # noqa: E402
from data.problems import read_toml  # noqa: E402
from data.sample import SAMPLES  # noqa: E402
from data.sources import RECIPES  # noqa: E402
from geo.places import SHAPES  # noqa: E402

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")}
ACTS = next(part for part in cli.parser()._actions if isinstance(part, argparse._SubParsersAction)).choices
TARGETS = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROOMS = ("data", "geo", "queries", "dashboard")
MADE_IN_THE_WALK = "men_and_women"
WALK = README.split("## Your first query in ten minutes")[1].split("\n## ")[0]
HOME = "/home/you/nagar/"


def code(text: str) -> str:
    """All that stands between backticks, and all lines of fenced blocks."""
    fenced = "\n".join(body for _, body in BLOCK.findall(text))
    return fenced + "\n" + "\n".join(re.findall(r"`([^`\n]+)`", BLOCK.sub("", text)))


def table(heading: list[str], rows: list[list[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def table_of_extracts() -> str:
    """Every extract: what a build without sources has of it, the file that fills it, its licence."""
    rows, recipes = [], {path.stem for path in RECIPES.glob("[!_]*.py")}
    for name, card in catalogue.cards()[0].items():
        without = card.bundled["provenance"] if card.bundled else "illustrative" if name in SAMPLES else "no data"
        hint = card.sources_hint
        file = hint["file"] if name in recipes else f"no recipe yet: {hint['file']}"
        licence = (card.bundled or hint).get("licence", "not published")
        rows.append([f"{card.title('en')} (`{name}`)", without, file, hint["where"], licence])
    return table(["extract", "without sources", "file that fills it", "where it is had", "licence"], rows)


def table_of_shapes() -> str:
    """The layers of `geo/shapes`, those of one source and licence in one row."""
    layers = {}
    for path in sorted(SHAPES.glob("*.toml")):
        card = read_toml(path)[0]
        layers.setdefault((card["source"], card["licence"]), []).append(f"`{path.stem}`")
    return table(["shapes", "source", "licence"], [[", ".join(names), *said] for said, names in layers.items()])


TABLES = {"extracts": table_of_extracts, "shapes": table_of_shapes}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_data_is_what_the_cards_say(name):
    found = re.search(rf"<!-- {name}: [^\n]*-->\n(.*?)\n<!-- end -->", README, re.DOTALL)
    assert found, f"README has no table between <!-- {name}: ... --> and <!-- end -->"
    assert found[1] == TABLES[name](), "Run `python tests/test_readme.py` and paste what it prints."


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_in_readme(act):
    assert re.search(rf"\bnagar {act}\b", code(README))


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_target_is_in_readme(target):
    assert f"make {target}" in code(README)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_act_option_or_target_is_invented(document):
    text = code(DOCUMENTS[document])
    assert set(re.findall(r"(?<![./\w])make ([a-z-]+)", text)) <= TARGETS
    for act, rest in re.findall(r"(?<![/\w])nagar ([a-z]+)([^\n#]*)", text):
        assert act in ACTS, f"nagar {act}"
        options = {option for part in ACTS[act]._actions for option in part.option_strings}
        assert set(re.findall(r"(?<!\S)\[?(--[a-z]+)", rest)) <= options, f"nagar {act}{rest}"


def test_the_settings_are_those_of_the_programme():
    known = set(re.findall(r"NAGAR_[A-Z]+", (ROOT / "dashboard" / "settings.py").read_text("utf-8")))
    assert set(re.findall(r"NAGAR_[A-Z]+", README)) == known


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_exists(document):
    """`<name>` in a path stands for anything; what the walk makes is not there yet."""
    top = "|".join(re.escape(path.name) for path in ROOT.iterdir() if path.name not in (".git", ".venv"))
    found = re.findall(rf"(?<![\w/.-])(?:{top})(?:/[\w<>*.-]*)*(?![\w/.-])", code(DOCUMENTS[document]))
    found += re.findall(r"\]\(([^)#:]+)\)", DOCUMENTS[document])
    named = re.findall(r"(?<![\w/.-])[A-Za-z_]+\.(?:md|txt|toml|py)(?![\w/.-])", code(DOCUMENTS[document]))
    stems = {path.name for path in [*ROOT.iterdir(), *(file for room in ROOMS for file in (ROOT / room).rglob("*"))]}
    absent = [path for path in set(found) if MADE_IN_THE_WALK not in path and not list(ROOT.glob(as_glob(path)))]
    absent += [name for name in set(named) if name not in stems]
    assert found and absent == []


def as_glob(path: str) -> str:
    return re.sub(r"<\w+>", "*", path).rstrip("/")


def test_windows_takes_two_lines():
    (lines,) = (body for language, body in BLOCK.findall(README) if language == "powershell")
    assert len(lines.splitlines()) == 2


@pytest.mark.parametrize("address", sorted(set(re.findall(r"http://127\.0\.0\.1:8050(/[^\s`>)]*)", README))))
def test_an_address_is_one_that_pages_have(address):
    assert View.from_url(address).problems == ()


@pytest.mark.parametrize(("document", "most"), [("README.md", 230), ("CONTRIBUTING.md", 140)])
def test_it_can_be_read_in_one_sitting(document, most):
    written = re.sub(r"<!-- \w+: printed by.*?<!-- end -->", "", DOCUMENTS[document], flags=re.DOTALL)
    assert len(written.splitlines()) <= most


def test_the_glossary_says_each_word_once():
    words = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    assert len(words) > 50
    assert [word for word, count in Counter(map(str.casefold, words)).items() if count > 1] == []


@pytest.mark.slow
def test_the_first_query_comes_out_word_for_word(tmp_path, bundled_snapshot, serve_bundled):
    """Does what a reader of the walk does, in a copy of the checkout, and compares every printed line. A snapshot of an
    earlier day lies there, with what servers send compressed, so that a build makes what is new alone.
    """
    serve_bundled(tmp_path / "snapshots")
    compressed = bundled_snapshot.parents[1] / files.FOLDER
    files.make(compressed, fetch=False)
    shutil.copytree(compressed, tmp_path / "snapshots" / files.FOLDER)
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room)
    forget_the_walk(tmp_path / "queries" / "people")
    blocks = list(BLOCK.finditer(WALK))
    assert len(blocks) >= 6
    before = 0
    for block in blocks:
        edit(WALK[before : block.start()], block, tmp_path)
        before = block.end()
        if block[1] == "console":
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[2], re.MULTILINE):
                follow(command, expected, tmp_path)


def forget_the_walk(theme: Path):
    """Takes away what a reader who has done the walk in this checkout has added."""
    for path in theme.glob(f"{MADE_IN_THE_WALK}.*"):
        path.unlink()
        indicators = theme / "indicators.toml"
        text = re.split(r"^\[(?:male|female_share)\]", indicators.read_text("utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
        indicators.write_text(text, "utf-8")


def edit(told: str, block: re.Match, folder: Path):
    """Changes the files that the words before a block speak of: a line to delete, or a text that the block gives."""
    for line, name in re.findall(r"[Dd]elete the line\s+`([^`]+)` from\s+`([^`]+)`", told):
        path = folder / name
        text = path.read_text("utf-8")
        assert f"{line}\n" in text
        path.write_text(text.replace(f"{line}\n", ""), "utf-8")
    becomes = re.search(r"`([^`]+)`(?:, from `([^`]+)` on,)? becomes:\s*$", told)
    assert bool(becomes) == (block[1] in ("sql", "toml"))
    if becomes:
        path = folder / becomes[1]
        kept, mark, _ = path.read_text("utf-8").partition(becomes[2]) if becomes[2] else ("", "", "")
        assert mark == (becomes[2] or "")
        path.write_text(kept + block[2], "utf-8")


def follow(command: str, expected: str, folder: Path):
    """Runs a command of the walk; `...` in what is expected stands for anything, and lines of files may move."""
    words = shlex.split(command)
    if words == ["make", "build"]:  # it installs first, which the copy need not
        words = ["nagar", "build"]
    if words[0] != "nagar" or words[1] == "serve":
        assert words[0] in ("git", "cd", ".", "nagar")
        return
    environment = {**os.environ, "NAGAR_DATA": str(folder / "snapshots"), "PYTHONPATH": str(folder), "COLUMNS": "200"}
    environment["PYTHONDONTWRITEBYTECODE"] = ""  # what one command compiles in the copy, the next ones need not
    environment["PATH"] = ""  # no npm, so that no build waits for another host
    run = subprocess.run([sys.executable, "-m", "dashboard", *words[1:]], cwd=folder, env=environment, text=True,
                         encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    printed = re.sub(r":\d+:", ":000:", run.stdout.replace(f"{folder}/", HOME))
    pattern = re.sub(r":\d+:", ":000:", expected)
    pattern = re.escape(pattern).replace(re.escape("..."), r"[\s\S]*")
    assert re.fullmatch(pattern, printed), f"$ {command}\n{printed}"


if __name__ == "__main__":
    for made in TABLES.values():
        print(made(), end="\n\n")
