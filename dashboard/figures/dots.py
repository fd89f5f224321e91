"""A place among its peers: one strip of dots an indicator, the place in colour, the middle half of its peers shaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from dashboard.figures.subject import Subject, has_value, is_money
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import say
from queries.peers import LEAST, Comparison
from queries.ranking import ranks

MOST_DOTS = 120  # a longer strip is one grey band anyway; an even sample draws the same


@dataclass(frozen=True)
class Strip:
    """`own` is the place's row; `peers` where it lies among them (None: it has no figure), `rule` who they are in words
    ("other municipalities of Nepal"); `around` the rows of the places of its region, `beside` the named rows of its
    region, clusters and country themselves, where such a figure can be compared with one place's.
    """

    own: dict
    peers: Comparison | None
    rule: str
    around: Sequence[dict] = ()
    around_name: str = ""
    around_word: str = ""
    beside: Sequence[tuple[str, dict]] = field(default=())


def strip(found: Strip, subject: Subject, source: str, href: str, marks: Sequence[Element] = ()) -> Element:
    """Title and value, the strip, and sentences that say the same; a state instead where there is no value."""
    reader = subject.reader
    top = el("div.top", el("a", subject.title, href=href), _big(found.own, subject))
    foot = [el("div.marks", list(marks)) if marks else None, el("p.src", f"{source} · {subject.period_text}")]
    if not has_value(found.own) or found.peers is None:
        return el("div.strip-of", top, el("p", say(f"state_texts.{found.own['state']}", reader)), foot)
    if not found.peers.enough:
        few = say("compare.too_few", reader, count=found.peers.count, rule=found.rule, least=LEAST)
        return el("div.strip-of", top, el("p", few), _beside(found, subject), foot)
    around = [row["value"] for row in found.around if has_value(row)]
    middle = median(around) if len(around) > 2 else None
    told = " ".join(filter(None, (among(found.peers, found.rule, subject), _middle(found, middle, subject))))
    return el(
        "div.strip-of", top, _line(found.own, found.peers, middle, told), el("p", told), _beside(found, subject), foot
    )


def _big(row: dict, subject: Subject) -> Element:
    if not has_value(row):
        return el("span.state", subject.shown(row))
    unit = words.unit_word(subject.reader, row["unit"])
    interval = subject.interval(row, word=False)
    return el("b", subject.bare(row), None if is_money(row) else el("small", f" {unit}"),
              el("small.interval", f" ({interval})") if interval else None)  # fmt: skip


def _line(own: dict, peers: Comparison, middle: float | None, told: str) -> Element:
    ends = [*peers.values, own["value"], *(end for end in (middle, own["low"], own["high"]) if end is not None)]
    low, high = min(ends), max(ends)

    def left(value: float) -> float:
        return 3 + (value - low) / ((high - low) or 1) * 94

    def at(value: float) -> dict:
        return {"left": f"{left(value):.1f}%"}

    def from_to(start: float, end: float) -> dict:
        return at(start) | {"width": f"{left(end) - left(start):.1f}%"}

    quarter, _, three_quarters = peers.quartiles
    shown = peers.values[:: len(peers.values) // MOST_DOTS + 1]
    parts = [el("s", style=from_to(quarter, three_quarters)), *(el("i.dot", style=at(value)) for value in shown)]
    parts += [el("i.med", style=at(middle))] if middle is not None else []
    if own["low"] is not None and own["high"] is not None:
        parts.append(el("u", style=from_to(own["low"], own["high"])))
    return el("div.strip", parts, el("i.me", style=at(own["value"])), role="img", aria_label=told)


def among(peers: Comparison, rule: str, subject: Subject) -> str:
    """ "Of 10 other sub-metropolitan cities of Nepal 6 are lower and 4 higher: percentile 60." """
    reader = subject.reader
    counts = [(name, getattr(peers, name)) for name in ("lower", "higher", "equal", "undecided")]
    named = [say(f"compare.{name}", reader, count=number) for name, number in counts if number]
    low, high = (words.number(reader, percentile, 0) for percentile in peers.percentiles)
    key = "compare.percentile" if low == high else "compare.percentiles"
    values = {"percentile": low} if low == high else {"low": low, "high": high}
    told = say("compare.of", reader, count=peers.count, rule=rule, parts=words.listing(reader, named))
    return f"{told} {say(key, reader, **values)}"


def _middle(found: Strip, middle: float | None, subject: Subject) -> str:
    """The place against the middle place of its region; an estimate only where it surely lies in one half of its ranks."""
    if middle is None:
        return ""
    value = found.own["value"]
    key = "above_median" if value > middle else "below_median" if value < middle else "at_median"
    near = ranks([found.own, *(row for row in found.around if row["place"] != found.own["place"])])
    if near:
        best, worst = near.between[found.own["place"]]
        half = (near.count + 1) / 2
        key = "above_median" if worst < half else "below_median" if best > half else "not_told_from_median"
    text = words.value(
        subject.reader, middle, found.own["unit"], subject.indicator.decimals, short=True, country=subject.country
    )
    return say(f"compare.{key}", subject.reader, place=found.around_name, places=found.around_word, value=text)


def _beside(found: Strip, subject: Subject) -> Element | None:
    """The figures of its region, clusters and country, named."""
    told = [el("span", f"{name}: ", el("b", subject.bare(row))) for name, row in found.beside]
    return el("p.beside", told) if told else None
