"""Everything that is wrong with the content: cards, groups, modules, examples, words; and, with a snapshot, on real rows."""

import datetime
import difflib
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from data import catalogue, warehouse
from data.problems import ContentError, Problem, line_of, shown
from geo import groups
from queries import contract, example, flow_cubes, hot_spots, laws, portable, registry, value_words
from queries.indicator import LANGUAGES, Card, Indicator, is_written
from queries.query import Module

LONGEST_SELECT = 80  # lines


def check(
    places: Mapping, only: str | None = None, folder: Path = registry.QUERIES, snapshot: Path | None = None
) -> list[Problem]:
    """All problems and warnings, by file and line; with `only` (theme/name) those of that module and its theme's cards.

    With a `snapshot` the modules are also tried out on its extracts: time and rows, real types, laws.
    """
    cards, problems = catalogue.cards()
    sets, wrong = groups.load(places)
    problems += wrong + _unnamed_places(places)
    found = contract.vetted(registry.load(folder), cards)
    theme, _, name = (only or "").partition("/")
    tried = found.of_theme(theme) if only else None
    problems += modules(found, cards, sets, places, Path(folder), tried) + value_words.missing(found, cards)
    if snapshot is not None:
        bad = {problem.file for problem in problems if not problem.warning}
        sound = {name: module for name, module in found.modules.items()
                 if only in (None, name) and not bad & {shown(module.sql_file), shown(module.card_file)}}  # fmt: skip
        chosen = registry.Registry(found.themes, sound, [], {})
        problems += on_real_rows(snapshot, chosen, cards, places)
    problems = sorted(set(problems), key=lambda problem: (not problem.warning, problem))  # problems last, to be seen
    if only is None:
        return problems
    beginnings = tuple(f"{shown(Path(folder) / theme)}/{stem}" for stem in (f"{name}.", "theme.", "indicators."))
    return [problem for problem in problems if problem.file.startswith(beginnings)]


def modules(
    found: registry.Registry,
    cards: Mapping,
    sets: Mapping,
    places: Mapping,
    folder: Path,
    tried: Iterable[Module] | None = None,
) -> list[Problem]:
    """What is wrong with the modules of a (vetted) registry, found without any data but their examples.

    Examples, laws and the SELECT are those of the modules `tried` (all unless given); cards are read all the same.
    """
    problems = list(found.problems)
    connection = warehouse.empty(cards)
    for module in found.modules.values() if tried is None else tried:
        wrong = contract.columns(module, connection) + contract.expected_group(module, sets)
        problems += wrong or _examples(module, cards, places)
        problems += hot_spots.problems_of(module, cards) + flow_cubes.problems_of(module, sets)
        problems += portable.faults(module) + _lint(module)
        problems += _missing_words(module.card, module.card_file)
    problems += _indicator_warnings(found)
    for theme in found.themes.values():
        problems += _missing_words(theme, folder / theme.id / "theme.toml")
    return problems


def look_closer(changed: list[Module], cards: Mapping, places: Mapping) -> list[Problem]:
    """What more there is to say of modules that answer: examples, laws, portable subset."""
    problems = []
    for module in changed:
        problems += _examples(module, cards, places) + portable.faults(module) + _lint(module)
    return problems


def _examples(module: Module, cards: Mapping, places: Mapping) -> list[Problem]:
    """Examples that do not come out, and those whose outcome breaks a law."""
    problems = example.failures(module, cards, places)
    if any(not problem.warning for problem in problems):
        return problems
    for one in module.card.examples:
        problems += laws.broken_by_example(module, example.table(module, one.given, cards), places, cards)
    return problems


def on_real_rows(snapshot: Path, found: registry.Registry, cards: Mapping, places: Mapping) -> list[Problem]:
    """What trying the modules out on a snapshot's extracts shows: budget, chance, the audit of the cube, laws."""
    from queries.rehearsal import Good, rehearse
    from queries.trial import Trials

    try:
        warehouse.over(snapshot, cards).close()
    except ContentError as error:
        return [_older(problem) for problem in error.problems]
    extracts = catalogue.in_snapshot(snapshot)
    problems, sound = [], {}
    with Trials(snapshot, cards) as trials:
        for module in found.modules.values():
            if set(module.tables) & set(extracts):
                wrong = trials.problems(module)
                problems += wrong
                sound |= {} if wrong else {module.id: module}
    with tempfile.TemporaryDirectory() as scratch:
        chosen = registry.Registry(found.themes, sound, [], {})
        house, wrong = rehearse(Good(snapshot), Path(scratch) / "rehearsal", chosen, cards, places)
        problems += wrong
        for name in sound.keys() & house.cubes.keys():
            problems += laws.broken(house, house.registry.modules[name])
    return problems


def _older(problem: Problem) -> Problem:
    message = f"{problem.message.rstrip('.')}: the queries were not tried out on real rows."
    return Problem(problem.file, problem.line, message, "Run `nagar build`, then check again.", warning=True)


def _lint(module: Module) -> list[Problem]:
    problems = []
    lines = module.sql.splitlines()
    if not module.sql.lstrip().startswith("--"):
        message = "does not begin with a comment."
        hint = "Say in the first line which question it answers: -- Who lives here?"
        problems.append(_warning(module.sql_file, 1, message, hint))
    if len(lines) > LONGEST_SELECT:
        hint = f"A SELECT reads well under {LONGEST_SELECT}: make two queries of it."
        problems.append(_warning(module.sql_file, LONGEST_SELECT, f"has {len(lines)} lines.", hint))
    return problems


def _indicator_warnings(found: registry.Registry) -> list[Problem]:
    problems, done = [], set()
    today = datetime.date.today()
    for module in found.modules.values():
        path = module.card_file.parent / "indicators.toml"
        text = path.read_text("utf-8")
        for indicator in module.indicators.values():
            if (module.theme, indicator.id) in done:
                continue
            done.add((module.theme, indicator.id))
            problems += _missing_words(indicator, path, indicator.id)
            problems += _unwritten(indicator, path, text) + _not_comparable(indicator, found, module.theme, path, text)
            official = indicator.official
            if official and official.indicator not in getattr(found.modules.get(official.query), "indicators", ()):
                message = f"{indicator.id} names {official.query} {official.indicator} as official, which is not there."
                problems.append(
                    Problem(shown(path), line_of(text, indicator.id, "official"), message, "Correct the names.")
                )
            if indicator.review and indicator.review < today:
                message = f"the review of {indicator.id} was due on {indicator.review}."
                problems.append(
                    _warning(path, line_of(text, indicator.id, "review"), message, "Review it, set a new date.")
                )
    return problems


def _unwritten(indicator: Indicator, path: Path, text: str) -> list[Problem]:
    """A warning for each text that `nagar new` left to be written: it is shown nowhere until it is."""
    return [
        _warning(path, line_of(text, indicator.id, name), f"{indicator.id}.{name} is still to be written.",
                 "Write it, in plain words for a mayor.")
        for name in ("formula", "why", "caveats") if not is_written(getattr(indicator, name))
    ]  # fmt: skip


def _not_comparable(indicator: Indicator, found: registry.Registry, theme: str, path: Path, text: str) -> list[Problem]:
    """Names after `not_comparable` that are no indicator of the theme, and pictures that would draw such a pair together."""
    line = line_of(text, indicator.id, "not_comparable")
    known = {name for module in found.of_theme(theme) for name in module.indicators}
    problems = []
    for name in sorted(set(indicator.not_comparable) - known):
        near = difflib.get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(known))}."
        problems.append(Problem(shown(path), line, f"{indicator.id} is not comparable with {name!r}, which is no "
                                f"indicator of {theme}.", hint))  # fmt: skip
    for module in found.of_theme(theme):
        for name in sorted(set(indicator.not_comparable) & set(module.card.parts)):
            if indicator.id in module.card.parts:
                message = f"{indicator.id} and {name} are parts of one picture, but are declared not comparable."
                hint = f"Take one of them out of parts in {shown(module.card_file)}."
                problems.append(Problem(shown(path), line, message, hint))
    return problems


def _missing_words(card: Card, path: Path, *above: str) -> list[Problem]:
    """A warning for each text of a card that has no Nepali or no Bangla."""
    text = path.read_text("utf-8")
    problems = []
    for keys, texts in _texts(card):
        if not is_written(texts):
            continue  # told already
        absent = [language for language in LANGUAGES if language not in texts]
        if absent:
            message = f"{'.'.join((*above, *keys))} is not translated into {' and '.join(absent)}; English is shown."
            problems.append(_warning(path, line_of(text, *above, *keys), message, "Add the missing language."))
    return problems


def _texts(part, above: tuple = ()):
    """Every text in several languages below a card, with the keys that lead to it."""
    if isinstance(part, Card):
        for name, value in part:
            yield from _texts(value, (*above, name))
    elif isinstance(part, dict) and "en" in part and all(isinstance(text, str) for text in part.values()):
        yield above, part
    elif isinstance(part, dict) and above[-1:] != ("given",):
        for key, value in part.items():
            yield from _texts(value, (*above, key))
    elif isinstance(part, list) and above[-1:] != ("expect",):
        for value in part:
            yield from _texts(value, above)


def _unnamed_places(places: Mapping) -> list[Problem]:
    """Places shown in Latin letters because no source gives their name in the country's own script: one line a level."""
    wanted = {"NP": ("name_ne", "Nepali"), "BD": ("name_bn", "Bangla")}
    missing, total = Counter(), Counter()
    for place in places.values():
        if place.level == "ward" or place.country not in wanted:
            continue  # a ward is a number behind its palika's name
        key = (place.country, place.level, place.vintage)
        total[key] += 1
        missing[key] += not getattr(place, wanted[place.country][0])
    return [
        Problem(
            "geo/shapes",
            1,
            f"{count} of {total[key]} places of {key[0]} {key[1]} ({key[2]}) have no "
            f"{wanted[key[0]][1]} name in our sources and are shown in Latin letters.",
            "Their cards list them; add a name only where a source gives it.",
            warning=True,
        )
        for key, count in sorted(missing.items())
        if count
    ]


def _warning(path: Path, line: int, message: str, hint: str) -> Problem:
    return Problem(shown(path), line, message, hint, warning=True)
