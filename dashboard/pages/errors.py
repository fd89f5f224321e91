"""Pages for what goes wrong: no such page, and an error of ours. Never a traceback, never blank."""

import datetime

from dashboard.markup import el
from dashboard.pages.frame import Page, elsewhere, page
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import say


def not_found(site: Site, view: View) -> Page:
    """No page of this name: the themes there are, and the way to the start."""
    reader = site.reader(view)
    body = [el("div.headline", el("h1", say("errors.not_found", reader)), el("p", say("errors.not_found_hint", reader)),
               el("p", el("a.button", say("errors.go_home", reader), href=elsewhere(view, "home").to_url())))]  # fmt: skip
    return page(site, View(page=view.page, lang=view.lang, digits=view.digits, problems=view.problems),
                say("titles.not_found", reader), body, found=False)  # fmt: skip


def server_error(site: Site, view: View) -> Page:
    """An error of ours, with the time to tell the people who run the site."""
    reader = site.reader(view)
    time = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    body = [el("div.headline", el("h1", say("errors.server", reader)),
               el("p", say("errors.server_hint", reader, time=time)))]  # fmt: skip
    return page(site, view, say("frame.name", reader), body, found=False)
