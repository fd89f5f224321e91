"""Which pictures suit a kind and grain of answer; a theme page draws them in this order."""

from dashboard.choice import Choice
from queries.indicator import TOTAL

MOST_STACKED = 9  # parts of a bar that can be told apart


def panels(choice: Choice) -> tuple[str, ...]:
    """Names of the pictures of a page: map, ranking, peers of the selected place, pockets, reach, bands, treemap,
    trend, parts, and `values:<dimension>` for each dimension.
    """
    found = ["map", "ranking"]
    if choice.view.selected:
        found.append("peers")
    if choice.pockets:
        found.append("pockets")
    if choice.module.card.reach and choice.indicator.id in choice.module.card.reach.indicators:
        found.append("reach")
    card = choice.module.card
    if card.bands and choice.indicator.id in card.bands.all():
        found.append("bands")
    if card.treemap and choice.indicator.rule_over(card.treemap) == "sum":
        found.append("treemap")
    if len(choice.periods) > 1:
        found.append("trend")
    if choice.indicator.id in choice.module.card.parts:
        found.append("parts")
    for name, dimension in choice.module.dimensions.items():
        if len([value for value in dimension.values if value != TOTAL]) > 1:
            found.append(f"values:{name}")
    return tuple(found)


def may_stack(choice: Choice, dimension: str) -> bool:
    """Whether the values of a dimension are parts of a whole: only where they add up to it, and few enough to tell."""
    indicator = choice.indicator
    adds = choice.module.kind != "published" and indicator.rule_over(dimension) == "sum"
    return adds and len(choice.module.dimensions[dimension].values) <= MOST_STACKED
