"""The words of an extract's values, taken from the questions that show them: nobody writes them twice."""

from collections.abc import Mapping

from data import countries
from data.problems import Problem, line_of, shown
from queries.registry import Registry


def of(registry: Registry, cards: Mapping) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    """(extract, column) -> value -> its titles by language, for the columns with a list of values.

    A question gives them where it reads the extract and has a dimension of the column's name whose values it titles; a
    question of another extract may give what is left, for the same id means the same everywhere. Countries have the
    names of the list of countries.
    """
    titled: dict[str, list[tuple[tuple[str, ...], dict]]] = {}
    for module in registry.modules.values():
        for name, dimension in module.dimensions.items():
            titled.setdefault(name, []).append((module.tables, dimension.values))
    found = {}
    for card in cards.values():
        for column in card.columns.values():
            if column.values_of == "countries":
                found[card.name, column.name] = {code: countries.names(code) for code in column.values}
            elif column.values:
                found[card.name, column.name] = _words(card.name, column, titled.get(column.name, []))
    return found


def _words(extract: str, column, titled: list) -> dict[str, dict[str, str]]:
    own = [values for tables, values in titled if extract in tables]
    others = [values for tables, values in titled if extract not in tables]
    words = {}
    for value in column.values:
        words[value] = next((dict(values[value]) for values in (*own, *others) if value in values), {})
    return {value: titles for value, titles in words.items() if titles}


def missing(registry: Registry, cards: Mapping) -> list[Problem]:
    """A warning for each value that a template offers without words: a municipality would have to choose from ids."""
    known, found = of(registry, cards), []
    for card in cards.values():
        for name, field in card.template.fields.items() if card.template else ():
            absent = set(card.columns[name].values) - known.get((card.name, name), {}).keys() - field.words.keys()
            if absent:
                line = line_of(card.file.read_text("utf-8-sig"), "template", "columns", name)
                message = f"{name}: no question has words for {', '.join(sorted(absent))}."
                hint = f"Add [template.columns.{name}.values] with en, ne and bn."
                found.append(Problem(shown(card.file), line, message, hint, warning=True))
    return found
