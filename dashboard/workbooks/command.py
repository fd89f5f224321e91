"""What `nagar template` does: workbooks on their way to municipalities."""

from pathlib import Path

from dashboard.settings import settings
from dashboard.workbooks import telling
from dashboard.workbooks.template import write
from data.problems import ContentError, shown
from data.sending_places import Senders


def template(options) -> int:
    """Writes a template, or lists those there are."""
    known, language = telling.known(), options.lang or settings().language
    if not options.name:
        names = telling.templates(known)
        width = max(map(len, names))
        for name in names:
            print(f"{name.ljust(width)}  {known.cards[name].title(language)}")
        return 0
    card = telling.card_of(known, options.name)
    if options.place and options.place not in Senders(known.places, card.template).codes:
        raise ContentError(
            f"{options.place} is no municipality that reports {options.name}. Give its code, as NP0548201."
        )
    out = options.out or Path(f"{options.name}.{language}.xlsx")
    try:
        out.write_bytes(write(card, known, language, options.place))
    except OSError as error:
        raise ContentError(f"{shown(out)} cannot be written: {error.strerror}.") from None
    print(f"wrote {shown(out)}")
    return 0
