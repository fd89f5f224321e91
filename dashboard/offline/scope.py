"""What a copy holds: the Views of its pages, and which of them a View anywhere leads to.

A page is kept under the address that a reader would type for it (`/poverty?place=NP0217201`). Links on pages have every blank
filled in; which page of the copy they mean is found by the View that is left when the blanks of both are filled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dashboard.choice import Choice, choose, having_data, place_of
from dashboard.site import Site
from dashboard.state import View
from data.problems import ContentError
from geo.places import Place, children, search
from queries.query import LEVELS

PLAIN = {"lang": "", "digits": "", "calendar": "", "snapshot": ""}
MOST_WARDS = 300  # that have pages of their own; of more, their towns' tables tell


@dataclass
class Scope:
    """The pages of one place or group. `places` are those with a page of their own, `members` those of them for which each
    theme has a page too; `themes` limits these pages.
    """

    site: Site
    code: str
    members: tuple[str, ...]
    places: tuple[str, ...]
    themes: tuple[str, ...]
    _addresses: dict[str, str] = field(default_factory=dict)  # a View's filled form -> the address it is kept under
    _filled: dict[View, str] = field(default_factory=dict)

    @property
    def start(self) -> View:
        """The first page: that of the country or the network; of another place its own."""
        places = self.site.house.places
        is_home = self.code not in places or places[self.code].level == "country"
        return View("home", self.code) if is_home else View("place", self.code)

    @property
    def start_address(self) -> str:
        """Where the first page is kept."""
        return self.start.to_url()

    def views(self) -> Iterator[View]:
        """The pages without tables in the place of pictures, in the order of their worth. Each is known from here on."""
        for view in self._views():
            if self.filled(view) not in self._addresses:
                self.know(view)
                yield view

    def _views(self) -> Iterator[View]:
        house, country = self.site.house, place_of(self.site.house, View(place=self.code), [])[1]
        yield self.start
        yield from (View("place", code) for code in self.places)
        for theme in self.themes:
            yield View(theme, self.code)
            for module, indicator in having_data(house, theme, country):
                yield View(theme, self.code, indicator=f"{module.name}.{indicator.id}")
        for member in self.members:
            for theme in self.themes:
                yield View(theme, member)
                for module, indicator in having_data(house, theme, country):
                    view = View(theme, member, indicator=f"{module.name}.{indicator.id}")
                    if self._goes_below(view):
                        yield view
        yield View("data")

    def _goes_below(self, view: View) -> bool:
        """Whether there are figures below the place itself, so that its page is not that of the place it lies in."""
        choice = choose(self.site.house, view)
        return isinstance(choice, Choice) and choice.scope == view.place

    def own_places(self) -> list[Place]:
        """The places with a page of their own."""
        return [self.site.house.places[code] for code in self.places]

    def know(self, view: View) -> None:
        """Take a View into the copy, under its own address."""
        self._addresses.setdefault(self.filled(view), view.to_url())

    def names(self, view: View) -> list[str]:
        """The addresses of a page of the copy: its own, and where it names no indicator also the one that does."""
        if view.indicator or view.page not in self.themes:
            return [view.to_url()]
        chosen = View.from_url(self.filled(view)).indicator
        return [view.to_url(), view.to(indicator=chosen).to_url()] if chosen else [view.to_url()]

    def filled(self, view: View) -> str:
        """What tells the page of a View from every other, whoever reads it."""
        if view not in self._filled:
            self._filled[view] = self._fill(view.to(**PLAIN))
        return self._filled[view]

    def _fill(self, view: View) -> str:
        if view.page == "home" and view.place in ("", self.code):
            return self.start.to_url()
        if view.page not in self.site.house.registry.themes:
            return view.to_url()
        choice = choose(self.site.house, view)
        return choice.view.to(**PLAIN).to_url() if isinstance(choice, Choice) else view.to_url()

    def leads(self, shown: View) -> Callable[[View], str | None]:
        """Where the links on a page lead in the copy: to the very page, else where it comes nearest, else nowhere.

        A place that would be lit first is opened at once; a table stays open only where the link is to a table.
        """
        base, places = self.filled(shown.to(tab="")), {"", shown.place}
        here = View.from_url(base)
        selected, known = places | {here.selected}, places | {here.place}

        def address(view: View) -> str | None:
            if view.page in self.themes and not view.place:
                view = view.to(place=self.code)
            plain = view.to(tab="") if view.tab else view
            tried = [view, plain] if view.tab and self.filled(plain) == base else [plain]
            if view.selected not in selected:
                tried += [View(view.page, view.selected, indicator=view.indicator), View("place", view.selected)]
            elif view.page in self.themes and view.place not in known:
                tried.append(View("place", view.place))
            return next((found for one in tried if (found := self._addresses.get(self.filled(one)))), None)

        return address


def scope_of(site: Site, code: str, themes: tuple[str, ...] = ()) -> Scope:
    """The scope of a place or group. `ContentError` for a code nobody knows, and where no theme has a figure."""
    house = site.house
    known = tuple(themes or house.registry.themes)
    if code not in house.places and code not in site.groups:
        near = ", ".join(f"{place.name_en} ({place.code})" for place in search(house.places, code, 3))
        groups = ", ".join(sorted(group.id for one in house.sets.values() for group in one.groups))
        raise ContentError(f"There is no place or group {code!r}." + (f" Did you mean {near}?" if near else "")
                           + f" The groups are {groups}.")  # fmt: skip
    if not any(isinstance(choose(house, View(theme, code)), Choice) for theme in known):
        raise ContentError(f"There is no figure of {code} in this snapshot, so there is nothing to copy.")
    below = _below(site, code)
    tops = (code,) if code in house.places else below
    places = tuple(dict.fromkeys(one for top in tops for one in _down(site, top)))
    wards = {one for one in places if house.places[one].level == "ward"}
    kept = places if len(wards) <= MOST_WARDS else tuple(one for one in places if one not in wards)
    return Scope(site, code, below, kept, known)


def _below(site: Site, code: str) -> tuple[str, ...]:
    """The members of a group, or the places directly below a place."""
    house = site.house
    if code in house.places:
        return tuple(child.code for child in _today(site, code))
    units = (unit for name in house.sets for unit in house.units(name))
    return tuple(sorted(next(unit.members for unit in units if unit.id == code)))


def _today(site: Site, code: str) -> list:
    return [child for child in children(site.house.places, code) if child.valid_to is None and child.level in LEVELS]


def _down(site: Site, code: str) -> Iterator[str]:
    """A place and all below it."""
    yield code
    for child in _today(site, code):
        yield from _down(site, child.code)
