"""From a View to its page; the one place that knows which pages there are."""

import logging

from dashboard.pages import data, errors, home, place, theme
from dashboard.pages.frame import Page
from dashboard.site import Site
from dashboard.state import View
from queries.ask import TooLong

FIXED = {"home": home.draw, "data": data.draw, "place": place.draw}
log = logging.getLogger("nagar")


def draw(site: Site, view: View) -> Page:
    """The page of a View. An error of ours is logged and becomes a page that says so; it never reaches the reader raw."""
    try:
        return _draw(site, view)
    except TooLong:  # the guard answers that one
        raise
    except Exception:
        log.exception("the page %s could not be drawn", view.to_url())
        return errors.server_error(site, view)


def _draw(site: Site, view: View) -> Page:
    if not exists(site, view) and view.page != "place":
        return errors.not_found(site, view)
    if view.page in FIXED:
        return FIXED[view.page](site, view)
    return theme.draw(site, view)


def exists(site: Site, view: View) -> bool:
    """Whether there is such a page; an unreadable path is none."""
    unread = {problem.key for problem in view.problems}
    if "page" in unread or (view.page == "place" and "place" in unread):
        return False
    if view.page == "place":
        return not view.place or view.place in site.house.places
    return view.page in FIXED or view.page in site.house.registry.themes
