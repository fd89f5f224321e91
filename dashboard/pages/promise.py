"""What an indicator promises beside its formula: where it breaks, what it is not, who answers for it and until when."""

from dashboard.markup import Element, el
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from queries.indicator import Indicator
from queries.registry import Registry


def promise(indicator: Indicator, others: dict[str, tuple[dict, dict]], reader: Reader) -> list[Element]:
    """Paragraphs for "About this number" and the Data page. `others` are those it is never compared with, by id, with
    their title and the reason (`not_comparable_of`).
    """
    breaks = [
        say("promise.break", reader, period=words.period(reader, one.at), why=text_of(one.why, reader))
        for one in indicator.breaks
    ]
    titles_of: dict[str, list[str]] = {}
    for title, why in others.values():
        titles_of.setdefault(text_of(why, reader), []).append(text_of(title, reader))
    pairs = [
        say("promise.not_comparable_with", reader, indicator="; ".join(titles), why=why)
        for why, titles in titles_of.items()
    ]
    found = []
    for key, texts in (("promise.breaks", breaks), ("promise.not_comparable", pairs)):
        if texts:
            found += [el("p", el("b", say(key, reader))), el("ul.promised", [el("li", text) for text in texts])]
    checked = (
        say("promise.checked", reader, name=indicator.checked_by)
        if indicator.checked_by
        else say("promise.not_checked", reader)
    )
    answers = [say("promise.owner", reader, owner=indicator.owner),
               say("promise.review", reader, date=words.date(reader, indicator.review)), checked]  # fmt: skip
    return [*found, el("p.note", " ".join(answers))]


def not_comparable_of(registry: Registry, theme: str, indicator: Indicator) -> dict[str, tuple[dict, dict]]:
    """Other indicators of the theme that this one must not be compared with: title and reason by id.

    It holds both ways, whichever of the two cards declares it.
    """
    known = {one.id: one for module in registry.of_theme(theme) for one in module.indicators.values()}
    why = {one.id: one.not_comparable[indicator.id] for one in known.values() if indicator.id in one.not_comparable}
    why |= {name: reason for name, reason in indicator.not_comparable.items() if name in known}
    return {name: (known[name].title, why[name]) for name in sorted(why)}
