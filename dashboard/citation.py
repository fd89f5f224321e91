"""Where a figure comes from, in words: citations to copy, and the lines that stand above every download. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.words import Reader, level, say, text_of
from dashboard.words import format as words
from queries.run import Answer, House, source_of
from queries.units import weakest

SHOWN = 12  # characters of a digest in a sentence; files have them whole
SHORT = 8
WITH_VALUE = ("value", "unreliable")
PREFIXES = {"NP": "nepal_", "BD": "bangladesh_", "IN": "india_"}  # an extract of one country is named for it


@dataclass(frozen=True)
class Cited:
    """What is cited: `what` and `period` are ready words, `link` is the address of exactly this view or "".

    `answers` share a snapshot; `sources` are those of their extracts that can hold figures of what is cited. What no
    question is asked for, such as who has sent a report, has sources alone.
    """

    what: str
    period: str
    answers: Sequence[Answer]
    sources: Sequence[Mapping]
    provenance: str
    snapshot: str
    date: str
    link: str = ""


def cited(what: str, period: str, answers: Sequence[Answer], countries: Iterable[str], link: str = "") -> Cited:
    """What is cited of one or more answers about some countries; the weakest provenance of the answers is its own."""
    provenance = weakest(answer.provenance for answer in answers)
    sources = sources_for(read_by(answers), countries)
    return Cited(what, period, answers, sources, provenance, answers[0].snapshot, answers[0].date, link)


def read_off(what: str, period: str, extracts: Iterable[str], house: House, link: str = "") -> Cited:
    """What is cited of the cards of some extracts, without a question."""
    sources = [source_of(house, name) for name in extracts]
    provenance = weakest(source["provenance"] for source in sources)
    return Cited(what, period, (), sources, provenance, house.digest, str(house.date), link)


def read_by(answers: Iterable[Answer]) -> list[Mapping]:
    """All extracts that answers read, each once."""
    return list({source["extract"]: source for answer in answers for source in answer.sources}.values())


def sources_for(sources: Iterable[Mapping], countries: Iterable[str]) -> list[Mapping]:
    """The sources that can hold figures of the countries (none given: of any)."""
    wanted = set(countries) or set(PREFIXES)
    others = tuple(prefix for land, prefix in PREFIXES.items() if land not in wanted)
    return [source for source in sources if not source["extract"].startswith(others)]


def short(of: Cited, reader: Reader) -> str:
    """ "National Statistics Office, Nepal, 2021; Nagar 2026-11-22 (ab12cd34)": publishers, period, snapshot."""
    publishers = list(dict.fromkeys(publisher(source, reader) for source in of.sources))
    snapshot = {"date": words.digits(reader, of.date), "digest": of.snapshot[:SHORT]}
    text = say("citation.short_of_nagar", reader, **snapshot)
    if publishers:
        text = say("citation.short", reader, publishers="; ".join(publishers), period=of.period, nagar=text)
    return _marked(of, text, reader)


def long(of: Cited, reader: Reader) -> str:
    """What, from whom with title, date, licence, file and digest, by which question, on which snapshot. No link."""
    modules = {answer.module["id"]: answer.module["digest"] for answer in of.answers}
    text = say("citation.long" if modules else "citation.long_read_off", reader, what=of.what, period=of.period,
               sources="; ".join(_source(source, reader) for source in of.sources) or say("states.no_data", reader),
               modules=", ".join(f"{id} (sha256 {digest[:SHOWN]})" for id, digest in modules.items()),
               digest=of.snapshot[:SHOWN], date=words.date(reader, of.date))  # fmt: skip
    return _marked(of, text, reader)


def _marked(of: Cited, text: str, reader: Reader) -> str:
    """Figures that are not published are never cited as if they were."""
    if of.provenance == "published":
        return text
    return say(f"citation.marked_{of.provenance}", reader, citation=text)


def publisher(source: Mapping, reader: Reader) -> str:
    """The organisation alone: what follows a colon in an extract's publisher names the publication."""
    return words.digits(reader, source["publisher"].partition(": ")[0])


def _source(source: Mapping, reader: Reader) -> str:
    date = date_text(source["data_date"], reader) if source["data_date"] else None
    licence = say("citation.licence", reader, licence=source["licence"] or say("data.licence_unknown", reader))
    about = [source["publisher"], text_of(source["title"], reader), date, licence, source["source"]]
    return ", ".join(part for part in about if part) + f" ({source['extract']}, sha256 {source['digest'][:SHOWN]})"


def choices(answer: Answer, house: House, country: str, reader: Reader, name: Callable[[str], str]) -> str:
    """What was asked for, in words: "One row for each: ward; Place: Butwal; Period: 2021; Sex: All"."""
    ask, dimensions = answer.ask, house.registry.modules[answer.query].dimensions
    found = []
    if ask.by:
        by = text_of(house.sets[ask.by].titles, reader) if ask.by in house.sets else level(reader, ask.by, country, 1)
        found.append((say("csv.by", reader), by))
    found += [(say("csv.place", reader), name(ask.within))] if ask.within else []
    found += [(say("csv.period", reader), words.period(reader, ask.period, country))] if ask.period else []
    found += [(text_of(dimensions[key].title, reader), text_of(dimensions[key].values.get(value, value), reader))
              for key, value in ask.where]  # fmt: skip
    found += [(text_of(dimensions[key].title, reader) if key in dimensions else say("csv.period", reader),
               say("scope.all_values", reader)) for key in ask.total]  # fmt: skip
    return "; ".join(f"{label}: {text}" for label, text in found)


def date_text(text, reader: Reader) -> str:
    """A date of data: in words where it is a day, else as the card has it."""
    text = str(text)
    return words.date(reader, text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else words.digits(reader, text)


def source_text(source: Mapping, reader: Reader) -> str:
    """One source in full: publisher, file, where it was read, licence."""
    licence = say("card.licence", reader, licence=source["licence"]) if source["licence"] else say(
        "card.licence_unknown", reader)  # fmt: skip
    parts = [source["publisher"], source["source"], source["read_at"]]
    return ". ".join(str(part).rstrip(".") for part in parts if part) + ". " + licence


def computed(row: Mapping | None, indicator, reader: Reader) -> str:
    """ "120 of 226 households = 53.1 %": the row's value from its own numbers; "" where it is not made so.

    A figure that stands as it was printed may differ from what its parts give: then nothing is claimed.
    """
    if not row or row["state"] not in WITH_VALUE or not row["denominator"] or row["numerator"] is None:
        return ""
    made = row["numerator"] / row["denominator"] * indicator.factor
    if abs(made - row["value"]) > 0.5 * 10**-indicator.decimals:
        return ""
    value = words.shown_row(reader, row, indicator.decimals)
    part, whole = _number(row["numerator"], reader), _number(row["denominator"], reader)
    if indicator.unit == "percent":
        return say("citation.part_of", reader, part=part, whole=_counted(row, indicator, whole, reader), value=value)
    factor = "" if indicator.factor == 1 else f" × {words.number(reader, indicator.factor)}"
    return say("citation.divided", reader, part=part, whole=whole, factor=factor, value=value)


def _number(number, reader: Reader) -> str:
    return words.number(reader, number, 0)


def _counted(row: Mapping, indicator, whole: str, reader: Reader) -> str:
    """The denominator with what it counts, where its column is named like a unit people know."""
    if indicator.denominator in ("persons", "households", "events", "organisations", "towns"):
        return words.value(reader, row["denominator"], indicator.denominator, 0)
    return whole


def states_text(told: Mapping, reader: Reader) -> str:
    """ "75 rows; value: 70, hidden: 5": how many rows are in each state, those with a figure first."""
    known = sorted(told["states"].items(), key=lambda pair: (pair[0] not in WITH_VALUE, pair[0]))
    states = ", ".join(f"{say(f'states.{state}', reader)}: {words.number(reader, number)}" for state, number in known)
    return "; ".join(part for part in (say("counts.row", reader, count=told["rows"]), states) if part)


def provenances_text(told: Mapping, reader: Reader) -> str:
    """ "published: 70, illustrative: 5": how many rows are of each provenance."""
    counts = sorted(told["provenances"].items())
    return ", ".join(f"{say(f'provenance.{kind}', reader)}: {words.number(reader, number)}" for kind, number in counts)


def group_text(group: Mapping, reader: Reader) -> str:
    """A group with how many of its members are known, whether they are certain, and who says so."""
    title = text_of(group["title"], reader)
    if group["members"] is None:
        return say("citation.attribute", reader, group=title, source=group["source"])
    sure = "citation.group_certain" if group["certain"] else "citation.group_uncertain"
    return say(sure, reader, group=title, known=words.number(reader, group["members"]),
               expected=words.number(reader, group["expected"]), source=group["source"])  # fmt: skip


def lines(of: Cited, told: Mapping, notes: Iterable[str], reader: Reader) -> list[tuple[str, str]]:
    """What a file says above its rows so that any of them can be traced: `(label, text)`, digests whole."""
    found = []
    for answer in of.answers:
        found.append((say("citation.module", reader), f"{answer.module['id']} {answer.module['digest']}"))
        found.append((say("citation.command", reader), answer.command))
    for source in read_by(of.answers) or of.sources:
        title = text_of(source["title"], reader)
        found += [
            (say("csv.source", reader), f"{title}: {source_text(source, reader)} ({source['data_date']})"),
            (say("csv.licence", reader), source["licence"]),
            (say("citation.extract", reader), f"{source['extract']} {source['digest']}"),
        ]
    missing = dict.fromkeys(name for answer in of.answers for name in answer.missing)
    found += [(say("citation.missing", reader), name) for name in missing]
    groups = {group["group"]: group for answer in of.answers for group in answer.groups}
    found += [(say("citation.group", reader), group_text(group, reader)) for group in groups.values()]
    found += [(say("citation.rows", reader), states_text(told, reader)),
              (say("csv.provenance", reader), say(f"provenance.{of.provenance}", reader))]  # fmt: skip
    if len(told["provenances"]) > 1:
        found.append((say("csv.provenance", reader), provenances_text(told, reader)))
    if of.provenance == "illustrative":
        found.append((say("csv.provenance", reader), say("csv.illustrative", reader)))
    found += [(say("citation.note", reader), note) for note in dict.fromkeys(notes)]
    found.append((say("csv.snapshot", reader), f"{of.snapshot} ({of.date})"))
    found.append((say("citation.cite_short", reader), short(of, reader)))
    found.append((say("citation.cite_long", reader), f"{long(of, reader)} {of.link}".rstrip()))
    if of.link:
        found.append((say("csv.link", reader), of.link))
    return found
