"""The vetted registry as a build leaves it in its snapshot, so that a server need not parse, check and vet a hundred files.

It counts for the very files and rules it was made from: whoever changes a card, a SELECT or the program has all of them
read again. Worked examples are left out; only `nagar check` reads those, from the files.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import orjson

from data.cards import ExtractCard
from data.problems import Problem
from queries.query import Module, Theme
from queries.registry import QUERIES, Registry

FILE = "registry.json"
CONTENT, RULES = (".sql", ".toml"), (Path(__file__).parent, Path(__file__).parent.parent / "data")


def write(folder: Path, found: Registry, cards: Mapping[str, ExtractCard], queries: Path = QUERIES) -> None:
    """Leave the vetted modules of the folder `queries` in a snapshot's folder; nothing where JSON cannot hold them whole."""
    plain = {key: _without_examples(module) for key, module in found.modules.items()}
    told = {
        "of": _digest(queries, cards),
        "themes": [theme.model_dump(mode="json") for theme in found.themes.values()],
        "modules": [module.model_dump(mode="json", exclude={"sql_file", "card_file"}) for module in plain.values()],
        "problems": [asdict(problem) for problem in found.problems],
        "broken": {key: [asdict(problem) for problem in problems] for key, problems in found.broken.items()},
    }  # fmt: skip
    if _registry(told, queries) == Registry(found.themes, plain, found.problems, found.broken):
        (folder / FILE).write_bytes(orjson.dumps(told))


def read(folder: Path, cards: Mapping[str, ExtractCard], queries: Path = QUERIES) -> Registry | None:
    """What `write` left in a snapshot; None where there is none of these very files and rules."""
    try:
        told = orjson.loads((folder / FILE).read_bytes())
        return _registry(told, queries) if told["of"] == _digest(queries, cards) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _without_examples(module: Module) -> Module:
    return module.model_copy(update={"card": module.card.model_copy(update={"examples": []})})


def _registry(told: Mapping, queries: Path) -> Registry:
    themes = [Theme.model_validate(one) for one in told["themes"]]
    modules = {}
    for one in told["modules"]:
        file = queries / one["id"]
        paths = {"sql_file": str(file.with_suffix(".sql")), "card_file": str(file.with_suffix(".toml"))}
        modules[one["id"]] = Module.model_validate_json(orjson.dumps(one | paths))
    broken = {key: [Problem(**problem) for problem in problems] for key, problems in told["broken"].items()}
    return Registry(
        {theme.id: theme for theme in themes}, modules, [Problem(**one) for one in told["problems"]], broken
    )


def _digest(queries: Path, cards: Mapping[str, ExtractCard]) -> str:
    """Changes with every file of content and every rule that says what is wrong with it."""
    found = hashlib.sha256(orjson.dumps(sorted((name, card.disclosure) for name, card in cards.items())))
    for path, name in _files(queries):
        found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _files(queries: Path) -> Iterable[tuple[Path, str]]:
    content = sorted(path for path in queries.glob("*/*") if path.suffix in CONTENT)
    yield from ((path, path.relative_to(queries).as_posix()) for path in content)
    yield from ((path, path.name) for room in RULES for path in sorted(room.glob("*.py")))
