"""The only callbacks. Nothing is computed here: each reads the URL or the search box and calls a pure function."""

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard.archive import NotOpened, resolve
from dashboard.pages.frame import suggestions
from dashboard.pages.router import draw
from dashboard.site import Site
from dashboard.state import View

Sent = str | None  # the guard reads these annotations: a body with a value of another type never gets here


def add_callbacks(app: Dash, site: Site) -> None:
    """URL -> page; search text -> suggestions; and in the browser: title and language of the document."""

    @app.callback(
        Output("page", "children"),
        Output("meta", "data"),
        Input("url", "pathname"),
        Input("url", "search"),
    )
    def show(path: Sent, query: Sent):
        page = draw(site, View.from_url((path or "/") + (query or "")))
        return page.children, {"title": page.title, "lang": page.language}

    @app.callback(
        Output("suggestions", "children"),
        Input("search", "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def suggest(value: Sent, path: Sent, query: Sent):
        view = View.from_url((path or "/") + (query or ""))
        found = resolve(site, view)
        where = (site, view.to(snapshot="")) if isinstance(found, NotOpened) else found
        return suggestions(*where, value or "")

    app.clientside_callback(ClientsideFunction("nagar", "meta"), Output("told", "data"), Input("meta", "data"))
