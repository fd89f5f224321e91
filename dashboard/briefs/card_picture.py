"""What no office program draws of a card: a map, the world, areas, a network, a table of shades, strips of dots."""

from collections.abc import Callable

from dashboard.briefs import dots_picture, map_picture, planned_picture, plot_picture, shades_picture, world_picture
from dashboard.briefs.content import Picture
from dashboard.markup import Element
from dashboard.pages.pictures import Drawn

OF_PAGES: dict[str, Callable[[Drawn], Picture | None]] = {"map": map_picture.of, "world": world_picture.of}
OF_CARDS: dict[str, Callable[[Element], Picture | None]] = {
    **dict.fromkeys(("treemap", "network"), plot_picture.of),  # all else that a browser plots are charts
    **dict.fromkeys(("matrix", "agreement", "attendance", "over_time"), shades_picture.of),
    "planned": planned_picture.of, "peers": dots_picture.of,
}  # fmt: skip


def of(drawn: Drawn, picture: str, card: Element) -> Picture | None:
    """The picture of a card; None where it is a chart, a table or a list."""
    kind = picture.partition("-")[0]
    if kind in OF_PAGES:
        return OF_PAGES[kind](drawn)
    return OF_CARDS[kind](card) if kind in OF_CARDS else None
