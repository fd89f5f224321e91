"""The workbooks to fill, by address: what `nagar template` writes, from the places of the snapshot that is served."""

from flask import Flask, Response, request

from dashboard.site import Site
from dashboard.words import LANGUAGES, Reader, say
from data.receiving import Known
from data.sending_places import Senders
from queries import value_words
from queries.shelf import Shelf

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 4_000_000  # of workbooks kept by a process; one has 20 to 60 kB


def add_template_route(server: Flask, site: Site) -> None:
    """`/template/<extract>.xlsx?lang=ne&place=NP0548201`: without a place for any that sends."""
    kept = Shelf(MOST_BYTES, len)

    @server.get("/template/<name>.xlsx")
    def template(name: str):
        house = site.house
        language = request.args.get("lang", "")
        language = language if language in LANGUAGES else site.language
        place, card = request.args.get("place", ""), house.cards.get(name)
        known = card is not None and card.template is not None
        if not known or (place and place not in Senders(house.places, card.template).codes):
            told = say("questionnaire.no_such", Reader(language))
            return Response(told, 404, content_type="text/plain; charset=utf-8")
        body = kept.get((house.digest, name, language, place), lambda: workbook(house, card, language, place))
        response = Response(body, content_type=KIND)
        file = "-".join(part for part in (name, place, language) if part)
        response.headers["Content-Disposition"] = f'attachment; filename="{file}.xlsx"'
        response.headers["Cache-Control"] = "no-cache"
        return response


def workbook(house, card, language: str, place: str) -> bytes:
    """The template of a card, as the cards and places of a house have it."""
    from dashboard.workbooks import telling  # openpyxl is heavy: only who gives a workbook needs it
    from dashboard.workbooks.template import write

    words = telling.words(house.cards, value_words.of(house.registry, house.cards))
    return write(card, Known(house.cards, house.places, words), language, place)
