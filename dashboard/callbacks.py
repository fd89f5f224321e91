"""The only callbacks. Nothing is computed here: each reads the URL or the search box and calls a function.

The page itself is drawn by a function of the browser (`assets/page.js`), which gets it by GET, as POST cannot be kept.
"""

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard.archive import NotOpened, resolve
from dashboard.markup import packed
from dashboard.pages.frame import suggestions
from dashboard.site import Site
from dashboard.state import View

Sent = str | None  # the guard reads these annotations: a body with a value of another type never gets here


def add_callbacks(app: Dash, site: Site) -> None:
    """In the browser: URL -> page; on the server: search text -> suggestions."""
    app.clientside_callback(
        ClientsideFunction("nagar", "page"),
        Output("page", "tree"),
        Output("page", "children"),
        Input("url", "pathname"),
        Input("url", "search"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output("suggestions", "tree"),
        Input("search", "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def suggest(value: Sent, path: Sent, query: Sent):
        view = View.from_url((path or "/") + (query or ""))
        found = resolve(site, view)
        where = (site, view.to(snapshot="")) if isinstance(found, NotOpened) else found
        return [packed(one, []) for one in suggestions(*where, value or "")]
