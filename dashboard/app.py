"""The app over an open house: one layout, its routes, headers and callbacks. No debug, no outside host."""

import secrets
from dataclasses import replace
from pathlib import Path

from dash import Dash

from dashboard import guard, kept_documents, routes, wire
from dashboard.answers import Answers
from dashboard.archive import Archive
from dashboard.briefs import served
from dashboard.callbacks import add_callbacks
from dashboard.components import Page, Search, Suggestions
from dashboard.files import FOLDER, static_files
from dashboard.limits import Queue
from dashboard.page_routes import Pages, add_page_routes
from dashboard.ready import Ready
from dashboard.settings import Settings, settings
from dashboard.sharing import Shared
from dashboard.site import Site, Working, open_site
from dashboard.style_hashes import known_hashes
from dashboard.workbooks.served import add_template_route
from queries.house import House


class Nagar(Dash):
    """Dash whose documents begin with the page as HTML (`dashboard/document.py`)."""

    site: Site
    pages: Pages

    def index(self, *_args, **_kwargs):
        return self.pages.document()


def _shelf(house: House, setting: Settings, working: Working | None) -> None:
    """How much of the house's answers is kept, and through what they are shared (not by rules that are being written)."""
    house.shelf.most_bytes = setting.cache_bytes
    if setting.redis and working is None:
        house.shelf.behind = Shared(setting.redis, house.digest)


def create_app(house: House, working: Working | None = None, kept: Path | None = None, secret: str = "",
               any_style: bool = False, like: Site | None = None) -> Dash:  # fmt: skip
    """The Dash app over an open house; its Flask server is `.server`. `working` is what a development server tells,
    `kept` the folder of the snapshots that links may open (beside it lies what `files.make` compressed), `like` another
    open site, whose outlines are taken where they are the same.

    The setting `NAGAR_LANG` (en, ne, bn) is the language of readers who have not chosen one, and as many requests as
    `NAGAR_THREADS` compute at once. `secret` signs what Dash hands to browsers; without one, a secret that ends with
    the process. `any_style` is for `style_hashes`, which has to see the styles that are refused elsewhere.
    """
    app = Nagar(
        __name__,
        assets_folder="assets",
        compress=False,
        enable_mcp=False,
        include_assets_files=False,  # they are in the document, by their content
        serve_locally=True,
        title="Nagar",
        update_title=None,
        use_pages=False,
    )
    app.server.secret_key = secret or secrets.token_hex(32)
    _shelf(house, settings(), working)
    folder = kept or house.folder.parent
    app.site = site = replace(open_site(house, settings().language, like), archive=Archive(folder), working=working)
    app.layout = [Page(id="page"), Search(id="search"), Suggestions(id="suggestions")]
    files = static_files(folder.parent / FOLDER)
    app.pages = Pages(app, Answers(site), files)
    guard.stand_before(app, site, Queue(settings().threads))
    routes.add_routes(app.server, site, files)
    add_template_route(app.server, site)
    served.add_routes(app.server, site, files)
    kept_documents.add_route(app.server, site)
    wire.serve_files(app.server, files, folder.parent / FOLDER)
    add_page_routes(app.server, app.pages)
    add_callbacks(app, site)
    wire.protect(app.server, None if any_style else known_hashes())
    wire.compress(app.server)
    if working is None:
        app.server.wsgi_app = Ready(app.server.wsgi_app, lambda: house.digest)
    return app
