"""The card around every picture: title, line, tabs, badge, and at its foot source, date and what can be done with it."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard import citation
from dashboard.citation import date_text, source_text, sources_for
from dashboard.figures.badge import badges
from dashboard.figures.subject import Subject
from dashboard.markup import Element, el
from dashboard.state import View
from dashboard.words import Reader, digits, pieces, say, text_of
from dashboard.words import format as words
from dashboard.words import level as level_word
from queries.indicator import is_written
from queries.run import Answer, House, counted

__all__ = ["about", "card", "collect_headline", "csv_url", "date_text", "excel_link", "file_links", "files_of", "foot", "grid", "level_name", "marks", "notes_of", "publishers", "source_line",
           "source_text", "sources_of", "tabs"]  # fmt: skip

MOST_NAMED = 3  # groups a note names one by one


def card(id: str, title: str, line: str | None, body: Sequence, *, told: str = "", label: str = "", tabs: Element | None = None,
         marks: Sequence = (), foot: Sequence = (), kind: str = "") -> Element:  # fmt: skip
    """A card; `told` is the sentence that says what its picture shows, and describes the card to those who do not see it;
    `label` is what it is called where two cards of a page have one title; `marks` are badges beside the title, `foot` what stands below a line at its end.
    """
    head = el("div.card-head", el("h2", title, *marks, id=f"title-{id}"), tabs)
    return el(f"section.panel{'.' + kind if kind else ''}", head, el("p.sub", line) if line else None,
              el("p.says", told, id=f"says-{id}") if told else None, list(body),
              el("footer.card-foot", list(foot)) if foot else None, id=f"card-{id}", aria_label=label or title,
              aria_describedby=f"says-{id}" if told else None)  # fmt: skip


def grid(found: Sequence[Element]) -> Element:
    """Cards two by two; those that are wide take a row of their own, and so does a narrow one that nothing stands beside."""
    alone = None
    for one in found:
        classes = one["props"].get("className", "").split()
        if {"wide", "whole"}.isdisjoint(classes):
            alone = None if alone else one
            continue
        _widen(alone)
        alone = None
    _widen(alone)
    return el("div.grid.more", list(found))


def _widen(card: Element | None) -> None:
    if card is not None:
        card["props"]["className"] = f"{card['props'].get('className', '')} whole".strip()


def tabs(view: View, id: str, picture: str, reader: Reader) -> Element:
    """Picture or table: `picture` is the word of the first (map, chart); the choice stands in the URL."""
    is_table = view.is_table(id)
    links = [
        el("a" if is_table else "a.on", say(f"card.{picture}", reader), href=view.to(tab="").to_url(),
           aria_current=None if is_table else "true"),
        el("a.on" if is_table else "a", say("card.table", reader), href=view.to(tab=id).to_url(),
           aria_current="true" if is_table else None),
    ]  # fmt: skip
    return el("nav.tabs", links, aria_labelledby=f"title-{id}")


def marks(answer: Answer, rows: list[dict], reader: Reader) -> list[Element]:
    """Badges of an answer: illustrative or reported figures, or real ones by an assumed grouping; partial coverage."""
    weakest = {source["provenance"] for source in answer.sources}
    grouped = answer.provenance == "illustrative" and "illustrative" not in weakest
    return badges(answer.provenance, rows, reader, grouped)


def sources_of(answer: Answer, country: str) -> list:
    """The sources that can hold figures of the country: extracts are named for theirs, where they hold one only."""
    return citation.sources_for(answer.sources, [country])


def source_line(answer: Answer, country: str, reader: Reader) -> str:
    """Publishers, titles and dates of what the answer read for a country."""
    return sources_line(sources_of(answer, country), reader)


def sources_line(sources: Iterable[Mapping], reader: Reader) -> str:
    """Publishers, titles and dates of some sources."""
    told = []
    for source in sources:
        text = say("card.source_line", reader, publisher=source["publisher"], title=text_of(source["title"], reader))
        if source["data_date"]:
            text += " · " + say("card.data_of_period", reader, period=date_text(source["data_date"], reader))
        told.append(text)
    return "; ".join(told)


def publishers(answer: Answer, country: str, reader: Reader) -> str:
    """Publishers only, where room is short."""
    return "; ".join(dict.fromkeys(words.digits(reader, source["publisher"]) for source in sources_of(answer, country)))


def foot(answer: Answer, subject: Subject, view: View, house: House, of: str, *, notes: Sequence[str] = (),
         promised: Sequence[Element] = (), image: str = "", own: Mapping | None = None) -> list[Element]:  # fmt: skip
    """Source and date, then the menu: about this number, link, CSV and image. `of` names what the CSV holds, `image` the
    picture where that is another.

    `answer` holds what the picture shows, `own` is the row of what the page is about.
    """
    reader = subject.reader
    link = view.to(snapshot=house.digest[:12]).to_url()
    return [
        el("span.source", source_line(answer, subject.country, reader)),
        about(answer, subject, house, notes, promised, own=own, link=link),
        el("a.copy", say("card.link", reader), href=link, data_copied=say("card.link_copied", reader),
           title=say("card.copy_link", reader)),
        *files_of(view, of, reader, image, has_link=True),
    ]  # fmt: skip


def files_of(view: View, of: str, reader: Reader, image: str = "", has_link: bool = False) -> list[Element]:
    """A picture as CSV and as an image, and into the tray, by the view's address where no link of the card has it."""
    return [
        el("a", say("card.csv", reader), href=csv_url(view, of), download="nagar.csv", title=say("card.download_csv", reader)),
        el("a", say("card.image", reader), href=image_url(view, image or of), download="nagar.png",
           title=say("card.download_image", reader)),
        el("button.collect", say("card.collect", reader), type="button", data_of=image or of,
           data_view=None if has_link else view.to().to_url()),
    ]  # fmt: skip


def csv_url(view: View, of: str) -> str:
    """The address of the rows behind a picture as CSV: the view's own, below /csv, with the picture's name."""
    return _below("csv", view, of)


def image_url(view: View, of: str) -> str:
    """The address of a picture as an image, for a slide unless `size` says otherwise."""
    return _below("image", view, of)


def _below(route: str, view: View, of: str) -> str:
    url = view.to().to_url()
    return f"/{route}{url}{'&' if '?' in url else '?'}of={of}"


def excel_link(view: View, reader: Reader) -> Element:
    """All tables of a page, as one Excel workbook."""
    return el("a.excel", say("card.excel", reader), href=f"/xlsx{view.to().to_url()}", download="nagar.xlsx")


def file_links(view: View, reader: Reader, has_map: bool) -> list[Element]:
    """All of a page as Excel; for who goes on working with it, the ranking as Parquet and the map for QGIS."""
    found = [
        excel_link(view, reader),
        el("a", say("card.parquet", reader), href=_below("parquet", view, "ranking"), download="nagar.parquet"),
    ]
    if has_map:
        found.append(el("a", say("card.geopackage", reader), href=_below("gpkg", view, "map"), download="nagar.gpkg"))
    return found


def collect_headline(view: View, reader: Reader) -> Element:
    """What puts the sentence and the figures at the top of a page into the briefing."""
    return el(
        "button.collect",
        say("card.collect_headline", reader),
        type="button",
        data_of="headline",
        data_view=view.to().to_url(),
    )


def about(answer: Answer, subject: Subject, house: House, notes: Sequence[str] = (), promised: Sequence[Element] = (), *,
          own: Mapping | None = None, link: str = "") -> Element:  # fmt: skip
    """About this number: how it is computed and from which numbers, why it matters, what to mind; then whence it is.

    `promised` is what `promise.promise` makes: breaks, what it is not compared with, who answers for it.
    """
    body = [*_meaning(subject, own, promised), *[el("p.note", note) for note in notes],
            *_traced(answer, subject, house), *_to_cite(answer, subject, link)]  # fmt: skip
    return el("details.about", el("summary", say("card.about", subject.reader)), el("div.about-text", body))


def _meaning(subject: Subject, own: Mapping | None, promised: Sequence[Element]) -> list[Element]:
    """Short first: the figure from its own numbers, how it is computed, why it matters, what to mind."""
    reader, indicator = subject.reader, subject.indicator
    pairs = []
    if own:
        shown = f"{subject.scope_name}, {subject.period_text}: {_figure(subject, own)}"
        pairs.append(("citation.computed", shown))
    texts = {"card.formula": indicator.formula, "card.why": indicator.why, "card.caveats": indicator.caveats}
    texts["protection.unprotected"] = indicator.unprotected
    pairs += [(key, text_of(text, reader)) for key, text in texts.items() if text and is_written(text)]
    better = {"higher": "better_higher", "lower": "better_lower", "neither": "better_none"}[indicator.better]
    body = [el("p", el("b", say(key, reader)), " ", text) for key, text in pairs]
    body += [el("p", say(f"card.{better}", reader)), *promised]
    limits = _limits(indicator, reader)
    return body + [el("p.note", limits)] if limits else body


def _limits(indicator, reader: Reader) -> str:
    """From which coefficient of variation on a figure is used with care, and unreliable."""
    care, limit = indicator.use_with_care_above, indicator.unreliable_above
    if care is None or limit is None:
        return ""
    return say("uncertainty.limits", reader, care=words.percent(reader, care * 100, 1),
               limit=words.percent(reader, limit * 100, 1))  # fmt: skip


def _figure(subject: Subject, own: Mapping) -> str:
    """The scope's figure with the numbers it is made of, or the word of its state and why there is none."""
    if own["state"] not in citation.WITH_VALUE:
        state = own["state"]
        return f"{say(f'states.{state}', subject.reader)}. {say(f'state_texts.{state}', subject.reader)}"
    return citation.computed(own, subject.indicator, subject.reader) or subject.shown(dict(own))


def _traced(answer: Answer, subject: Subject, house: House) -> list[Element]:
    """Whence: each extract with its licence and date, groups, what is not shown; then, for who checks, the digests."""
    reader, told = subject.reader, counted(answer.rows)
    shown = "; ".join(filter(None, (citation.states_text(told, reader), citation.provenances_text(told, reader))))
    found = [el("p.note", _source_note(source, reader)) for source in sources_of(answer, subject.country)]
    found += [el("p.note", citation.group_text(group, reader)) for group in answer.groups]
    found += [el("p.note", say("citation.shown", reader, rows=shown))] if told["rows"] else []
    filters = citation.choices(answer, house, subject.country, reader, subject.name)
    pairs = [(say("csv.filters", reader), filters)] if filters else []
    pairs += [(say("citation.module", reader), f"{answer.module['id']} {answer.module['digest']}")]
    pairs += [(say("citation.extract", reader), f"{source['extract']} {source['digest']}") for source in answer.sources]
    pairs += [(say("csv.snapshot", reader), f"{answer.snapshot} ({words.date(reader, answer.date)})"),
              (say("citation.command", reader), answer.command)]  # fmt: skip
    checks = [el("p.note", label, " ", el("code", text)) for label, text in pairs]
    digests = el("details.digests", el("summary", say("citation.to_check", reader)), checks)
    return [el("h3", say("citation.title", reader)), *found, digests]


def _source_note(source: Mapping, reader: Reader) -> str:
    date = (
        say("card.data_of_period", reader, period=date_text(source["data_date"], reader)) if source["data_date"] else ""
    )
    kind = say(f"provenance.{source['provenance']}", reader)
    return (
        f"{text_of(source['title'], reader)}: {source_text(source, reader)} ({', '.join(filter(None, (kind, date)))})"
    )


def _to_cite(answer: Answer, subject: Subject, link: str) -> list[Element]:
    """A short and a long citation, each with a button that copies it; the link goes with the long one."""
    reader = subject.reader
    of = citation.cited(f"{subject.title}, {subject.scope_name}", subject.period_text, [answer], [subject.country])
    found = [el("h3", say("citation.cite", reader))]
    for text, address in ((citation.short(of, reader), None), (citation.long(of, reader), link)):
        key = "citation.copy_with_link" if address else "citation.copy"
        button = el("button.cite", say(key, reader), type="button", data_text=text, data_link=address,
                    data_copied=say("citation.copied", reader))  # fmt: skip
        found.append(el("p.citation", text, button))
    return found


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
        elif note["code"] == "flagged":
            told.append(flag_text(house, answer, note, subject.name(note["place"]), reader))
        elif note["code"].startswith("errors_"):
            told.append(say(f"uncertainty.{note['code']}", reader))
        elif note["code"] == "hidden":
            told.append(hidden_text(note["count"], note["of"], note["smallest_count"], reader))
        elif note["code"] == "published_above":
            told.append(say("empty.no_data_level", reader, level=level_name(reader, note["grain"][0], subject.country),
                            place=subject.scope_name))  # fmt: skip
    for name in answer.missing:
        if not sources_for([{"extract": name}], [subject.country]):
            continue  # of another country
        told.append(say("notes.missing_extract", reader, extract=text_of(house.cards[name].titles, reader)))
    if any(source["provenance"] != "published" for source in answer.sources):
        return told
    return told + _assumed(house, answer, subject)


def flag_text(house, answer: Answer, note: Mapping, place: str, reader: Reader) -> str:
    """The sentence of a card's flag, for one place and period whose figures do not fit together."""
    flag = house.registry.modules[answer.query].card.flags[note["flag"]]
    decimals = house.registry.modules[answer.query].indicators[flag.indicator].decimals
    country = house.places[note["place"]].country
    values = {"place": place, "period": words.period(reader, note["period"], country),
              "value": words.value(reader, abs(note["value"]), note["unit"], decimals, country=country)}  # fmt: skip
    return "".join(
        digits(reader, literal) + values.get(name, "") for literal, name in pieces(text_of(flag.says, reader))
    )


def hidden_text(count: int, total: int, smallest: int, reader: Reader) -> str:
    """How many of some figures are hidden, and why."""
    return say("protection.hidden", reader, count=count, total=words.number(reader, total),
               smallest=words.number(reader, smallest))  # fmt: skip


def _assumed(house, answer: Answer, subject: Subject) -> list[str]:
    """Groups whose members are assumed, or not all known, among the rows."""
    reader = subject.reader
    unsure = [row for row in answer.rows if row.get("level") in house.sets and not row["certain"]]
    ends = ("place", "origin", "destination")
    names = list(dict.fromkeys(subject.name(row[end]) for row in unsure for end in ends if end in row))
    if len(names) > MOST_NAMED:
        names = [text_of(house.sets[unsure[0]["level"]].titles, reader)]
    return [say("notes.membership_illustrative", reader, group=words.listing(reader, names))] if names else []


def scope_note(house, subject: Subject) -> str:
    """What must be said of the members of a group that is looked at: that they are assumed, or not all known; "" for nothing."""
    unit = next((one for name in house.sets for one in house.units(name) if one.id == subject.scope), None)
    if unit is None or subject.scope in house.places:
        return ""
    reader, group = subject.reader, subject.scope_name
    told = [] if unit.certain else [say("notes.membership_illustrative", reader, group=group)]
    if len(unit.members) < unit.expected:
        told.append(say("notes.members_known", reader, group=group, known=words.number(reader, len(unit.members)),
                        expected=words.number(reader, unit.expected)))  # fmt: skip
    return " ".join(told)


def level_name(reader: Reader, level: str, country: str, number: int = 1) -> str:
    """The word for a level as its country has it."""
    return level_word(reader, level, country, number)
