"""The sentence beside a picture, from the rows the picture draws: highest, lowest, the place looked at, what changed.

Nothing is told that the rows do not bear: no order where a figure is hidden, none that intervals do not support, equal
figures as equal, and what has no figure by its state. Pure; each function gives a text, "" where there is nothing to say.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import quantiles

from dashboard.figures.contrast import Parts, shares
from dashboard.figures.ranking import between, level_word
from dashboard.figures.states import STATES
from dashboard.figures.subject import Subject, has_value, period_text, sorted_rows, told_alike
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words import parts as word_parts
from queries.ranking import Ranks, ranks, told_apart
from queries.series import Break

NAMED = 3  # that share a figure, before they are only counted
MOST = 0.8  # of the rows: where fewer have a figure, the order is said to be of these alone
SPREAD = 8  # figures of which the middle half is told

Named = Sequence[tuple[str, Mapping]]  # title, row


def joined(*told: str) -> str:
    """Sentences one after the other; the empty ones are left out."""
    return " ".join(filter(None, told))


def places(rows: Sequence[dict], subject: Subject, level: str, selected: str = "") -> str:
    """Highest and lowest of places (rows of one indicator and period), those without a figure, and the selected one."""
    own = next((row for row in rows if row["place"] == selected), None)
    return joined(ends(rows, subject, _kind(level, subject)), missing(rows, subject.reader),
                  standing(own, rows, subject, level) if own else "")  # fmt: skip


def on_map(rows: Sequence[dict], subject: Subject, level: str, beside_ranking: bool) -> str:
    """How the places of a map differ: where a ranking of the same rows stands beside it, the middle half of them."""
    known = [row for row in rows if has_value(row)]
    if not beside_ranking or len(known) < SPREAD:
        return places(rows, subject, level)
    low, _, high = quantiles([row["value"] for row in known], n=4, method="inclusive")
    texts = {end: subject.told({**known[0], "value": value}) for end, value in (("low", low), ("high", high))}
    told = say("sentence.all_middle" if texts["low"] == texts["high"] else "sentence.middle_half", subject.reader,
               count=len(known), kind=level_word(level, subject, len(known)), **texts)  # fmt: skip
    return joined(told, missing(rows, subject.reader, hidden=True))


def named(parts: Named, subject: Subject, shown: Callable[[Mapping], str] | None = None) -> str:
    """Largest and smallest of named parts, such as reasons or ages: `(title, row)`, all of one place and period."""
    titles = {str(number): title for number, (title, _) in enumerate(parts)}
    rows = [{**row, "place": str(number)} for number, (_, row) in enumerate(parts)]
    about = replace(subject, name=titles.__getitem__)
    country = {number: row["place"] for number, (_, row) in zip(titles, parts, strict=True)}
    told = shown or subject.told
    return joined(ends(rows, about, _parts_word(subject), lambda row: told({**row, "place": country[row["place"]]})),
                  missing(rows, subject.reader))  # fmt: skip


def ends(rows: Sequence[dict], subject: Subject, kind: Callable[[int], str],
         shown: Callable[[Mapping], str] | None = None) -> str:  # fmt: skip
    """Highest and lowest of rows. `kind` is the word for so many of them, `shown` how a value is told."""
    reader, shown = subject.reader, shown or subject.told
    hidden = sum(row["state"] == "hidden" for row in rows)
    if hidden:
        return say("sentence.order_hidden", reader, count=hidden)
    known = [row for row in sorted_rows(list(rows)) if has_value(row)]
    if not known:
        return ""
    if len(known) == 1:
        return say("sentence.alone", reader, place=subject.name(known[0]["place"]), value=shown(known[0]))
    told = ""
    if len(known) < MOST * len(rows):
        told = say("sentence.of_these", reader, count=len(known), total=words.number(reader, len(rows)),
                   kind=kind(len(rows)))  # fmt: skip
    found = ranks(known)
    if found:
        return joined(told, "".join(text for _, text in of_estimates(found, known, subject, kind)))
    shaky = sum(row["state"] == "unreliable" for row in known)
    sound = [row for row in known if row["state"] != "unreliable"]
    if shaky:
        told = joined(told, say("sentence.unreliable", reader, count=shaky))
    return joined(told, _both_ends(sound, subject, kind, shown))


def _both_ends(known: Sequence[dict], subject: Subject, kind, shown) -> str:
    if len(known) < 2:
        return ""
    if shown(known[0]) == shown(known[-1]):
        return say("sentence.all_equal", subject.reader, count=len(known), kind=kind(len(known)), value=shown(known[0]))
    return joined(_end("highest", known, known[0], subject, kind, shown),
                  _end("lowest", known, known[-1], subject, kind, shown))  # fmt: skip


def _end(end: str, known: Sequence[dict], row: dict, subject: Subject, kind, shown) -> str:
    """One end, ties told as ties: those whose figure is told alike by name, many only counted."""
    tied, value = [one["place"] for one in told_alike(known, row, shown)], shown(row)
    if len(tied) > NAMED:
        return say(f"sentence.{end}_many", subject.reader, count=len(tied), kind=kind(len(tied)), value=value)
    names = words.listing(subject.reader, [subject.name(place) for place in tied])
    return say(
        f"sentence.{end}" if len(tied) == 1 else f"sentence.{end}_each", subject.reader, places=names, value=value
    )


def of_estimates(
    found: Ranks, rows: Sequence[dict], subject: Subject, kind: Callable[[int], str]
) -> list[tuple[str, str]]:
    """Highest and lowest of figures with errors, only what the intervals support: `(name of what stands there, text)`."""
    reader = subject.reader
    of_all = {"total": words.number(reader, found.count), "kind": kind(found.count)}
    if all(found.group(place) == "anywhere" for place in found.between):
        return word_parts("uncertainty.none_apart", reader, count=of_all["total"], kind=of_all["kind"])
    high, low = len(found.may_be("highest")), len(found.may_be("lowest"))
    if min(high, low) > NAMED:
        counts = {"high_count": words.number(reader, high), "low_count": words.number(reader, low)}
        return word_parts("uncertainty.which_unclear", reader, **counts, **of_all)
    return [*_may_be(found, rows, "highest", subject, of_all), ("", " "),
            *_may_be(found, rows, "lowest", subject, of_all)]  # fmt: skip


def _may_be(found: Ranks, rows: Sequence[dict], end: str, subject: Subject, of_all: dict) -> list[tuple[str, str]]:
    """Which is the `highest` or `lowest`: by name where the intervals allow it, else among how many it is."""
    reader, among = subject.reader, found.may_be(end)
    if len(among) == 1:
        row = next(row for row in rows if row["place"] == among[0])
        return word_parts(f"uncertainty.{end}", reader, top_place=subject.name(among[0]), value=subject.told(row))
    if len(among) <= NAMED:
        names = words.listing(reader, [subject.name(place) for place in among])
        return word_parts(f"uncertainty.{end}_among", reader, places=names)
    return word_parts(f"uncertainty.{end}_unclear", reader, count=words.number(reader, len(among)), **of_all)


def missing(rows: Iterable[Mapping], reader: Reader, hidden: bool = False) -> str:
    """How many have no figure, by state; `hidden` ones too where nothing else tells of them."""
    counts = {state: 0 for state in STATES if hidden or state != "hidden"}
    for row in rows:
        if not has_value(row) and row["state"] in counts:
            counts[row["state"]] += 1
    told = [
        f"{words.number(reader, count)} {say(f'states.{state}', reader)}" for state, count in counts.items() if count
    ]
    return say("sentence.missing", reader, states=words.listing(reader, told)) if told else ""


def standing(row: dict, rows: Sequence[dict], subject: Subject, level: str) -> str:
    """A place in words: its value, and where it stands among the rows unless intervals or hidden figures forbid it."""
    reader, name = subject.reader, subject.name(row["place"])
    if not has_value(row):
        return say("headline.not_known_why", reader, indicator=subject.title, place=name, period=subject.period_text,
                   state=say(f"states.{row['state']}", reader), why=say(f"state_texts.{row['state']}", reader))  # fmt: skip
    known = [other for other in rows if has_value(other)]
    ranked = ranks(rows)
    if ranked:
        return f"{name}: {subject.with_interval(row)}; {between(row, ranked, subject)}."
    unsure = row["low"] is not None or any(other["state"] in ("hidden", "unreliable") for other in rows)
    if unsure or len(known) < 2:
        return say("sentence.alone", reader, place=name, value=subject.with_interval(row))
    rank = 1 + sum(1 for other in known if other["value"] > row["value"])
    return say("rank.place_of", reader, place=name, value=subject.told(row), rank=words.ordinal(reader, rank),
               count=words.number(reader, len(known)), peers=level_word(level, subject, len(known)))  # fmt: skip


def change(before: Mapping, after: Mapping, subject: Subject) -> str | None:
    """By how much a figure changed: in its unit, rates in percentage points, money in percent; "before rounding" where the
    printed figures differ by something else. None where it cannot be said; "no sure change" where the intervals do not
    tell the two apart.
    """
    if not (has_value(before) and has_value(after)) or "unreliable" in (before["state"], after["state"]):
        return None
    errors = [row["standard_error"] for row in (after, before)]
    if errors != [None, None] and not told_apart(after, before):
        return say("uncertainty.no_change", subject.reader)
    by = after["value"] - before["value"]
    unit = "percentage_points" if after["unit"] == "percent" else after["unit"]
    if unit.startswith(("npr", "bdt", "inr")):
        if not before["value"]:
            return None
        by, unit = by / before["value"] * 100, "percent"
    decimals = subject.indicator.decimals if unit != "percent" else 1
    small = abs(by) < 0.5 * 10**-decimals
    told = say("figures.unchanged", subject.reader) if small else words.signed(subject.reader, by, decimals, unit)
    if unit == "percent" or words.differ_by(before["value"], after["value"], by, decimals):
        return told
    return say("figures.before_rounding", subject.reader, change=told)


def over_time(rows: Sequence[dict], subject: Subject, periods: Sequence[str], looked_at: Sequence[str], level: str,
              breaks: Sequence[Break] = ()) -> str:  # fmt: skip
    """How the lines of the places `looked_at` changed, from the first to the last period that may be compared; where none
    of them can be compared, the ends of the other lines in the last period.
    """
    told = []
    for place in dict.fromkeys(looked_at):
        line = [row for period in periods for row in rows if row["place"] == place and row["period"] == period]
        told.append(_changed(_last_stretch(line, periods, breaks), subject))
    of_last = [row for row in rows if row["period"] == periods[-1] and row["place"] != subject.scope]
    found = ends(of_last, subject, _kind(level, subject)) if not any(told) and len(of_last) > 1 else ""
    if not found:
        return joined(*told)
    at = period_text(subject.reader, subject.indicator, periods[-1], subject.country)
    return say("sentence.in_period", subject.reader, period=at, told=found)


def _last_stretch(line: Sequence[dict], periods: Sequence[str], breaks: Sequence[Break]) -> list[dict]:
    """The rows with a figure after the last break of the line: those before it are not compared with them."""
    starts = [periods.index(one.at) for one in breaks
              if one.at in periods and line and (not one.lines or line[0]["place"] in one.lines)]  # fmt: skip
    begin = max((start for start in starts if any(periods.index(row["period"]) >= start for row in line)), default=0)
    return [row for row in line if has_value(row) and periods.index(row["period"]) >= begin]


def _changed(line: Sequence[dict], subject: Subject) -> str:
    if len(line) < 2:
        return ""
    first, last = line[0], line[-1]
    at = [period_text(subject.reader, subject.indicator, row["period"], subject.country) for row in (first, last)]
    by = change(first, last, subject)
    told = {"place": subject.name(first["place"]), "first": at[0], "last": at[1], "from_value": subject.told(first),
            "to_value": subject.told(last)}  # fmt: skip
    return say("sentence.changed_by", subject.reader, change=by, **told) if by else say(
        "sentence.changed", subject.reader, **told)  # fmt: skip


def stack(parts: Parts, rows_of: Sequence[str], subject: Subject, kind: Callable[[int], str], around: str = "") -> str:
    """What 100 % bars show: the largest part of the area around, in how many bars which part is the largest, and where
    that part has its ends. `rows_of` are the bars (places, or what the subject's `name` names).
    """
    reader = subject.reader
    rows = [by_place[bar] for _, _, by_place in parts for bar in rows_of if bar in by_place]
    found = {bar: part for bar in rows_of if (part := shares(parts, bar))}
    if any(row["standard_error"] is not None for row in rows):
        return say("sentence.order_of_estimates", reader)
    told = [_largest_part(parts, shares(parts, around), subject, around)] if around else []
    leading = [largest[0] for part in found.values() if len(largest := _largest(part)) == 1]
    if len(found) <= NAMED:
        told += [_largest_part(parts, part, subject, bar) for bar, part in found.items()]
    elif leading:
        top = max(dict.fromkeys(leading), key=leading.count)
        title = next(title for value, title, _ in parts if value == top)
        told.append(say("sentence.leads", reader, part=title, count=leading.count(top),
                        total=words.number(reader, len(found)), kind=kind(len(found))))  # fmt: skip
        if not any(row["state"] == "hidden" for row in rows):
            told.append(say("sentence.its_share", reader, told=_ends_of_share(found, top, subject, kind)))
    without = len(rows_of) - len(found)
    return joined(*told, say("sentence.no_bar", reader, count=without) if without else "")


def _ends_of_share(found: Mapping[str, Mapping[str, float]], part: str, subject: Subject, kind) -> str:
    rows = [{"place": bar, "value": own[part], "state": "value", "unit": "percent"} for bar, own in found.items()]
    return _both_ends(sorted_rows(rows), subject, kind, lambda row: words.percent(subject.reader, row["value"]))


def _largest(part: Mapping[str, float]) -> list[str]:
    return [value for value, share in part.items() if share == max(part.values())]


def _largest_part(parts: Parts, own: Mapping[str, float], subject: Subject, place: str) -> str:
    if not own or max(own.values()) <= 0:
        return ""
    titles = [title for value, title, _ in parts if value in _largest(own)]
    return say("sentence.largest_part", subject.reader, place=subject.name(place),
               part=words.listing(subject.reader, titles), share=words.percent(subject.reader, max(own.values())))  # fmt: skip


def _kind(level: str, subject: Subject) -> Callable[[int], str]:
    return lambda number: level_word(level, subject, number)


def _parts_word(subject: Subject) -> Callable[[int], str]:
    return lambda number: say("sentence.parts", subject.reader, count=number)
