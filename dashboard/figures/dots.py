"""A place among its peers: one strip of dots an indicator, the place in colour, a mark at the middle of its region."""

from dataclasses import dataclass
from statistics import median

from dashboard.figures.subject import Subject, has_value, is_money
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import say


@dataclass(frozen=True)
class Strip:
    """`own` is the place's row, `peers` the rows of places of its kind without it, `around` those of its region."""

    own: dict
    peers: list[dict]
    around: list[dict]
    peers_word: str
    around_name: str = ""
    around_word: str = ""


def strip(found: Strip, subject: Subject, source: str, href: str) -> Element:
    """Title and value, the strip, and a sentence that says the same; a state instead where there is no value."""
    reader = subject.reader
    top = el("div.top", el("a", subject.title, href=href), _big(found.own, subject))
    foot = el("p.src", f"{source} · {subject.period_text}")
    if not has_value(found.own):
        return el("div.strip-of", top, el("p", say(f"state_texts.{found.own['state']}", reader)), foot)
    peers = [row["value"] for row in found.peers if has_value(row)]
    around = [row["value"] for row in found.around if has_value(row)]
    middle = median(around) if len(around) > 2 else None
    told = _sentence(found, peers, around, middle, subject)
    line = _line(found.own, peers, middle, told) if peers else None
    return el("div.strip-of", top, line, el("p", told) if told else None, foot)


def _big(row: dict, subject: Subject) -> Element:
    if not has_value(row):
        return el("span.state", subject.shown(row))
    unit = words.unit_word(subject.reader, row["unit"])
    return el("b", subject.bare(row), None if is_money(row) else el("small", f" {unit}"))


def _line(own: dict, peers: list[float], middle: float | None, told: str) -> Element:
    ends = [*peers, own["value"], *([middle] if middle is not None else [])]
    low, high = min(ends), max(ends)

    def left(value: float) -> dict:
        return {"left": f"{3 + (value - low) / ((high - low) or 1) * 94:.1f}%"}

    shown = sorted(peers)
    if len(shown) > 120:  # a long strip is one grey band anyway; an even sample draws the same
        shown = shown[:: len(shown) // 120 + 1]
    dots = [el("i.dot", style=left(value)) for value in shown]
    marks = [el("i.med", style=left(middle))] if middle is not None else []
    return el("div.strip", dots + marks + [el("i.me", style=left(own["value"]))], role="img", aria_label=told)


def _sentence(found: Strip, peers: list[float], around: list[float], middle: float | None, subject: Subject) -> str:
    reader, value, told = subject.reader, found.own["value"], []
    if peers and found.own["low"] is None:
        rank = 1 + sum(1 for peer in peers if peer > value)
        told.append(say("rank.of", reader, rank=words.ordinal(reader, rank), count=words.number(reader, len(peers) + 1),
                        peers=found.peers_word))  # fmt: skip
    if middle is not None:
        key = "above_median" if value > middle else "below_median" if value < middle else "at_median"
        text = words.value(
            reader, middle, found.own["unit"], subject.indicator.decimals, short=True, country=subject.country
        )
        told.append(say(f"rank.{key}", reader, place=found.around_name, places=found.around_word, value=text))
    return "; ".join(told) + "." if told else ""
