"""The app over an open house: one layout, its routes, headers and callbacks. No debug, no outside host."""

import re
import secrets
from dataclasses import replace
from html import escape
from pathlib import Path

from dash import Dash, dcc, html
from flask import request

from dashboard import guard, routes, wire
from dashboard.archive import Archive, NotOpened, resolve
from dashboard.callbacks import add_callbacks
from dashboard.limits import Queue
from dashboard.settings import Settings, settings
from dashboard.sharing import Shared
from dashboard.site import Site, Working, open_site
from dashboard.state import View
from dashboard.style_hashes import known_hashes
from dashboard.words import Reader, say
from queries.house import House

INDEX = """<!DOCTYPE html>
<html lang="{%lang%}">
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}<noscript>{%no_script%}</noscript>{%config%}{%scripts%}{%renderer%}</body>
</html>"""


class Nagar(Dash):
    """Dash with an index page that already speaks the reader's language."""

    site: Site

    def interpolate_index(self, **parts) -> str:
        view = View.from_url(request.full_path.rstrip("?"))
        reader = self.site.reader(view)
        parts["lang"] = reader.language
        found = resolve(self.site, view)
        parts["title"] = escape(title_of(self.site if isinstance(found, NotOpened) else found[0], view, reader))
        parts["no_script"] = escape(say("errors.no_script", reader))
        loading = escape(say("loading.page", reader))
        parts["app_entry"] = f'<div id="react-entry-point"><p class="loading-page">{loading}</p></div>'
        # All at once: a name such as "{%scripts%}" in the title is a text and no place to put something in.
        return re.sub(r"\{%(\w+)%\}", lambda found: parts[found[1]], INDEX)

    def _config(self):
        """What Dash tells its renderer, without the version of Python and an address that only its tools ask."""
        return super()._config() | {"python_version": "", "dash_version_url": ""}


def title_of(site: Site, view: View, reader: Reader) -> str:
    """The title before the page is drawn: the name of a place or theme where the address has one."""
    name = site.namer(reader)
    if view.page == "place" and view.place in site.house.places:
        return say("titles.place", reader, place=name(view.place))
    return say("titles.home", reader)


def _shelf(house: House, setting: Settings, working: Working | None) -> None:
    """How much of the house's answers is kept, and through what they are shared (not by rules that are being written)."""
    house.shelf.most_bytes = setting.cache_bytes
    if setting.redis and working is None:
        house.shelf.behind = Shared(setting.redis, house.digest)


def create_app(house: House, working: Working | None = None, kept: Path | None = None, secret: str = "",
               any_style: bool = False, like: Site | None = None) -> Dash:  # fmt: skip
    """The Dash app over an open house; its Flask server is `.server`. `working` is what a development server tells,
    `kept` the folder of the snapshots that links may open, `like` another open site, whose outlines are taken where they
    are the same.

    The setting `NAGAR_LANG` (en, ne, bn) is the language of readers who have not chosen one, and as many requests as
    `NAGAR_THREADS` compute at once. `secret` signs what Dash hands to browsers; without one, a secret that ends with
    the process. `any_style` is for `style_hashes`, which has to see the styles that are refused elsewhere.
    """
    app = Nagar(
        __name__,
        assets_folder="assets",
        compress=False,
        enable_mcp=False,
        external_stylesheets=[routes.style_url()],
        serve_locally=True,
        suppress_callback_exceptions=True,  # the search box is part of every page, and comes with it
        title="Nagar",
        update_title=None,
        use_pages=False,
    )
    app.server.secret_key = secret or secrets.token_hex(32)
    _shelf(house, settings(), working)
    folder = kept or house.folder.parent
    app.site = site = replace(open_site(house, settings().language, like), archive=Archive(folder), working=working)
    app._favicon = "favicon.svg"
    app.layout = html.Div([
        dcc.Location(id="url", refresh="callback-nav"),
        dcc.Store(id="meta"),
        dcc.Store(id="told"),
        html.Div(id="page"),
    ])  # fmt: skip
    guard.stand_before(app, site, Queue(settings().threads))
    routes.add_routes(app.server, site)
    add_callbacks(app, site)
    wire.protect(app.server, app.csp_hashes(), None if any_style else known_hashes())
    wire.compress(app.server)
    return app
