"""Which rows stand behind each picture of a View, and what the CSV says above them."""

from dashboard.asking import ask, parts_of, values_of
from dashboard.choice import Choice, choose, place_of
from dashboard.export import csv_text
from dashboard.limits import MOST_ROWS, TooMuch
from dashboard.pages.cards import source_text
from dashboard.pages.frame import sentences_of
from dashboard.pages.place import lines_of
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import format as words
from dashboard.words import say, text_of
from queries.run import AskError


def download(site: Site, view: View, of: str) -> str | None:
    """The CSV of a picture (`map`, `ranking`, `trend`, `parts`, `values-<dimension>`, `place`); None if there is none.

    `AskError` tells what of the address is not known here, `TooMuch` that there are more than `MOST_ROWS` rows.
    """
    if view.page == "place":
        return _place(site, view)
    if view.page not in site.house.registry.themes:
        return None
    choice, reader = choose(site.house, view), site.reader(view)
    if not isinstance(choice, Choice):
        place = site.namer(reader)(place_of(site.house, view, [])[0].place)
        raise AskError(say("headline.nothing_here", reader, place=place))
    wrong = sentences_of(site, view, choice.told, reader)
    if wrong:  # a page can say so beside its figures; a file that says it is of another place must not be made
        raise AskError(wrong)
    asked = ask(site.house, choice)
    period = choice.view.period
    if of == "map":
        rows, answer = asked.rows("fine", period), asked.fine
    elif of == "trend":
        rows, answer = asked.ranked.rows, asked.ranked
    elif of == "parts":
        rows, answer = [row for part in parts_of(site.house, choice).values() for row in part.values()], asked.ranked
    elif of.startswith("values-") and of[7:] in choice.module.dimensions:
        found = values_of(site.house, choice, of[7:], choice.view.by)
        rows, answer = [row for by_place in found.values() for row in by_place.values()], asked.ranked
    elif of in ("", "ranking"):
        rows, answer = asked.rows("ranked", period), asked.ranked
    else:
        return None
    if len(rows) > MOST_ROWS:
        raise TooMuch(say("guard.many_rows", reader, count=len(rows), most=MOST_ROWS))
    name = site.namer(reader)
    title = text_of(choice.indicator.title, reader)
    shown = words.period(reader, period, choice.country) if of != "trend" else ", ".join(choice.periods)
    filters = ", ".join(f"{key}={value}" for key, value in answer.filters.items() if key not in ("within", "period"))
    header = [(say("csv.title", reader), title), (say("csv.place", reader), f"{name(choice.scope)} ({choice.scope})"),
              (say("csv.period", reader), shown), (say("csv.filters", reader), filters)]  # fmt: skip
    header += _sources(site, [answer], reader)
    return csv_text(
        [*header, *_ends(site, choice.view, answer.provenance, reader)], [_named(row, name) for row in rows]
    )


def _place(site: Site, view: View) -> str | None:
    if view.place not in site.house.places:
        return None
    reader = site.reader(view)
    name, lines = site.namer(reader), lines_of(site, view)
    header = [
        (say("csv.title", reader), name(view.place)),
        (say("csv.place", reader), f"{name(view.place)} ({view.place})"),
    ]
    header += _sources(site, [line.answer for line in lines], reader)
    weakest = "illustrative" if any(line.answer.provenance == "illustrative" for line in lines) else "published"
    return csv_text([*header, *_ends(site, view, weakest, reader)],
                    [_named({"title": line.subject.title, **line.own}, name) for line in lines])  # fmt: skip


def _named(row: dict, name) -> dict:
    return {**row, "place_name": name(row["place"])}


def _sources(site: Site, answers, reader) -> list[tuple[str, str]]:
    by_extract = {source["extract"]: source for answer in answers for source in answer.sources}
    found = []
    for source in by_extract.values():
        title = text_of(source["title"], reader)
        found.append((say("csv.source", reader), f"{title}: {source_text(source, reader)} ({source['data_date']})"))
        found.append((say("csv.licence", reader), source["licence"]))
    return found


def _ends(site: Site, view: View, provenance: str, reader) -> list[tuple[str, str]]:
    link = view.to(snapshot=site.house.digest[:12]).to_url()
    found = [(say("csv.provenance", reader), say(f"provenance.{provenance}", reader))]
    if provenance == "illustrative":
        found.append((say("csv.provenance", reader), say("csv.illustrative", reader)))
    return [
        *found,
        (say("csv.snapshot", reader), f"{site.house.digest} ({site.house.date})"),
        (say("csv.link", reader), link),
    ]
