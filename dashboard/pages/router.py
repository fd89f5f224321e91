"""From a View to its page; the one place that knows which pages there are."""

import logging

from dashboard.archive import NotOpened, resolve
from dashboard.pages import briefing, compare, data, errors, home, place, questionnaire, theme
from dashboard.pages.frame import Page, Part
from dashboard.site import Site
from dashboard.state import View
from queries.ask import TooLong

FIXED = {"briefing": briefing.draw, "home": home.draw, "compare": compare.draw, "data": data.draw, "place": place.draw,
         "questionnaire": questionnaire.draw}  # fmt: skip
log = logging.getLogger("nagar")


def draw(site: Site, view: View, part: Part = Part.WHOLE) -> Page:
    """The page of a View, or a part of it, from the snapshot it names. An error of ours is logged and becomes a page that
    says so.
    """
    try:
        found = resolve(site, view)
        return errors.not_opened(site, view, found) if isinstance(found, NotOpened) else _draw(*found, part)
    except TooLong:  # the guard answers that one
        raise
    except Exception:
        log.exception("the page %s could not be drawn", view.to_url())
        return errors.server_error(site, view)


def _draw(site: Site, view: View, part: Part) -> Page:
    if not exists(site, view) and view.page != "place":
        return errors.not_found(site, view)
    if view.page in FIXED:
        return FIXED[view.page](site, view) if part is not Part.REST else Page([], "", site.reader(view).language)
    return theme.draw(site, view, part)


def status_of(site: Site, view: View) -> int:
    """What a server says of the page of a View: 404 where there is no such page, or its data are not kept."""
    found = resolve(site, view)
    if isinstance(found, NotOpened):
        return errors.STATUS[found.why]
    return 200 if exists(*found) else 404


def exists(site: Site, view: View) -> bool:
    """Whether there is such a page; an unreadable path is none."""
    unread = {problem.key for problem in view.problems}
    if "page" in unread or (view.page == "place" and "place" in unread):
        return False
    if view.page == "place":
        return not view.place or view.place in site.house.places
    return view.page in FIXED or view.page in site.house.registry.themes
