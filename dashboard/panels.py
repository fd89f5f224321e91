"""Which pictures suit a kind and grain of answer; a theme page draws them in this order."""

from dashboard.choice import Choice
from queries.indicator import TOTAL

MOST_STACKED = 9  # parts of a bar that can be told apart


def panels(choice: Choice) -> tuple[str, ...]:
    """Names of the pictures of a page: map (first the world where a register has partners abroad), ranking,
    `histogram:<dimension>`, the list of a register, progress of projects, `done_after:<duration>` and `overdue:<duration>`;
    attendance, network and those never seen of events; peers of the selected place, pockets, reach, bands, matrix, planned,
    treemap, agreement, trend, parts, `over_time:<dimension>` where the card says so, `values:<dimension>` for each dimension, and
    `across:<dimension>:<other>` where the one is parts of a whole, which may differ by the other.
    """
    card = choice.module.card
    found = ["world", "ranking"] if card.world else ["map", "ranking"]
    if card.histogram and choice.indicator.rule_over(card.histogram) == "sum":
        found.append(f"histogram:{card.histogram}")
    if choice.module.kind == "register":
        found += ["register", "map"] if card.world else ["register"]
    if card.progress or card.shows:
        found.append("progress")
    if choice.module.kind == "register":
        found += [f"{picture}:{name}" for name in card.durations for picture in ("done_after", "overdue")]
    if choice.module.kind == "event":
        found += ["attendance", "network", "never_seen"]
    if choice.view.selected:
        found.append("peers")
    if choice.pockets:
        found.append("pockets")
    if card.reach and choice.indicator.id in card.reach.indicators:
        found.append("reach")
    if card.bands and choice.indicator.id in card.bands.all():
        found.append("bands")
    if card.matrix and choice.indicator.unit == "percent":
        found.append("matrix")
    if card.planned:
        found.append("planned")
    if card.treemap and choice.indicator.rule_over(card.treemap) == "sum":
        found.append("treemap")
    compared = card.agreement.by if card.agreement and choice.indicator.id in card.agreement.indicators else ""
    if compared:
        found.append("agreement")
    if len(choice.periods) > 1:
        found.append("trend")
    if shows_parts(choice):
        found.append("parts")
    found += [f"over_time:{name}" for name in card.over_time]
    elsewhere = {compared, card.funnel.by if card.funnel else "", card.matrix if "matrix" in found else ""}
    elsewhere |= set(card.over_time) if len(choice.periods) > 1 else set()
    for name, dimension in choice.module.dimensions.items():
        if name not in elsewhere and len([value for value in dimension.values if value != TOTAL]) > 1:
            found.append(f"values:{name}")
    return tuple(found + [f"across:{name}:{other}" for name, other in across(choice)])


def id_of(panel: str) -> str:
    """What a picture's card is called, and its file: `values:sex` is `values-sex`, `done_after:days` is `done-days`."""
    kind, _, dimension = panel.partition(":")
    if kind in ("histogram", "overdue", "done_after", "values", "across", "over_time"):
        return "histogram" if kind == "histogram" else f"{kind.removesuffix('_after')}-{dimension.replace(':', '-')}"
    return kind


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
