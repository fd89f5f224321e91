"""The sentence beside pictures of what is counted: flows, events, things of a register, shares under other weights.

Like `sentence`, which has the rules: equal figures are told as equal, nothing is told that the rows do not bear. Pure.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from dashboard.figures.attendance import MOST_EVENTS, happened, parts_of
from dashboard.figures.sentence import NAMED, joined, missing, named
from dashboard.figures.subject import Subject, has_value
from dashboard.words import Reader, say
from dashboard.words import format as words
from queries.flows import ELSEWHERE, OTHER
from queries.query import QueryCard
from queries.register import OPEN

Name = Callable[[str], str]


def _most(amounts: Mapping[str, float], reader: Reader, name: Name, key: str, value: Callable[[float], str],
          kept: bool = False) -> str:  # fmt: skip
    """Who has most, ties by name or, where many, by their number; "" where nobody has any."""
    most = max(amounts.values(), default=0)
    if most <= 0:
        return ""
    tied = [one for one, amount in amounts.items() if amount == most]
    if len(tied) > NAMED:
        return say(f"given.{key}_many" if kept else f"sentence.{key}_many", reader, count=len(tied), value=value(most))
    return say(
        f"given.{key}" if kept else f"sentence.{key}",
        reader,
        places=words.listing(reader, map(name, tied)),
        value=value(most),
    )


def largest_flows(rows: Sequence[dict], wholes: Mapping[str, dict], subject: Subject) -> str:
    """The largest flow between two ends, and its share of all that moves so, where all of it is known."""
    moving = [row for row in rows if row["direction"] != "inside" and OTHER not in (row["origin"], row["destination"])
              and has_value(row) and row["value"] > 0]  # fmt: skip
    if not moving:
        return ""
    top = max(row["value"] for row in moving)
    tied = [row for row in moving if row["value"] == top]
    if len(tied) > NAMED:
        return say("sentence.flows_tied", subject.reader, count=len(tied), value=subject.shown(tied[0]))
    flows = [say("flows.from_to", subject.reader, origin=subject.name(row["origin"]),
                 destination=subject.name(row["destination"])) for row in tied]  # fmt: skip
    told = {"flows": words.listing(subject.reader, flows), "value": subject.shown(tied[0])}
    directions = [wholes[name] for name in ("between", "in", "out") if name in wholes]
    whole = sum(row["value"] for row in directions) if directions and all(map(has_value, directions)) else 0
    if len(tied) > 1 or not whole:
        return say("sentence.largest_flow", subject.reader, **told)
    share = words.percent(subject.reader, top / whole * 100)
    return say("sentence.largest_flow_of", subject.reader, share=share, **told)


def flows_of_place(rows: Sequence[dict], subject: Subject) -> str:
    """From where most come to one place, and to where most leave it."""
    told = []
    for direction, end in (("in", "origin"), ("out", "destination")):
        amounts = {row[end]: row["value"] for row in rows if row["direction"] == direction and has_value(row)
                   and row[end] not in (OTHER, ELSEWHERE)}  # fmt: skip
        told.append(_most(amounts, subject.reader, subject.name, f"most_{direction}", _amount(subject)))
    return joined(*told)


def matrix(cells: Sequence[dict], subject: Subject, kept: bool = False) -> str:
    """Where most leave, arrive and stay; an end with a cell that is not known is left out. `kept`: an end keeps what it gives."""
    told = []
    for key, end in (("most_leave", "origin"), ("most_arrive", "destination")):
        amounts: dict[str, float | None] = {}
        for row in cells:
            if row["origin"] != row["destination"] and row[end] not in (OTHER, ELSEWHERE):
                before = amounts.get(row[end], 0)
                amounts[row[end]] = before + row["value"] if has_value(row) and before is not None else None
        known = {end: amount for end, amount in amounts.items() if amount is not None}
        told.append(_most(known, subject.reader, subject.name, key, _amount(subject), kept))
    inside = {row["origin"]: row["value"] for row in cells if row["origin"] == row["destination"] and has_value(row)
              and row["origin"] not in (OTHER, ELSEWHERE)}  # fmt: skip
    return joined(*told, _most(inside, subject.reader, subject.name, "most_stay", _amount(subject), kept))


def gains(rows: Sequence[dict], subject: Subject, kept: bool = False) -> str:
    """Which place gains most and which loses most by what comes less what leaves. `kept`: an end keeps what it gives."""
    net = {row["place"]: row["value"] for row in rows if has_value(row) and row["place"] not in (OTHER, ELSEWHERE)}
    gained = {place: value for place, value in net.items() if value > 0}
    lost = {place: -value for place, value in net.items() if value < 0}
    return joined(_most(gained, subject.reader, subject.name, "gains", _amount(subject), kept),
                  _most(lost, subject.reader, subject.name, "loses", _amount(subject), kept), missing(rows, subject.reader))  # fmt: skip


def _amount(subject: Subject) -> Callable[[float], str]:
    return lambda value: words.number(subject.reader, value)


def attended(rows: Sequence[dict], expected: Iterable[str], reader: Reader, name: Name) -> str:
    """Who came to most of the events that are shown, and how many of those expected came to none."""
    events = {event["thing"] for event in happened(rows)[-MOST_EVENTS:]}
    counts = Counter(town for event, town in parts_of(rows) if event in events)
    told = _most(counts, reader, name, "came", lambda count: words.number(reader, count))
    never = sorted(set(expected) - set(counts))
    return joined(say("sentence.events", reader, count=len(events)), told,
                  say("sentence.came_to_none", reader, count=len(never)) if never else "")  # fmt: skip


def register(rows: Sequence[dict], card: QueryCard, reader: Reader, name: Name) -> str:
    """Where most of the things are, unless all places have as many; of each duration how many are done, open and overdue."""
    if not rows:
        return ""
    places = Counter(row["place"] for row in rows)
    if len(places) > 1 and len(set(places.values())) == 1:
        told = ""
    elif len(places) > 1:
        told = _most(places, reader, name, "listed", lambda count: words.number(reader, count))
    else:
        told = "" if card.durations else say("sentence.all_in", reader, place=name(rows[0]["place"]))
    return joined(told, *(_so_far(rows, duration, reader) for duration in card.durations))


def _so_far(rows: Sequence[dict], duration: str, reader: Reader) -> str:
    known = [row for row in rows if row[duration] is not None]
    left = [row for row in known if row[duration] == OPEN]
    late = sum(bool(row.get(f"{duration}_days_over")) for row in left)
    told = say("sentence.so_far", reader, count=len(known) - len(left), total=words.number(reader, len(known)))
    return joined(told, say("sentence.overdue_of", reader, count=late, total=words.number(reader, len(left)))
                  if late else "")  # fmt: skip


def overdue(rows: Sequence[dict], duration: str, reader: Reader) -> str:
    """How many are open beyond their due day, and the longest of them."""
    late = [row[f"{duration}_days_over"] for row in rows if row[duration] == OPEN and row[f"{duration}_days_over"]]
    if not late:
        return ""
    return say("sentence.overdue", reader, count=len(late), days=words.value(reader, max(late), "days", 0))


def bands(lines: Sequence[tuple], reader: Reader) -> str:
    """Each share with how far it moves under other weights, and whether the largest stays so. Lines as `bands.bars`."""
    known = [(title, row, low, high) for title, row, low, high in lines if has_value(row)]
    told = []
    for title, row, low, high in known:
        text = words.percent(reader, row["value"])
        if low and high and has_value(low) and has_value(high):
            text += f" ({words.range_text(reader, low['value'], high['value'], 'percent', 0)})"
        told.append(f"{title} {text}")
    weighted = [one for one in known if one[2] and one[3] and has_value(one[2]) and has_value(one[3])]
    return joined(say("sentence.bands", reader, shares=words.listing(reader, told)) if told else "",
                  _surely_largest(weighted, reader))  # fmt: skip


def _surely_largest(known: Sequence[tuple], reader: Reader) -> str:
    if len(known) < 2:
        return ""
    top = max(known, key=lambda one: one[1]["value"])
    if all(top[2]["value"] > one[3]["value"] for one in known if one is not top):
        return say("sentence.largest_always", reader, part=top[0])
    return say("sentence.largest_depends", reader)


def areas(parts: Sequence[tuple[str, dict]], subject: Subject) -> str:
    """The largest and the smallest part of a treemap, each with its share of the whole."""
    whole = sum(row["value"] for _, row in parts if has_value(row))
    if not whole or not all(has_value(row) for _, row in parts):
        return ""
    return named(parts, subject,
                 lambda row: f"{subject.told(row)}, {words.percent(subject.reader, row['value'] / whole * 100)}")  # fmt: skip


def by_period(values: Sequence[tuple[str, Mapping[str, dict]]], periods: Sequence[tuple[str, str]], subject: Subject,
              absent_is_zero: bool) -> str:  # fmt: skip
    """The ends of a dimension's values in the last period; one without a row counts as none where that means zero."""
    last, text = periods[-1]
    example = next((row for _, rows in values for row in rows.values() if has_value(row)), None)
    if example is None:
        return ""
    none = (
        {**example, "value": 0, "state": "value"} if absent_is_zero else {**example, "value": None, "state": "no_data"}
    )
    told = named([(title, rows.get(last, none)) for title, rows in values], subject)
    return say("sentence.in_period", subject.reader, period=text, told=told) if told else ""
