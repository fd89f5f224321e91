"""A corpus of broken modules: one fault each, and what a person is told of it, word for word.

`broken/_sound` is a sound module, and `_register` the files of a sound register that differ from it; each other folder holds
the files that differ from `_sound` (with `_register.base`: from the register; `name.missing`: that file is not there) and in `expected.txt` every line that `nagar check` prints. Those named `rows_...` are tried out on real rows.
`python tests/queries/test_broken.py` prints the corpus as a table; with `--write` it writes each `expected.txt` anew,
to be read before it is kept.
"""

import ast
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
if str(ROOT) not in sys.path:  # so that the table can be printed by running this file
    sys.path.insert(0, str(ROOT))

from data import catalogue, extract, snapshots  # noqa: E402
from geo import groups, places  # noqa: E402
from queries import check, contract, registry  # noqa: E402

CASES = sorted(path for path in (HERE / "broken").iterdir() if path.is_dir() and not path.name.startswith("_"))
EXTRACTS = ("nepal_in_migrants_2011_by_reason", "nepal_ward_census_2021", "susasan_grievances")
CARDS = {name: card for name, card in catalogue.cards()[0].items() if name in EXTRACTS}
WARDS = [*(f"NP0101301-{ward:02}" for ward in range(1, 12)), *(f"NP0101401-{ward:02}" for ward in range(1, 6))]

QUICK = ("file_", "toml_", "card_", "indicator_")  # told before any SQL is run
# Every file whose sentences a person who writes a module can meet.
SPEAKING = [
    "data/problems.py",
    *(f"queries/{name}.py" for name in ("registry", "faults", "indicator", "query", "card_parts", "funnel", "agreement", "plan_chapter", "contract", "portable", "example",
                                        "cube", "check", "laws", "trial", "hot_spots", "disclosure", "register_checks")),
]  # fmt: skip
# Sentences of those files that no broken module can cause, and where they are shown instead.
NOT_BY_A_MODULE = {
    " of .* places of .* .* (.*) have no .* name in our sources and are shown in Latin letters.": "names no source gives",
    "Their cards list them; add a name only where a source gives it.": "the same",
    " add up to ": "a sum that is none would be our own fault: test_laws shows it",
    "in .* all flows by .* are .*, by .* ": "the same",
    " has .* over all of .*, the .* of them": "the same",
    "The SELECT counts something twice, or leaves something out; or the rule is not sum.": "the same",
    "To be written:": "no message, but how `nagar new` begins a text",
    "it needs more memory than a query may take.": "takes ten seconds to fill: test_contract shows it",
    "Filter first, and join on the whole key.": "the same",
}


def laid_out(case: Path, folder: Path) -> Path:
    """The files of a case over those of the sound module, as the theme `land` in `folder`."""
    theme = folder / "land"
    shutil.copytree(HERE / "broken" / "_sound", theme)
    for base in case.glob("*.base"):
        shutil.copytree(HERE / "broken" / base.stem, theme, dirs_exist_ok=True)
    for path in case.iterdir():
        if path.suffix == ".missing":
            (theme / path.stem).unlink()
        elif path.is_dir():
            (theme / path.name).unlink()
            shutil.copytree(path, theme / path.name)
        elif path.suffix in (".sql", ".toml"):
            shutil.copyfile(path, theme / path.name)
    return folder


def told(case: Path, known, sets, folder: Path) -> list[str]:
    """What is told of a case, with the path of the theme left out."""
    found = contract.vetted(registry.load(laid_out(case, folder)), CARDS)
    if case.name.startswith("rows_"):
        snapshot = a_snapshot(known, folder.parent / f"{folder.name}-snapshot", (case / "broken_extract.txt").exists())
        problems = check.on_real_rows(snapshot, found, CARDS, known)
        return [str(problem).replace(f"{snapshot}/", "").replace(f"{folder}/land/", "") for problem in problems]
    problems = sorted(set(check.modules(found, CARDS, sets, known, folder)))
    return [str(problem).replace(f"{folder}/land/", "").replace(f"{folder}/", "") for problem in problems]


def a_snapshot(known, folder: Path, broken: bool = False) -> Path:
    """A snapshot with 16 wards and nothing else."""
    import pandas

    (folder / "extracts").mkdir(parents=True)
    frame = pandas.DataFrame({"place": WARDS, "period": "2021"})
    for number, column in enumerate(("households", "persons", "male", "female"), 1):
        frame[column] = [100 * number + ward for ward in range(len(WARDS))]
    if broken:
        frame = frame.drop(columns="female")
    card = CARDS["nepal_ward_census_2021"]
    frame.to_parquet(folder / "extracts" / f"{card.name}.parquet")
    completed = {
        "name": card.name, "titles": card.titles, "provenance": "published", "publisher": "An office", "licence": "facts",
        "source": "wards.csv", "read_at": "here", "data_date": "2021", "made_at": "2026-01-01", "digest": "d1",
        "input_digest": "d2", "rows": len(frame), "notes": [], "columns": {}, "grain": card.grain,
        "disclosure": card.disclosure, "key": card.key, "descriptions": card.descriptions,
    }  # fmt: skip
    extract.write_json(folder / "extracts" / f"{card.name}.json", completed)
    places.save(known, folder / "places.parquet")
    manifest = {"format": snapshots.FORMAT, "digest": "d", "date": "2026-01-01", "problems": [], "cubes": {}, "files": {},
                "extracts": {card.name: {"digest": "d1", "rows": len(frame), "provenance": "published"}}}  # fmt: skip
    extract.write_json(folder / snapshots.MANIFEST, manifest)
    return folder


@pytest.fixture(scope="module")
def sets(known_places):
    return groups.load(known_places)[0]


def test_the_sound_module_is_sound(known_places, sets, tmp_path):
    assert told(HERE / "broken" / "_sound", known_places, sets, tmp_path) == []


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case.name, marks=() if case.name.startswith(QUICK) else pytest.mark.slow) for case in CASES],
)
def test_a_broken_module_is_told_in_these_words(case, known_places, sets, tmp_path):
    expected = (case / "expected.txt").read_text("utf-8").splitlines()
    assert expected and told(case, known_places, sets, tmp_path / "queries") == expected


def test_the_corpus_is_large_enough():
    assert len(CASES) >= 45


SAID = [line for path in HERE.glob("broken/*/expected.txt") for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("file", SPEAKING)
def test_every_sentence_of_the_code_is_shown_by_a_case(file):
    """A new message needs a case: a folder with the broken file and what is told of it."""
    missing = [
        (line, sentence)
        for line, sentence in sentences(ROOT / file)
        if not any(re.search(sentence, line) for line in SAID)
        and re.sub(r"\\(.)", r"\1", sentence) not in NOT_BY_A_MODULE
    ]
    assert missing == []


def sentences(path: Path) -> list[tuple[int, str]]:
    """Every text of a file that reads like a message, as a pattern in which each placeholder stands for anything."""
    tree = ast.parse(path.read_text("utf-8"))
    inner, found = set(), []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node):
            inner.add(node.body[0].value)
        if isinstance(node, ast.JoinedStr):
            inner.update(part for part in ast.walk(node) if part is not node)
        if isinstance(node, ast.Dict):
            inner.update(node.keys)  # what other programmes say, beside what we say instead
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and node not in inner:
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            literal = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            text = "".join(part for part in literal if isinstance(part, str))
            if reads_like_a_message(text):
                pattern = ".*".join(re.escape(part) for part in merged(literal))
                found.append((node.lineno, pattern.removeprefix(".*").removesuffix(".*")))
    return found


def merged(literal: list) -> list[str]:
    """The texts between placeholders."""
    texts = [""]
    for part in literal:
        if isinstance(part, str):
            texts[-1] += part
        else:
            texts.append("")
    return texts


def reads_like_a_message(text: str) -> bool:
    """Four words of plain letters in a row, and no SQL."""
    words = re.search(r"[A-Za-z,']{1,} [a-z,']{1,} [a-z,']{1,}", text)
    return (
        bool(words)
        and len(text.split()) < 40
        and not re.search(r"\b(SELECT .* FROM|GROUP BY {|CREATE|COPY|INSERT INTO|SET [a-z]|JOIN other)", text)
    )


def main() -> None:
    """Print the corpus as a table, or write what is told of each case."""
    known = places.load()
    sets = groups.load(known)[0]
    for case in CASES:
        with tempfile.TemporaryDirectory() as scratch:
            lines = told(case, known, sets, Path(scratch) / "queries")
        if "--write" in sys.argv:
            (case / "expected.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        print(f"| {case.name} | " + "<br>".join(line.replace("|", "\\|") for line in lines) + " |")


if __name__ == "__main__":
    main()
