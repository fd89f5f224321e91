"""What something is made of: parts of a whole as 100 % bars, or the values of a dimension as horizontal bars."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import say

# Quiet and apart in grey print too; at most nine parts are told apart, the rest are one.
COLOURS = ("#16335c", "#2c7a75", "#5fa69e", "#b0aa86", "#dfb066", "#c67f3f", "#984a31", "#7f8580", "#c9c3b4")


def bars(parts: Sequence[tuple[str, dict]], subject: Subject) -> Element | None:
    """`(title, row)` of each part as a bar; None where no part has a figure. For overlapping values too.

    Longest first; more values than colours are a scale, such as ages, and keep their order.
    """
    known = [(title, row) for title, row in parts if has_value(row)]
    if not known:
        return None
    if len(parts) <= len(COLOURS):
        known.sort(key=lambda part: -part[1]["value"])
    longest = max([abs(row["value"]) for _, row in known]) or 1
    rows = [
        el("li", el("div.bar-row", el("span.name", title),
           el("span.bar", el("i.hatched" if row["state"] == "unreliable" else "i",
                             style={"width": f"{abs(row['value']) / longest * 100:.2f}%"}), aria_hidden="true"),
           el("span.num", subject.bare(row))))
        for title, row in known
    ]  # fmt: skip
    missing = [el("li", el("div.bar-row", el("span.name", title), el("span.bar"), el("span.state", subject.shown(row))))
               for title, row in parts if not has_value(row)]  # fmt: skip
    return el("ol.ranking.breakdown", rows + missing)


def stacked(places: Sequence[str], parts: Sequence[tuple[str, str, Mapping[str, dict]]], subject: Subject,
            selected: str = "", name: Callable[[str], str] | None = None) -> Element | None:  # fmt: skip
    """100 % bars: `parts` are `(id, title, place -> row)`; widths are shares of the sum of the parts in each place.

    A place with a part missing has no bar but a word, since the rest would look like the whole. With `name`, what it
    names (such as sexes or ages) takes the place of places.
    """
    lines = []
    for place in places:
        rows = [by_place.get(place) for _, _, by_place in parts]
        lines.append(_stack(place, rows, parts, subject, place == selected, name))
    if not any(bar for _, bar in lines):
        return None
    key = el("ul.key", [el("li", el("i", style={"background": _colour(index)}, aria_hidden="true"), title)
                        for index, (_, title, _) in enumerate(parts)])  # fmt: skip
    return el("div.stacked", key, el("ol.ranking", [line for line, _ in lines]))


def _stack(
    place: str, rows: list, parts, subject: Subject, selected: bool, named: Callable[[str], str] | None
) -> tuple[Element, bool]:
    name, code = el("span.name", (named or subject.name)(place)), None if named else place
    whole = sum(row["value"] for row in rows if row and has_value(row))
    instead = _no_bar(rows, whole)
    if instead:
        pill = el("span.state", say(instead, subject.reader))
        return el("li", el("div.bar-row", name, el("span.bar"), pill), data_code=code), False
    cells = []
    for index, row in enumerate(rows):
        share = row["value"] / whole * 100
        text = words.percent(subject.reader, share, 0 if share >= 1 else 1)
        cells.append(el("i", el("span", words.number(subject.reader, share)) if share >= 8 else None,
                        style={"width": f"{share:.3f}%", "background": _colour(index), "color": ink(_colour(index))},
                        title=f"{parts[index][1]}: {text}"))  # fmt: skip
    kind = "div.bar-row.wide.on" if selected else "div.bar-row.wide"
    label = "; ".join(f"{title}: {words.percent(subject.reader, row['value'] / whole * 100)}"
                      for (_, title, _), row in zip(parts, rows, strict=True))  # fmt: skip
    return el("li", el(kind, name, el("span.bar.stack", cells, role="img", aria_label=label)), data_code=code), True


def _no_bar(rows: list, whole: float) -> str:
    """The key of the word that stands where parts make no bar: one is unknown, or below zero, or all are zero."""
    unknown = [row for row in rows if row is None or not has_value(row)]
    if unknown:
        return f"states.{next((row['state'] for row in unknown if row), 'no_data')}"
    if any(row["value"] < 0 for row in rows):
        return "card.part_below_zero"
    return "" if whole > 0 else "states.zero"


def _colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


@cache
def ink(ground: str) -> str:
    """White or black, whichever is read better on a ground: contrast as in WCAG 2.2, "relative luminance"."""
    parts = (int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"
