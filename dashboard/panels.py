"""Which pictures suit a kind and grain of answer; a theme page draws them in this order."""

from dashboard.choice import Choice
from queries.indicator import TOTAL

MOST_STACKED = 9  # parts of a bar that can be told apart


def panels(choice: Choice) -> tuple[str, ...]:
    """Names of the pictures of a page: map, ranking, peers of the selected place, pockets, trend, parts,
    `values:<dimension>` for each dimension, and `across:<dimension>:<other>` where the one is parts of a whole, which
    may differ by the other.
    """
    found = ["map", "ranking"]
    if choice.view.selected:
        found.append("peers")
    if choice.pockets:
        found.append("pockets")
    if len(choice.periods) > 1:
        found.append("trend")
    if shows_parts(choice):
        found.append("parts")
    for name, dimension in choice.module.dimensions.items():
        if len([value for value in dimension.values if value != TOTAL]) > 1:
            found.append(f"values:{name}")
    return tuple(found + [f"across:{name}:{other}" for name, other in across(choice)])


def shows_parts(choice: Choice) -> bool:
    """Whether the page is of a part, or of the whole that the parts add up to."""
    card = choice.module.card
    return bool(card.parts) and choice.indicator.id in (*card.parts, card.whole)


def across(choice: Choice) -> list[tuple[str, str]]:
    """Dimensions that are parts of a whole, each with those by which the parts may be compared."""
    dimensions = choice.module.dimensions
    return [(name, other) for name, dimension in dimensions.items() if dimension.parts_of_whole and may_stack(choice, name)
            for other in dimensions if other != name and not dimensions[other].parts_of_whole]  # fmt: skip


def may_stack(choice: Choice, dimension: str) -> bool:
    """Whether the values of a dimension are parts of a whole: only where they add up to it, or the card says that their
    shares do, and few enough to tell.
    """
    indicator, card = choice.indicator, choice.module.dimensions[dimension]
    adds = choice.module.kind != "published" and indicator.rule_over(dimension) == "sum"
    shares = card.parts_of_whole and indicator.unit == "percent"
    return (adds or shares) and len(card.values) <= MOST_STACKED
