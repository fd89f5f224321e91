"""What a municipality is and who leads it since when, in a line for its page; from the register of governments."""

from dashboard.asking import run
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import format as words
from dashboard.words import say, text_of
from queries.run import Ask

GOVERNMENTS = "governance/governments"  # the register, one row a term


def line(site: Site, view: View) -> Element | None:
    """Class, role, elected or administrator, since when, and how many women sit in the council; None where nobody told."""
    module = site.house.registry.modules.get(GOVERNMENTS)
    if module is None or not site.house.has_data(module.id):
        return None
    answer = run(site.house, Ask(module.id, within=view.place))
    in_office = [row for row in answer.rows if row["place"] == view.place and row["ended_on"] is None]
    if not in_office:
        return None
    row, reader = in_office[0], site.reader(view)
    texts = {name: text_of(module.dimensions[name].values[row[name]], reader) for name in ("class", "role", "led_by")}
    told = [say("government.led", reader, date=words.date(reader, row["began_on"]), **texts)]
    if row["members"] is not None and row["women_members"] is not None:
        told.append(
            say("government.members", reader, count=row["members"], women=words.number(reader, row["women_members"]))
        )
    return el("p.note.government", " ".join(told), " ", *cards.marks(answer, [], reader))
