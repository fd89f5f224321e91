"""The only callback. Nothing is computed here: it reads what was typed and calls a function.

Pages are no callbacks: a browser gets them by GET (`page_routes.py`), since an answer to POST cannot be kept.
"""

from dash import Dash, Input, Output, State

from dashboard.archive import NotOpened, resolve
from dashboard.markup import packed
from dashboard.pages.frame import suggestions
from dashboard.site import Site
from dashboard.state import View

Sent = str | None  # the guard reads these annotations: a body with a value of another type never gets here


def add_callbacks(app: Dash, site: Site) -> None:
    """Text in the search box -> suggestions."""

    @app.callback(
        Output("suggestions", "tree"),
        Input("search", "asked"),
        State("search", "value"),
        State("search", "address"),
        prevent_initial_call=True,
    )
    def suggest(_asked: int | None, value: Sent, address: Sent):
        view = View.from_url(address or "/")
        found = resolve(site, view)
        where = (site, view.to(snapshot="")) if isinstance(found, NotOpened) else found
        return [packed(one) for one in suggestions(*where, value or "")]
