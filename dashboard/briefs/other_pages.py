"""What is collected from pages that are of no theme: a place against its peers, places side by side, the towns that changed
most, and who answered the questionnaires.
"""

from collections.abc import Callable

from dashboard import citation
from dashboard.briefs import card_words, chart, facts
from dashboard.briefs.content import Figure, Missing
from dashboard.briefs.elements import classes_of, outside, text_of
from dashboard.choice import place_of
from dashboard.pages import cards, compare, sheet
from dashboard.pages import home as home_page
from dashboard.pages import peers as peers_page
from dashboard.pages import place as place_page
from dashboard.pages import questionnaire as questionnaire_page
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words import text_of as worded
from queries.questionnaire import questionnaires
from queries.run import Answer

Maker = Callable[[Site, View, str, str, Reader, str], Figure | Missing]


def of(site: Site, view: View, picture: str, note: str, reader: Reader, home: str) -> Figure | Missing:
    """The picture of a page of `MAKERS`; `note` is one's own, `home` the address of this site, for the link."""
    known = PICTURES.get(view.page, picture)
    if picture != known:
        return Missing(view.to_url(), say("briefs.no_such_picture", reader, picture=picture, known=known))
    return MAKERS[view.page](site, view, picture, note, reader, home)


def _place(site: Site, view: View, _: str, note: str, reader: Reader, home: str) -> Figure | Missing:
    """A place's figures against its peers, as its printed sheet has them."""
    if view.place not in site.house.places:
        return Missing(view.to_url(), say("briefs.no_such_page", reader))
    lines = place_page.lines_of(site, view)
    found = peers_page.compared(site, view, view.place, lines)
    name = site.namer(reader)(view.place)
    made = sheet.table(site, view, found, most=1)
    if made is None:
        return Missing(name, say("briefs.nothing_known", reader))
    columns, rows, numeric, left_out = card_words.table_of(made)
    shown = [one.line for one in sheet.on_paper(sheet.different(found), 1, reader)][: card_words.WHOLE_TABLE]
    answers = list({id(line.answer): line.answer for line in shown}.values())
    link = _link(site, view, home)
    country = site.house.places[view.place].country
    periods = ", ".join(dict.fromkeys(line.subject.period_text for line in shown))
    of = citation.cited(name, periods, answers, [country], link)
    summary = sheet.summary(found, reader)
    told = [cards.source_line(answer, country, reader) for answer in answers]
    sources = "; ".join(dict.fromkeys(source for line in told if line for source in line.split("; ")))
    return Figure(
        say("place.against_peers", reader), name, text_of(summary) if summary else "", _marks(of, reader), columns, rows, numeric, None,
        None, True, note, tuple(text_of(one) for one in outside(made, "sub") if "left-out" not in classes_of(one)), (), "", sources, facts.licences(of, reader),
        citation.short(of, reader), facts.snapshot(of, reader),
        ", ".join(dict.fromkeys(answer.module["id"] for answer in answers)), link, left_out=left_out,
    )  # fmt: skip


def _beside(site: Site, view: View, theme: str, note: str, reader: Reader, home: str) -> Figure | Missing:
    """The places of a comparison by the indicators of a theme, a row an indicator."""
    chosen, _ = compare.chosen_of(site, view)
    name = site.namer(reader)
    title = say("side_by_side.title", reader, places=words.listing(reader, map(name, chosen)))
    found = [one for one in compare.figures_of(site, view, chosen) if one.module.theme == theme]
    if not found:
        return Missing(title, say("briefs.nothing_known", reader))
    rows = []
    for one in found:
        by_place = {row["place"]: row for row in one.rows}
        unit = words.unit_word(reader, one.rows[0]["unit"].replace("_thousand", ""))
        cells = [
            one.subject.bare(by_place[code]) if code in by_place else say("states.no_data", reader) for code in chosen
        ]
        periods = dict.fromkeys(words.period(reader, row["period"], one.subject.country) for row in one.rows)
        rows.append((f"{one.subject.title} ({unit})", *cells, ", ".join(periods)))
    columns = (say("table.indicator", reader), *map(name, chosen), say("table.period", reader))
    numeric = (False, *(True for _ in chosen), False)
    answers = list({id(answer): answer for one in found for answer in one.answers}.values())
    definitions = tuple((one.subject.title, text) for one in found for _, text in facts.definition(one.subject.indicator, reader)[:1])  # fmt: skip
    return _figure(
        site, view, home, answers, f"{worded(site.house.registry.themes[theme].title, reader)}: {title}", reader,
        columns=columns, rows=tuple(rows), numeric=numeric, note=note, definition=definitions, card=f"beside-{theme}",
        notes=tuple(dict.fromkeys(filter(None, map(compare.alike_note, found)))), period=", ".join(dict.fromkeys(row[-1] for row in rows)),
        source=compare.source_of(site, found, chosen, reader), country=found[0].subject.country,
    )  # fmt: skip


def _changed(site: Site, view: View, _: str, note: str, reader: Reader, home: str) -> Figure | Missing:
    """The towns whose figure changed most, as bars of the change."""
    view, country = place_of(site.house, view, [])
    found = home_page.changed_of(site, view, view.place, country)
    title = say("home.changed_most", reader)
    if found is None:
        return Missing(title, say("briefs.nothing_known", reader))
    subject, decimals = found.subject, found.subject.indicator.decimals
    before, after = words.period(reader, found.before, country), subject.period_text
    unit = words.unit_word(reader, subject.indicator.unit_in(country))
    changed = say("home.change", reader)
    columns = (say("table.place", reader), f"{before} ({unit})", f"{after} ({unit})",
               f"{changed} ({words.unit_word(reader, found.unit)})")  # fmt: skip
    rows = tuple((subject.name(now["place"]), subject.bare(then), subject.bare(now), words.signed(reader, change, decimals))
                 for change, then, now in found.rows)  # fmt: skip
    bars = chart.of_numbers([row[0] for row in rows], [(title, [change for change, _, _ in found.rows])],
                            lambda change: words.signed(reader, change, decimals), found.unit)  # fmt: skip
    return _figure(
        site, view, home, [found.answer], f"{title}: {subject.title}", reader, line=found.line(), columns=columns, rows=rows,
        numeric=(False, True, True, True), native=bars, note=note, definition=facts.definition(subject.indicator, reader),
        period=f"{before}, {after}", source=cards.source_line(found.answer, country, reader), country=country, card="changed",
        indicator=subject.title,
    )  # fmt: skip


def _answered(site: Site, view: View, _: str, note: str, reader: Reader, home: str) -> Figure | Missing:
    """Who has answered which questionnaire."""
    view, country = place_of(site.house, view, [])
    found = questionnaires(site.house, view.place, country)
    made = questionnaire_page.answers(site, view, found, country)
    title = f"{card_words.title_of(made)[0]}: {site.namer(reader)(view.place)}"
    columns, rows, numeric, left_out = card_words.table_of(made)
    if not rows:
        return Missing(title, say("briefs.nothing_known", reader))
    extracts = questionnaire_page.extracts_of(questionnaire_page.newest_first(found))
    link, day = _link(site, view, home), words.date(reader, site.house.date)
    of = citation.read_off(title, day, extracts, site.house, link)
    return Figure(
        title, say("questionnaire.as_of", reader, date=day), "", _marks(of, reader), columns, rows, numeric, None, None, True, note, (), (), "",
        cards.sources_line(of.sources, reader), facts.licences(of, reader), citation.long(of, reader), facts.snapshot(of, reader),
        say("questionnaire.no_question", reader, extracts=", ".join(extracts)), link, "answers", left_out=left_out,
    )  # fmt: skip


def _figure(site: Site, view: View, home: str, answers: list[Answer], title: str, reader: Reader, *, columns, rows, numeric,
            note: str, definition, period: str, source: str, country: str, card: str, line: str = "", notes=(), native=None,
            indicator: str = "") -> Figure:  # fmt: skip
    link = _link(site, view, home)
    of = citation.cited(title, period, answers, [country], link)
    weakest = next((answer for answer in answers if answer.provenance == of.provenance), answers[0])
    return Figure(
        title, line, "", card_words.badges_of(cards.marks(weakest, [], reader)), columns, rows, numeric, native, None, native is None, note,
        notes, definition, "", source, facts.licences(of, reader), citation.long(of, reader), facts.snapshot(of, reader),
        ", ".join(dict.fromkeys(answer.module["id"] for answer in answers)), link, card, indicator=indicator or title,
    )  # fmt: skip


def _marks(of: citation.Cited, reader: Reader) -> tuple[str, ...]:
    return (say(f"provenance.{of.provenance}", reader),) if of.provenance != "published" else ()


def _link(site: Site, view: View, home: str) -> str:
    return home + view.to(snapshot=site.house.digest[: facts.DIGEST]).to_url()


PICTURES = {"home": "changed", "questionnaire": "answers"}  # the only one of a page
MAKERS: dict[str, Maker] = {"place": _place, "compare": _beside, "home": _changed, "questionnaire": _answered}
