"""All themes, indicators and modules found in the folders, and every problem found on the way.

Discovery reads files and never executes them: a broken module becomes a problem, all others work.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from data.problems import Problem, line_of, read_toml, shown, unreadable
from queries.faults import checked
from queries.indicator import Indicator
from queries.query import KEY_COLUMNS, Module, QueryCard, Theme

QUERIES = Path(__file__).resolve().parent
NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Registry:
    """`themes` in the order of the navigation, `modules` by id (`theme/name`), `broken` by id with their problems."""

    themes: dict[str, Theme]
    modules: dict[str, Module]
    problems: list[Problem]
    broken: dict[str, list[Problem]] = field(default_factory=dict)

    def of_theme(self, theme: str) -> list[Module]:
        return [module for module in self.modules.values() if module.theme == theme]


def load(folder: Path = QUERIES) -> Registry:
    """Read every theme folder below `folder` (a folder with SQL files or a `theme.toml`)."""
    themes, modules, problems, broken = {}, {}, [], {}
    for place in sorted(path for path in Path(folder).iterdir() if path.is_dir() and NAME.fullmatch(path.name)):
        if not any(place.glob("*.sql")) and not (place / "theme.toml").exists():
            continue
        theme, found = _theme(place)
        problems += found
        if theme:
            themes[theme.id] = theme
        indicators, bad_indicators, found = read_indicators(place)
        problems += found
        for name in sorted({path.stem for path in place.glob("*.sql")} | _cards_without_sql(place)):
            module, found = _module(place, name, indicators, bad_indicators)
            problems += found
            if module and theme:
                modules[module.id] = module
            else:
                broken[f"{place.name}/{name}"] = found or [p for p in problems if p.file == shown(place / "theme.toml")]
    for module in _showing_nothing(modules, broken):
        broken[module.id] = [_shows_nothing(module)]
        problems += broken[module.id]
        del modules[module.id]
    ordered = dict(sorted(themes.items(), key=lambda item: (item[1].order, item[0])))
    in_order = sorted(modules.values(), key=lambda module: (module.card.order, module.id))
    modules = {module.id: module for theme in ordered for module in in_order if module.theme == theme}
    return Registry(ordered, modules, problems, broken)


def _showing_nothing(modules: dict[str, Module], broken: dict) -> list[Module]:
    """Modules that show the things of a register that is none; one that is broken is told of by itself."""
    found = []
    for module in modules.values():
        shown_too = f"{module.theme}/{module.card.shows}"
        if module.card.shows and shown_too not in broken:
            register = modules.get(shown_too)
            found += [] if register and register.card.progress else [module]
    return found


def _shows_nothing(module: Module) -> Problem:
    line = line_of(module.card_file.read_text("utf-8"), "shows")
    message = f"{module.name}: shows names {module.card.shows!r}, which is no register of this theme with [progress]."
    return Problem(shown(module.card_file), line, message, "Correct the name, or take shows away.")


def _cards_without_sql(place: Path) -> set[str]:
    return {path.stem for path in place.glob("*.toml")} - {"theme", "indicators"}


def _theme(place: Path) -> tuple[Theme | None, list[Problem]]:
    path = place / "theme.toml"
    if not path.exists():
        return None, [
            Problem(
                shown(path),
                1,
                f"is missing: the folder {place.name}/ has queries but no page.",
                "Write theme.toml with title.en, order and introduction.en.",
            )
        ]
    content, text, problems = read_toml(path)
    theme, found = checked(Theme, {**content, "id": place.name}, path, text) if not problems else (None, [])
    return theme, problems + found


def read_indicators(place: Path) -> tuple[dict[str, Indicator], dict[str, str], list[Problem]]:
    """The sound indicators of a theme, where the unsound ones stand, and all problems."""
    path = place / "indicators.toml"
    if not path.exists():
        return {}, {}, []
    content, text, problems = read_toml(path)
    sound, bad = {}, {}
    if problems:
        return {}, {"": f"{problems[0].file}:{problems[0].line}"}, problems
    for name, card in content.items():
        if isinstance(card, dict):
            indicator, found = checked(Indicator, {**card, "id": name}, path, text, name)
        else:
            indicator, found = (
                None,
                [
                    Problem(
                        shown(path),
                        line_of(text, name),
                        f"{name!r} stands above the first indicator, where nothing may stand.",
                        "Put it below the [name] of the indicator that it belongs to.",
                    )
                ],
            )
        problems += found
        if indicator and not NAME.fullmatch(name):
            found = [
                Problem(
                    shown(path),
                    line_of(text, name),
                    f"indicator {name!r} is not a lower_case_name.",
                    "Rename it, for instance poorest_fifth_share.",
                )
            ]
            problems += found
        if found:
            bad[name] = f"{found[0].file}:{found[0].line}"
        else:
            sound[name] = indicator
    return sound, bad, problems


def _module(place: Path, name: str, indicators: dict, bad: dict) -> tuple[Module | None, list[Problem]]:
    card_file, sql_file = place / f"{name}.toml", place / f"{name}.sql"
    if not NAME.fullmatch(name):
        return None, [Problem(shown(sql_file), 1, f"{name!r} is not a lower_case_name.", "Rename its two files.")]
    if not card_file.exists():
        return None, [
            Problem(
                shown(sql_file),
                1,
                f"has no card: {card_file.name} is missing beside it.",
                f"Write it by hand or with `nagar new {place.name}/{name} --from EXTRACT`.",
            )
        ]
    if not sql_file.exists():
        return None, [
            Problem(
                shown(card_file),
                1,
                f"has no query: {sql_file.name} is missing beside it.",
                "Write the SELECT, or remove the card.",
            )
        ]
    content, text, problems = read_toml(card_file)
    if problems:
        return None, problems
    card, problems = checked(QueryCard, content, card_file, text)
    if card is None:
        return None, problems
    try:
        sql = sql_file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return None, [unreadable(sql_file, error)]
    problems += _unknown_indicators(card, card_file, text, indicators, bad)
    problems += _unfit_indicators(card, card_file, text, indicators)
    if problems:
        return None, problems
    chosen = {name: indicators[name] for name in card.indicators}
    return Module(
        id=f"{place.name}/{name}",
        theme=place.name,
        card=card,
        indicators=chosen,
        sql=sql,
        sql_file=sql_file,
        card_file=card_file,
    ), []


def _unknown_indicators(card: QueryCard, path: Path, text: str, known: dict, bad: dict) -> list[Problem]:
    line = line_of(text, "indicators")
    problems = []
    for name in card.indicators:
        if name in known:
            continue
        if name in bad or "" in bad:
            told = bad.get(name) or bad[""]
            problems.append(Problem(shown(path), line, f"indicator {name!r} is itself broken.", f"See {told}."))
        else:
            listed = ", ".join(sorted(known)) or "none"
            problems.append(
                Problem(
                    shown(path),
                    line,
                    f"indicator {name!r} is not in indicators.toml of this theme.",
                    f"Declare it there, or use one of: {listed}.",
                )
            )
    return problems


def _unfit_indicators(card: QueryCard, path: Path, text: str, known: dict[str, Indicator]) -> list[Problem]:
    """An indicator must be able to do what the kind of this module asks of it."""
    problems = []
    for name in card.indicators:
        indicator = known.get(name)
        if indicator is None:
            continue
        if card.kind == "published" and indicator.over_places != "none":
            message = (
                f"indicator {name!r} adds up over places as {indicator.over_places}, but published figures never do."
            )
            problems.append(Problem(shown(path), line_of(text, "indicators"), message, 'Set over_places = "none".'))
        if card.kind == "published" and indicator.scale is not None:
            message = (
                f"indicator {name!r} has a scale, but published figures are shown in the unit they were printed in."
            )
            problems.append(Problem(shown(path), line_of(text, "indicators"), message, "Take the scale away."))
        if card.kind != "published" and not indicator.columns():
            message = f"indicator {name!r} names no column: a {card.kind} needs a numerator or a value."
            problems.append(Problem(shown(path), line_of(text, "indicators"), message, "Add one to indicators.toml."))
        if card.kind == "flow" and not _is_a_sum(indicator):
            message = (
                f"indicator {name!r} is no plain sum, and only people or things that move can be added up as flows."
            )
            hint = 'Give it a numerator and over_places = "sum"; no denominator, value, error or money.'
            problems.append(Problem(shown(path), line_of(text, "indicators"), message, hint))
        counted = {"thing", *(one for one, column in card.columns.items() if column.type == "country")}
        if card.kind == "register" and (indicator.over_places != "distinct" or indicator.numerator not in counted):
            message = f"indicator {name!r} is no count of things, and a register is only listed and counted."
            hint = 'Set numerator = "thing" and over_places = "distinct"; amounts and rates belong in a series.'
            problems.append(Problem(shown(path), line_of(text, "indicators"), message, hint))
        if card.hot_spots and name in card.hot_spots.indicators and indicator.over_places != "ratio":
            message = (
                f"hot_spots: {name!r} is no rate with numerator and denominator, so neighbours cannot be judged by it."
            )
            problems.append(
                Problem(shown(path), line_of(text, "hot_spots"), message, "Name an indicator that is a ratio.")
            )
        zeros = [one for one, dimension in card.dimensions.items() if dimension.parts_of_whole
                 and dimension.absent == "zero" and indicator.denominator and indicator.rule_over(one) == "none"]  # fmt: skip
        if zeros:
            message = (
                f"indicator {name!r} divides by a whole that every value of {zeros[0]!r} repeats, and a value without a "
                "row has none to add up."
            )
            hint = 'Give a row of every value (0 where there is none), and say absent = "missing".'
            problems.append(Problem(shown(path), line_of(text, "dimensions", zeros[0], "absent"), message, hint))
        rules = indicator.over_dimensions if isinstance(indicator.over_dimensions, dict) else {}
        unknown = sorted(set(rules) - set(card.dimensions) - set(KEY_COLUMNS["event"]))
        if unknown and card.dimensions:
            message = f"indicator {name!r} has a rule over {unknown[0]!r}, which is no dimension of this module."
            problems.append(Problem(shown(path), line_of(text, "dimensions"), message, "Correct the name."))
    return problems


def _is_a_sum(indicator: Indicator) -> bool:
    """Whether it can be ranked and added up from place to place, and along everything else added up or left alone."""
    parts = (indicator.denominator, indicator.value, indicator.standard_error, indicator.weight)
    plain = indicator.over_places == "sum" and not any(parts) and not indicator.unit.startswith("currency")
    return plain and indicator.factor > 0 and {indicator.over_periods, *indicator.dimension_rules()} <= {"sum", "none"}
