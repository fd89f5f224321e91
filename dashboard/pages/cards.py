"""The card around every picture: title, line, tabs, badge, and at its foot source, date and what can be done with it."""

import re
from collections.abc import Sequence

from dashboard.figures.badge import badges
from dashboard.figures.subject import Subject
from dashboard.markup import Element, el
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from dashboard.words import level as level_word
from queries.indicator import is_written
from queries.run import Answer

MOST_NAMED = 3  # groups a note names one by one
PREFIXES = {"NP": "nepal_", "BD": "bangladesh_", "IN": "india_"}


def card(id: str, title: str, line: str | None, body: Sequence, *, tabs: Element | None = None, marks: Sequence = (),
         foot: Sequence = (), kind: str = "") -> Element:  # fmt: skip
    """A card; `marks` are badges beside the title, `foot` what stands below a line at its end."""
    head = el("div.card-head", el("h2", title, *marks), tabs)
    return el(f"section.panel{'.' + kind if kind else ''}", head, el("p.sub", line) if line else None, list(body),
              el("footer.card-foot", list(foot)) if foot else None, id=f"card-{id}", aria_label=title)  # fmt: skip


def tabs(view: View, id: str, picture: str, reader: Reader) -> Element:
    """Picture or table: `picture` is the word of the first (map, chart); the choice stands in the URL."""
    is_table = view.tab == id
    links = [
        el("a" if is_table else "a.on", say(f"card.{picture}", reader), href=view.to(tab="").to_url(),
           aria_current=None if is_table else "true"),
        el("a.on" if is_table else "a", say("card.table", reader), href=view.to(tab=id).to_url(),
           aria_current="true" if is_table else None),
    ]  # fmt: skip
    return el("nav.tabs", links, aria_label=say("access.tabs", reader))


def marks(answer: Answer, rows: list[dict], reader: Reader) -> list[Element]:
    """Badges of an answer: illustrative or reported figures, or real ones by an assumed grouping; partial coverage."""
    weakest = {source["provenance"] for source in answer.sources}
    grouped = answer.provenance == "illustrative" and "illustrative" not in weakest
    return badges(answer.provenance, rows, reader, grouped)


def sources_of(answer: Answer, country: str) -> list:
    """The sources that can hold figures of the country: extracts are named for theirs, where they hold one only."""
    others = [prefix for land, prefix in PREFIXES.items() if land != country]
    return [source for source in answer.sources if not source["extract"].startswith(tuple(others))]


def source_line(answer: Answer, country: str, reader: Reader) -> str:
    """Publishers, titles and dates of what the answer read for a country."""
    told = []
    for source in sources_of(answer, country):
        text = say("card.source_line", reader, publisher=source["publisher"], title=text_of(source["title"], reader))
        if source["data_date"]:
            text += " · " + say("card.data_of_period", reader, period=date_text(source["data_date"], reader))
        told.append(text)
    return "; ".join(told)


def publishers(answer: Answer, country: str, reader: Reader) -> str:
    """Publishers only, where room is short."""
    return "; ".join(dict.fromkeys(words.digits(reader, source["publisher"]) for source in sources_of(answer, country)))


def date_text(text, reader: Reader) -> str:
    """A date of data: in words where it is a day, else as the card has it."""
    text = str(text)
    return words.date(reader, text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else words.digits(reader, text)


def foot(answer: Answer, subject: Subject, view: View, digest: str, of: str, *, notes: Sequence[str] = (),
         promised: Sequence[Element] = (), image: bool = False) -> list[Element]:  # fmt: skip
    """Source and date, then the menu: about this number, link, CSV and, for a drawn chart, its image."""
    reader = subject.reader
    link = view.to(snapshot=digest[:12]).to_url()
    items = [
        el("span.source", source_line(answer, subject.country, reader)),
        about(answer, subject, notes, promised),
        el("a.copy", say("card.link", reader), href=link, data_copied=say("card.link_copied", reader),
           title=say("card.copy_link", reader)),
        el("a", say("card.csv", reader), href=csv_url(view, of), download="nagar.csv", title=say("card.download_csv", reader)),
    ]  # fmt: skip
    if image:
        items.append(el("button.image", say("card.image", reader), type="button", data_graph=of,
                        title=say("card.download_image", reader)))  # fmt: skip
    return items


def csv_url(view: View, of: str) -> str:
    """The address of the rows behind a picture as CSV: the view's own, below /csv, with the picture's name."""
    url = view.to().to_url()
    return f"/csv{url}{'&' if '?' in url else '?'}of={of}"


def about(answer: Answer, subject: Subject, notes: Sequence[str] = (), promised: Sequence[Element] = ()) -> Element:
    """About this number: how it is computed, why it matters, what to mind, who published it under which licence.

    `promised` is what `promise.promise` makes: breaks, what it is not compared with, who answers for it.
    """
    reader, indicator = subject.reader, subject.indicator
    texts = {"card.formula": indicator.formula, "card.why": indicator.why, "card.caveats": indicator.caveats}
    texts["protection.unprotected"] = indicator.unprotected
    pairs = [(key, text_of(text, reader)) for key, text in texts.items() if text and is_written(text)]
    better = {"higher": "better_higher", "lower": "better_lower", "neither": "better_none"}[indicator.better]
    body = [el("p", el("b", say(key, reader)), " ", text) for key, text in pairs]
    body += [el("p", say(f"card.{better}", reader)), *promised]
    limits = _limits(indicator, reader)
    body += [el("p.note", note) for note in ([limits] if limits else []) + list(notes)]
    body += [el("p.note", source_text(source, reader)) for source in answer.sources]
    return el("details.about", el("summary", say("card.about", reader)), el("div.about-text", body))


def _limits(indicator, reader: Reader) -> str:
    """From which coefficient of variation on a figure is used with care, and unreliable."""
    care, limit = indicator.use_with_care_above, indicator.unreliable_above
    if care is None or limit is None:
        return ""
    return say("uncertainty.limits", reader, care=words.percent(reader, care * 100, 1),
               limit=words.percent(reader, limit * 100, 1))  # fmt: skip


def source_text(source, reader: Reader) -> str:
    """One source in full: publisher, file, where it was read, licence."""
    licence = say("card.licence", reader, licence=source["licence"]) if source["licence"] else say(
        "card.licence_unknown", reader)  # fmt: skip
    parts = [source["publisher"], source["source"], source["read_at"]]
    return ". ".join(str(part).rstrip(".") for part in parts if part) + ". " + licence


def notes_of(house, answer: Answer, subject: Subject) -> list[str]:
    """The answer's notes as sentences; a code without words is not shown to readers."""
    reader, told = subject.reader, []
    for note in answer.notes:
        if note.get("period") not in (None, subject.period):
            continue
        places = words.listing(reader, [subject.name(code) for code in list(note.get("places", ()))[:8]])
        count = len(note.get("places", ()))
        if note["code"] == "places_in_no_unit":
            told.append(say("notes.two_regions" if note["level"] == "region" else "notes.no_region", reader, places=places,
                            count=count))  # fmt: skip
        elif note["code"] == "uncertain_match":
            told.append(say("notes.uncertain_match", reader, count=count))
        elif note["code"].startswith("errors_"):
            told.append(say(f"uncertainty.{note['code']}", reader))
        elif note["code"] == "hidden":
            told.append(hidden_text(note["count"], note["of"], note["smallest_count"], reader))
        elif note["code"] == "published_above":
            told.append(say("empty.no_data_level", reader, level=level_name(reader, note["grain"][0], subject.country),
                            place=subject.scope_name))  # fmt: skip
    for name in answer.missing:
        told.append(say("notes.missing_extract", reader, extract=text_of(house.cards[name].titles, reader)))
    if any(source["provenance"] != "published" for source in answer.sources):
        return told
    return told + _assumed(house, answer, subject)


def hidden_text(count: int, total: int, smallest: int, reader: Reader) -> str:
    """How many of some figures are hidden, and why."""
    return say("protection.hidden", reader, count=count, total=words.number(reader, total),
               smallest=words.number(reader, smallest))  # fmt: skip


def _assumed(house, answer: Answer, subject: Subject) -> list[str]:
    """Groups whose members are assumed, or not all known, among the rows."""
    reader = subject.reader
    unsure = [row for row in answer.rows if row["level"] in house.sets and not row["certain"]]
    names = list(dict.fromkeys(subject.name(row["place"]) for row in unsure))
    if len(names) > MOST_NAMED:
        names = [text_of(house.sets[unsure[0]["level"]].titles, reader)]
    return [say("notes.membership_illustrative", reader, group=words.listing(reader, names))] if names else []


def level_name(reader: Reader, level: str, country: str, number: int = 1) -> str:
    """The word for a level as its country has it."""
    return level_word(reader, level, country, number)
