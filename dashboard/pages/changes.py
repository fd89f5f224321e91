"""What is said of lines that break and of codes that changed: one sentence each, beside the picture and in its CSV."""

from collections.abc import Sequence

from dashboard.figures.subject import Subject, period_text
from dashboard.words import digits, say, text_of
from dashboard.words import format as words
from queries.series import Break, Series

NAMED = 4  # places that a sentence names before it counts


def sentences(series: Series, subject: Subject, shown: Sequence[str] | None = None) -> list[str]:
    """The breaks of the lines that are `shown` (all, if not given), then the lines that go on under another code."""
    told = [
        sentence(one, subject)
        for one in series.breaks if shown is None or not one.lines or one.lines.intersection(shown)
    ]  # fmt: skip
    return [*dict.fromkeys(told), *carried(series, subject, shown)]


def sentence(one: Break, subject: Subject) -> str:
    """Why a line stops and where it starts anew."""
    reader = subject.reader
    after, at = (period_text(reader, subject.indicator, period, subject.country) for period in (one.after, one.at))
    if one.kind == "method":
        return say("changes.method", reader, period=at, why=text_of(one.why, reader))
    earlier, later = named(one.earlier, subject), named(one.later, subject)
    if one.kind == "ended":
        return say("changes.ended", reader, place=earlier, period=after)
    if len(one.lines) == 1:
        return say("changes.partly", reader, place=later, earlier=earlier, after=after, at=at)
    if one.kind == "grain":
        return say("changes.grain", reader, place=earlier, later=later, period=after)
    key = "changes.divided" if len(one.later) > 1 else "changes.became_part"
    return say(key, reader, place=earlier, later=later, period=after)


def carried(series: Series, subject: Subject, shown: Sequence[str] | None = None) -> list[str]:
    """How many lines go on under a new code, and which were joined from several places."""
    reader = subject.reader
    moved = {row["place"]: row["made_for"] for row in series.rows
             if row["made_for"] != row["place"] and (shown is None or row["place"] in shown)}  # fmt: skip
    told = [
        say("changes.joined", reader, place=subject.name(place), earlier=named(codes.split("+"), subject))
        for place, codes in moved.items() if "+" in codes
    ]  # fmt: skip
    count = sum(1 for codes in moved.values() if "+" not in codes)
    return told + ([say("changes.carried", reader, count=count)] if count else [])


def named(codes: Sequence[str], subject: Subject) -> str:
    """The places by name and code, since the earlier and the later often bear one name."""
    listed = [f"{subject.name(code)} ({digits(subject.reader, code)})" for code in codes[:NAMED]]
    if len(codes) > NAMED:
        listed.append(say("counts.place", subject.reader, count=len(codes) - NAMED))
    return words.listing(subject.reader, listed)
