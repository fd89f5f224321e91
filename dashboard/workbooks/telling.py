"""What a workbook is read by, and what is told of it in words of the sender's language."""

from collections.abc import Mapping

from dashboard.words import LANGUAGES, Reader, say
from data import catalogue
from data.cells import SCALES
from data.problems import ContentError
from data.receiving import Fault, Known
from data.workbook import Unreadable
from geo import places
from queries import contract, registry, value_words


def known(known_places=None) -> Known:
    """Cards, places and the words of values, as they are in the checkout."""
    cards, _ = catalogue.cards()
    titles = value_words.of(contract.vetted(registry.load(), cards), cards)
    return Known(cards, known_places or places.load(), words(cards, titles))


def words(cards: Mapping, titles: Mapping) -> dict:
    """The words of all values: `titles` as the questions have them, what the templates add, yes and no, scales of money."""
    found = dict(titles)
    for card in cards.values():
        for name, field in card.template.fields.items() if card.template else ():
            if field.words:
                found[card.name, name] = found.get((card.name, name), {}) | field.words
    found["", "boolean"] = {"true": _in_all("template.yes"), "false": _in_all("template.no")}
    found["", "amounts"] = {scale: _in_all(f"amounts.{scale}") for scale in SCALES}
    return found


def _in_all(key: str) -> dict[str, str]:
    return {language: say(key, Reader(language)) for language in LANGUAGES}


def templates(found: Known) -> list[str]:
    """The names of the extracts that have a template, in order."""
    return sorted(name for name, card in found.cards.items() if card.template)


def card_of(found: Known, name: str):
    """The card of a template; `ContentError` lists those there are."""
    if name not in templates(found):
        raise ContentError(f"There is no template {name!r}. There are: {', '.join(templates(found))}.")
    return found.cards[name]


def sentence(fault: Fault, reader: Reader) -> str:
    """What is wrong, and what to do."""
    return say(f"receive.{fault.key}", reader, **dict(fault.values))


def refusal(error: Unreadable, reader: Reader) -> str:
    """Why a file is not opened, and what to do; what was found stands behind, in English."""
    told = say(f"unreadable.{error.key}", reader)
    return f"{told} ({error.reason}.)"
