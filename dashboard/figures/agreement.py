"""How far municipalities agree, as sentences: where they are most alike and most apart, and how often two say the same. Pure."""

from collections.abc import Mapping, Sequence

from dashboard.figures.sentence import joined
from dashboard.figures.subject import Subject
from dashboard.words import format as words
from dashboard.words import say
from queries.agreement import LEAST, Spread, of_area

HALF = 50  # percent, from which a value is named by all areas
ByValue = Mapping[str, Mapping[str, dict]]  # value -> area -> row


def sentence(spreads: Sequence[Spread], titles: Mapping[str, str], subject: Subject) -> str:
    """Which value at least half name in all areas, and on which they differ most; "" where there is
    nothing to compare.
    """
    told, shared = [], max(spreads, key=lambda one: one.lowest["value"], default=None)
    if shared and shared.lowest["value"] >= HALF:
        told.append(say("agreement.shared", subject.reader, value=titles[shared.value], low=subject.shown(shared.lowest),
                        high=subject.shown(shared.highest)))  # fmt: skip
    if spreads and spreads[0].width > 0:
        widest = spreads[0]
        told.append(say("agreement.differ", subject.reader, value=titles[widest.value], **_ends(widest, subject)))
    return joined(*told)


def _ends(spread: Spread, subject: Subject) -> dict[str, str]:
    return {"highest": subject.name(spread.highest["place"]), "high": subject.shown(spread.highest),
            "lowest": subject.name(spread.lowest["place"]), "low": subject.shown(spread.lowest)}  # fmt: skip


def pairs(by_value: ByValue, areas: Sequence[str], subject: Subject) -> str:
    """How often two municipalities of the scope give the same answer, and in which area most and least; "" where not known."""
    whole = _same(by_value, subject.scope)
    if whole is None:
        return ""
    told = say("agreement.pairs", subject.reader, place=subject.scope_name, share=_percent(whole, subject))
    found = {area: same for area in areas if (same := _same(by_value, area)) is not None}
    ordered = sorted(found, key=lambda area: (-found[area], area))
    if len(ordered) < 2 or found[ordered[0]] == found[ordered[-1]]:
        return told
    ends = say("agreement.pairs_within", subject.reader, most=subject.name(ordered[0]), high=_percent(found[ordered[0]], subject),
               least=subject.name(ordered[-1]), low=_percent(found[ordered[-1]], subject))  # fmt: skip
    return joined(told, ends)


def _same(by_value: ByValue, area: str) -> float | None:
    rows = [rows[area] for rows in by_value.values() if area in rows]
    if len(rows) < len(by_value) or any((row["denominator"] or 0) < LEAST for row in rows):
        return None
    return of_area(rows)


def _percent(share: float, subject: Subject) -> str:
    return words.percent(subject.reader, share * 100, 0)
