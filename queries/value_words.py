"""The words of an extract's values, taken from the questions that show them: nobody writes them twice."""

from collections.abc import Mapping

from queries.registry import Registry


def of(registry: Registry, cards: Mapping) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    """(extract, column) -> value -> its titles by language, for the columns with a list of values.

    A question gives them where it reads the extract and has a dimension of the column's name whose values it titles; a
    question of another extract may give what is left, for the same id means the same everywhere.
    """
    titled: dict[str, list[tuple[tuple[str, ...], dict]]] = {}
    for module in registry.modules.values():
        for name, dimension in module.dimensions.items():
            titled.setdefault(name, []).append((module.tables, dimension.values))
    found = {}
    for card in cards.values():
        for column in card.columns.values():
            if column.values:
                found[card.name, column.name] = _words(card.name, column, titled.get(column.name, []))
    return found


def _words(extract: str, column, titled: list) -> dict[str, dict[str, str]]:
    own = [values for tables, values in titled if extract in tables]
    others = [values for tables, values in titled if extract not in tables]
    words = {}
    for value in column.values:
        words[value] = next((dict(values[value]) for values in (*own, *others) if value in values), {})
    return {value: titles for value, titles in words.items() if titles}
