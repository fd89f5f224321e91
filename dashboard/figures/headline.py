"""The first thing a reader sees: one sentence made from the answer, then two to four figures. Pure, without scripts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.figures import sentence as sentence_of
from dashboard.figures.ranking import level_word
from dashboard.figures.subject import Subject, has_value, period_text, sorted_rows, told_alike
from dashboard.markup import Element, el
from dashboard.words import count as so_many
from dashboard.words import digits, level, parts, pieces, say, text_of
from dashboard.words import format as words
from queries.ranking import above_and_below, ranks

BOLD = {"count", "top_place", "value", "highest", "highest_value", "places", "most"}
MOST = sentence_of.MOST  # of the places: below it no superlative is claimed of all


@dataclass(frozen=True)
class Found:
    """What the headline is made from: `fine` rows as drawn on the map, `rows` as ranked, `own` the scope's row,
    `country` its country's, `before` the scope's row of the period before; `units` maps a fine place to its row.
    """

    fine: list[dict]
    rows: list[dict]
    own: dict | None = None
    country: dict | None = None
    before: dict | None = None
    units: Mapping[str, str] | None = None
    fine_level: str = "place"
    row_level: str = "place"


def headline(found: Found, subject: Subject, selected: str = "") -> Element:
    """The sentence as a heading, with what it names set bold."""
    pieces_of = sentence(found, subject)
    words_of = [el("em", text) if name in BOLD else text for name, text in pieces_of]
    chosen = [row for row in found.rows if row["place"] == selected]
    return el("div.headline", el("h1", words_of),
              el("p.selected-line", sentence_of.standing(chosen[0], found.rows, subject, found.row_level)) if chosen else None)  # fmt: skip


def sentence(found: Found, subject: Subject) -> list[tuple[str, str]]:
    """`(name of what stands there or "", text)` parts of the sentence."""
    reader = subject.reader
    known = [row for row in found.fine if has_value(row)]
    card = subject.indicator.headline
    if card and len(known) > 1 and most_known(found.fine):
        return above(card, known, found, subject)
    told = []
    if found.own and has_value(found.own):
        told = parts("headline.value", reader, indicator=subject.title, place=subject.scope_name,
                     period=subject.period_text, value=subject.with_interval(found.own))  # fmt: skip
    best = ends(found.rows, subject, short=bool(told)) if most_known(found.rows) else []
    if not told and not best:
        some = _some_known(found.rows, subject)
        if some:
            return some
        return parts("headline.not_known", reader, indicator=subject.title, place=subject.scope_name,
                     period=subject.period_text)  # fmt: skip
    return told + ([("", " ")] if told and best else []) + best


def _some_known(rows: list[dict], subject: Subject) -> list[tuple[str, str]]:
    """Where only some places have a figure: of how many, and between which ends they lie, by name unless many share one.
    No superlative of all.
    """
    known = [row for row in sorted_rows(rows) if has_value(row)]
    if len(known) < 2 or any(row["state"] == "hidden" or row["standard_error"] is not None for row in rows):
        return []
    reader, (high, highest), (low, lowest) = subject.reader, *_both_ends(known, subject)
    told = {"indicator": subject.title, "place": subject.scope_name, "period": subject.period_text, "count": len(known),
            "total": so_many(reader, len(rows), known[0]["level"], subject.country), "highest_value": high,
            "lowest_value": low}  # fmt: skip
    if max(len(highest), len(lowest)) > sentence_of.NAMED:
        return parts("headline.known_between", reader, **told)
    return parts("headline.known_for", reader, highest=words.listing(reader, highest),
                 lowest=words.listing(reader, lowest), **told)  # fmt: skip


def _both_ends(known: list[dict], subject: Subject) -> tuple[tuple[str, list[str]], ...]:
    """The highest figure and the lowest of sorted rows, each as it is told, with the names of all that are told so."""
    return tuple((subject.told(end), [subject.name(row["place"]) for row in told_alike(known, end, subject.told)])
                 for end in (known[0], known[-1]))  # fmt: skip


def most_known(rows: list[dict]) -> bool:
    """Whether so many places have a figure, and none a hidden one, that the highest and the lowest may be named."""
    return not any(row["state"] == "hidden" for row in rows) and sum(map(has_value, rows)) >= MOST * len(rows)


def above(card, known: list[dict], found: Found, subject: Subject) -> list[tuple[str, str]]:
    """The card's own sentence: how many places lie above its threshold, and where most of them lie."""
    reader = subject.reader
    if any(row["standard_error"] is not None for row in known):
        return _surely_above(card, known, found, subject)
    over = [row for row in known if row["value"] > card.above]
    units = (found.units or {}).items()  # where each place is a row of its own, no row is where most of them lie
    above_it = {place: unit for place, unit in units if unit != place}
    tops = Counter(above_it[row["place"]] for row in over if row["place"] in above_it)
    top, top_count = max(tops.items(), key=lambda item: (item[1], item[0])) if tops else (None, 0)
    if not over or top is None or len(found.rows) < 2:
        threshold = words.value(reader, card.above, known[0]["unit"], 0)
        key = "headline.above_none" if not over else "headline.above"
        values = {"total": words.number(reader, len(known)), "threshold": threshold,
                  "places": level(reader, found.fine_level, subject.country, len(known))}  # fmt: skip
        told = parts(key, reader, **values, **({"count": len(over)} if over else {}))
        return [("", f"{subject.title}: "), *told]
    total = so_many(reader, len(known), found.fine_level, subject.country)
    values = {"count": words.number(reader, len(over)), "total": total,
              "scope": subject.scope_name, "top_count": words.number(reader, top_count),
              "top_place": subject.name(top)}  # fmt: skip
    told = []
    for literal, name in pieces(text_of(card.sentence, reader)):
        told += [("", digits(reader, literal))] if literal else []
        told += [(name, values[name])] if name in values else []
    return told


def _surely_above(card, known: list[dict], found: Found, subject: Subject) -> list[tuple[str, str]]:
    """How many places lie above the threshold for sure, and at most, where figures have errors."""
    reader = subject.reader
    over, under = above_and_below(known, card.above)
    told = parts("uncertainty.above", reader, count=len(over), total=words.number(reader, len(known)),
                 places=level(reader, found.fine_level, subject.country, len(known)),
                 most=words.number(reader, len(known) - len(under)),
                 threshold=words.value(reader, card.above, known[0]["unit"], 0))  # fmt: skip
    return [("", f"{subject.title}: "), *told]


def ends(rows: list[dict], subject: Subject, short: bool) -> list[tuple[str, str]]:
    """Highest and lowest of what is ranked, of figures with errors only what these allow. Figures that are told alike are
    ties, whatever their further digits, and said as ties; more than three at one end are not named.
    """
    reader = subject.reader
    found = ranks(rows)
    if found:
        known = [row for row in rows if has_value(row)]
        told = sentence_of.of_estimates(
            found, known, subject, lambda number: level_word(known[0]["level"], subject, number)
        )
        return told if short else [("", f"{subject.title}: "), *told]
    known = [row for row in sorted_rows(rows) if has_value(row)]
    if len(known) < 2:
        return []
    (high, highest), (low, lowest) = _both_ends(known, subject)
    if high == low:
        return parts("headline.all_equal", reader, indicator=subject.title, value=high, count=len(known))
    if len(highest) > sentence_of.NAMED:
        return []
    tops = words.listing(reader, highest)
    if len(highest) > 1 or len(lowest) > sentence_of.NAMED:
        key = "headline.highest_tied" if len(highest) > 1 else "headline.highest_one"
        return parts(key, reader, indicator=subject.title, places=tops, high_value=high)
    key = "headline.ends" if short else "headline.highest_lowest"
    values = {} if short else {"indicator": subject.title}
    return parts(key, reader, highest=tops, high_value=high, lowest=words.listing(reader, lowest),
                 low_value=low, **values)  # fmt: skip


def figures(found: Found, subject: Subject, sibling: tuple[Subject, dict] | None = None) -> Element:
    """Two to four figures with unit, comparison and change; `sibling` is the same thing as a number."""
    items = [item for item in (
        _own(found, subject), _sibling(sibling), _change(found, subject), _half(found, subject, bool(sibling)),
        _reported(found, subject),
    ) if item]  # fmt: skip
    return el("dl.figures", [el("div", el("dd", big), el("dt", small)) for big, small in items[:4]])


def _own(found: Found, subject: Subject) -> tuple[str, str] | None:
    if not found.own or not has_value(found.own):
        return None
    text = _of_scope(subject, found.own)
    if found.country and has_value(found.country) and found.country["place"] != found.own["place"] \
            and subject.indicator.over_places not in ("sum", "distinct"):  # fmt: skip
        text += "; " + say("rank.country", subject.reader, country=subject.name(found.country["place"]),
                           value=subject.shown(found.country))  # fmt: skip
    return subject.big(found.own), text


def _of_scope(subject: Subject, row: dict) -> str:
    """What a figure is, of which place, and its interval."""
    text, interval = f"{subject.title}, {subject.scope_name}", subject.interval(row)
    return f"{text} ({interval})" if interval else text


def _sibling(sibling: tuple[Subject, dict] | None) -> tuple[str, str] | None:
    if not sibling or not has_value(sibling[1]):
        return None
    subject, row = sibling
    return subject.big(row), _of_scope(subject, row)


def _change(found: Found, subject: Subject) -> tuple[str, str] | None:
    by = sentence_of.change(found.before, found.own, subject) if found.own and found.before else None
    if by is None:
        return None
    period = period_text(subject.reader, subject.indicator, found.before["period"], subject.country)
    return by, say("figures.since", subject.reader, period=period)


def _half(found: Found, subject: Subject, counted: bool) -> tuple[str, str] | None:
    """How few places hold half of the whole: for what is added up, or a rate whose number is shown beside it."""
    if subject.indicator.over_places != "sum" and not (subject.indicator.over_places == "ratio" and counted):
        return None
    if not all(has_value(row) or row["state"] == "not_applicable" for row in found.fine):
        return None  # half of what is known is not half of the whole
    if any(row["standard_error"] is not None for row in found.fine):
        return None  # which places hold most is as unsure as their order
    amounts = sorted((row["numerator"] for row in found.fine if has_value(row) and row["numerator"]), reverse=True)
    if len(amounts) < 10 or min(amounts) < 0:
        return None
    total, running, places = sum(amounts), 0.0, 0
    for amount in amounts:
        running, places = running + amount, places + 1
        if running * 2 >= total:
            break
    return so_many(subject.reader, places, found.fine_level, subject.country), say("figures.hold_half", subject.reader)


def _reported(found: Found, subject: Subject) -> tuple[str, str] | None:
    if not found.fine:
        return None
    reader, total = subject.reader, len(found.fine)
    with_value = sum(1 for row in found.fine if has_value(row))
    return (say("figures.of", reader, part=words.number(reader, with_value), whole=words.number(reader, total)),
            say("figures.with_a_figure", reader,
                places=level_word(found.fine_level, subject, total)))  # fmt: skip
