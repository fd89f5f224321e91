"""What is not known: questions without figures here, what would fill them, and those whose files are broken."""

from dashboard.choice import known_periods
from dashboard.markup import Element, el
from dashboard.site import Site
from dashboard.words import format as words
from dashboard.words import say, text_of
from geo.places import countries


def broken(site: Site, theme: str, reader) -> Element | None:
    """The questions of a theme that cannot be shown because of their files, each with file and line."""
    found = {key: problems for key, problems in site.house.registry.broken.items() if key.startswith(theme + "/")}
    if not found:
        return None
    text = say("errors.modules_broken", reader, count=len(found), modules=words.listing(reader, list(found)))
    return el("section.panel.broken", el("h2", text), el("p.sub", say("errors.module_broken_hint", reader)),
              el("ul", [el("li", el("code", str(problem))) for problems in found.values() for problem in problems]))  # fmt: skip


def absent(site: Site, theme: str, country: str, reader) -> Element | None:
    """Questions of the theme that have no figure in this country, and what would fill them."""
    house, items = site.house, []
    for module in house.registry.of_theme(theme):
        if house.has_data(module.id) and any(
            known_periods(house, module, i, country) for i in module.indicators.values()
        ):
            continue
        items.append(el("li", el("b", text_of(module.card.title, reader)), " ", waiting(site, module, reader)))
    if not items:
        return None
    return el("section.panel.absent", el("h2", say("place.not_known_yet", reader)), el("ul.gaps", items))


def waiting(site: Site, module, reader) -> str:
    """What would fill a question: the files its extracts come from, or that nothing is published for this country."""
    hints = [site.house.cards[name].sources_hint for name in module.tables
             if name in site.house.cards and name not in site.house.extracts]  # fmt: skip
    sources = [f"{hint['file']} ({hint['publisher']})" for hint in hints]
    if not sources:
        name = site.namer(reader)
        known = [name(code) for code in countries(site.house.places) if site.house.has_data(module.id)
                 and any(known_periods(site.house, module, one, code) for one in module.indicators.values())]  # fmt: skip
        if known:
            return say("empty.figures_for", reader, places=words.listing(reader, known))
        return say("empty.no_rows", reader)
    if len(sources) == 1:
        return say("empty.fill_with", reader, source=sources[0])
    return say("empty.fill_with_several", reader, sources="; ".join(sources))
