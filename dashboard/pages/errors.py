"""Pages for what goes wrong: no such page, and an error of ours. Never a traceback, never blank."""

import datetime

from dashboard.archive import SHOWN, NotOpened
from dashboard.codes import LONGEST
from dashboard.markup import el
from dashboard.pages.frame import Page, elsewhere, page
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words

STATUS = {"not_kept": 404, "ambiguous": 404, "unreadable": 404, "busy": 503}
WHY = {
    "not_kept": ("kept.gone", "kept.gone_text"),
    "ambiguous": ("kept.ambiguous", "kept.ambiguous_text"),
    "unreadable": ("kept.unreadable", "kept.unreadable_text"),
    "busy": ("kept.busy", "kept.busy_text"),
}


def not_found(site: Site, view: View) -> Page:
    """No page of this name: the themes there are, and the way to the start."""
    reader = site.reader(view)
    return _absent(site, view, say("errors.not_found", reader), say("errors.not_found_hint", reader))


def no_code(site: Site, view: View, code: str) -> Page:
    """No figure has this code, which somebody typed from paper."""
    reader = site.reader(view)
    told = say("errors.no_code", reader, code=code.strip()[:LONGEST])
    return _absent(site, view, told, say("errors.no_code_hint", reader))


def _absent(site: Site, view: View, title: str, text: str) -> Page:
    reader = site.reader(view)
    body = [el("div.headline", el("h1", title), el("p", text),
               el("p", el("a.button", say("errors.go_home", reader), href=elsewhere(view, "home").to_url())))]  # fmt: skip
    return page(site, view.other(view.page, problems=view.problems),
                say("titles.not_found", reader), body, found=False)  # fmt: skip


def not_opened(site: Site, view: View, found: NotOpened) -> Page:
    """The data a link was made on are not shown: why, and the same view on the current ones only if the reader asks."""
    reader = site.reader(view)
    title, text = WHY[found.why]
    now = view.to(snapshot="")
    day = words.date(reader, site.house.date)
    again = el("a.button", say("errors.reload", reader), href=view.to_url(), target="_self")
    body = [el("div.headline", el("h1", say(title, reader)), el("p", say(text, reader, digest=found.digest[:SHOWN])),
               el("p", again if found.why == "busy" else None,
                  el("a.button", say("kept.open_current", reader, date=day), href=now.to_url())))]  # fmt: skip
    return page(site, now, say("titles.not_kept", reader), body, found=False)


def sentence_of(found: NotOpened, reader: Reader) -> str:
    """The same for a file that was asked for."""
    title, text = WHY[found.why]
    return f"{say(title, reader)} {say(text, reader, digest=found.digest[:SHOWN])}"


def server_error(site: Site, view: View) -> Page:
    """An error of ours, with the time to tell the people who run the site."""
    reader = site.reader(view)
    time = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    body = [el("div.headline", el("h1", say("errors.server", reader)),
               el("p", say("errors.server_hint", reader, time=time)))]  # fmt: skip
    return page(site, view, say("frame.name", reader), body, found=False)
