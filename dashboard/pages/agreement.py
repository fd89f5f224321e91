"""The card of what municipalities agree on: each value of a dimension by area, darker where more of them say so."""

from dashboard.asking import values_of
from dashboard.figures import agreement as figures
from dashboard.figures import over_time
from dashboard.figures.sentence import joined
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.laid import Laid
from dashboard.words import say, text_of
from queries.agreement import LEAST, spreads

ID = "agreement"
MOST_AREAS = 12  # columns beside the scope's own that can still be read; of more, the scope alone is shown


def card(laid: Laid) -> Element | None:
    """The scope's column first, then the rows of the ranking; None where nothing has a figure."""
    reader, choice, asked = laid.reader, laid.choice, laid.choice.module.card.agreement
    dimension = choice.module.dimensions[asked.by]
    titles = {value: text_of(text, reader) for value, text in dimension.values.items()}
    areas = [row["place"] for row in laid.rows if row["place"] != choice.scope]
    areas = areas if len(areas) <= MOST_AREAS else []
    by_value = values_of(laid.house, choice, asked.by, laid.view.by)
    for value, rows in values_of(laid.house, choice, asked.by, choice.scope_level).items():
        by_value[value].update(rows)
    columns = [(area, laid.subject.name(area)) for area in (choice.scope, *areas)]
    title, heading = say("agreement.title", reader), text_of(dimension.title, reader)
    line = say("agreement.line", reader, indicator=text_of(choice.indicator.title, reader), place=laid.subject.scope_name,
               period=laid.subject.period_text)  # fmt: skip
    shown = [(titles[value], rows) for value, rows in by_value.items()]
    shown.sort(key=lambda pair: -(pair[1].get(choice.scope, {}).get("value") or 0))
    body = over_time.shaded(shown, columns, laid.subject, heading, f"{title}: {line}", keep_order=True)
    if body is None:
        return None
    pairs = joined(figures.pairs(by_value, areas, laid.subject), say("agreement.few", reader, count=LEAST))
    return cards.card(ID, title, line, [body, el("p.note", pairs)], kind="whole",
                      told=figures.sentence(spreads(by_value, areas), titles, laid.subject),
                      marks=cards.marks(laid.asked.ranked, [], reader),
                      foot=cards.foot(laid.asked.ranked, laid.subject, laid.view, laid.house, ID))  # fmt: skip
