"""One picture of a page as a file, drawn on the server: what the link "Image" of a card leads to."""

from dashboard.briefs import image as drawing
from dashboard.briefs.brief import Item
from dashboard.briefs.collecting import figure_of
from dashboard.briefs.content import Missing
from dashboard.briefs.image import SIZES, CannotBeDrawn
from dashboard.site import Site
from dashboard.state import View
from queries.run import AskError

__all__ = ["KINDS", "PNG", "SIZES", "USUAL", "CannotBeDrawn", "image"]

PNG, USUAL = "png", "slide"
KINDS = {PNG: "image/png", "svg": "image/svg+xml; charset=utf-8"}


def image(site: Site, view: View, of: str, size: str, ending: str, home: str = "") -> bytes:
    """A picture of a page by the name that its CSV has too. `AskError` tells why there is none, `CannotBeDrawn` that this
    machine has no font for its letters.
    """
    reader = site.reader(view)
    figure = figure_of(
        site,
        view,
        Item.model_construct(view=view.to_url(), picture=of or "ranking", table=view.tab == of),
        reader,
        home,
    )
    if isinstance(figure, Missing):
        raise AskError(figure.why)
    drawn = drawing.of(figure, reader, size)
    return drawing.png(drawn, SIZES[size].width, reader) if ending == PNG else drawn.encode()
