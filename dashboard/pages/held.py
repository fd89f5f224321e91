"""What a place has in the registers: its alliances, commitments, partnerships; the newest few, and a link to all."""

from dashboard.asking import run
from dashboard.figures import register as figures
from dashboard.figures.sentence_of_counts import register as sentence
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import format as words
from dashboard.words import say, text_of
from queries.run import Answer, Ask, AskError

SHOWN = 3  # things of a register


def registers(site: Site, view: View) -> Element | None:
    """A card with a list for each register that has something of the place, or of what lies in it; None without any."""
    reader, found = site.reader(view), []
    for module in site.house.registry.modules.values():
        answer = _answer(site, module, view.place) if module.kind == "register" else None
        if answer and answer.rows:
            found.append(_of(site, view, module, answer))
    if not found:
        return None
    is_one = site.house.places[view.place].level in ("local", "town", "ward")
    return el("section.panel.held" if is_one else "section.panel.held.many", el("h2", say("held.title", reader)), found, id="card-held",
              aria_label=say("held.title", reader))  # fmt: skip


def _answer(site: Site, module, code: str) -> Answer | None:
    """The things of every period; None where the register cannot be asked for such a place."""
    if not site.house.has_data(module.id):
        return None
    try:
        return run(site.house, Ask(module.id, within=code))
    except AskError:
        return None


def _of(site: Site, view: View, module, answer: Answer) -> Element:
    reader, country = site.reader(view), site.house.places[view.place].country
    title, count = text_of(module.card.title, reader), len(answer.rows)
    href = view.other(module.theme, place=view.place, indicator=f"{module.name}.{next(iter(module.indicators))}",
                      tab="register").to_url()  # fmt: skip
    name = site.namer(reader)
    several = len({row["place"] for row in answer.rows}) > 1
    told = sentence(answer.rows, module.card, reader, name) if several or module.card.durations else ""
    items = [el("li", el("b", figures.headline(row, module.card, reader)), f" · {name(row['place'])}" if several else None,
                *(f" · {fact}" for fact in figures.facts(row, module.card, reader))) for row in answer.rows[:SHOWN]]  # fmt: skip
    return el("div.held-of",
              el("h3", el("a", title, href=href), " ", el("small", words.number(reader, count)),
                 *cards.marks(answer, [], reader)),
              el("p.says", told) if told else None, el("ul", items),
              el("p", el("a.show-all", say("table.show_all", reader, count=count), href=href)) if count > SHOWN else None,
              el("p.src", cards.publishers(answer, country, reader), " ",
                 el("button.collect", say("card.collect", reader), type="button", data_of="register", data_view=href)))  # fmt: skip
