"""Which pictures suit a kind and grain of answer; a theme page draws them in this order."""

from dashboard.choice import Choice
from queries.indicator import TOTAL

MOST_STACKED = 9  # parts of a bar that can be told apart


def panels(choice: Choice) -> tuple[str, ...]:
    """Names of the pictures of a page: map, ranking, the list of a register with `done_after:<duration>` and
    `overdue:<duration>`; attendance, network and those never seen of events; peers of the selected place, pockets, trend,
    parts, `over_time:<dimension>` where the card says so, and `values:<dimension>` for each dimension.
    """
    found = ["map", "ranking"]
    card = choice.module.card
    if choice.module.kind == "register":
        found.append("register")
        found += [f"{picture}:{name}" for name in card.durations for picture in ("done_after", "overdue")]
    if choice.module.kind == "event":
        found += ["attendance", "network", "never_seen"]
    if choice.view.selected:
        found.append("peers")
    if choice.pockets:
        found.append("pockets")
    if len(choice.periods) > 1:
        found.append("trend")
    if choice.indicator.id in choice.module.card.parts:
        found.append("parts")
    found += [f"over_time:{name}" for name in card.over_time]
    for name, dimension in choice.module.dimensions.items():
        if name in card.over_time and len(choice.periods) > 1:
            continue
        if len([value for value in dimension.values if value != TOTAL]) > 1:
            found.append(f"values:{name}")
    return tuple(found)


def may_stack(choice: Choice, dimension: str) -> bool:
    """Whether the values of a dimension are parts of a whole: only where they add up to it, and few enough to tell."""
    indicator = choice.indicator
    adds = choice.module.kind != "published" and indicator.rule_over(dimension) == "sum"
    return adds and len(choice.module.dimensions[dimension].values) <= MOST_STACKED
