"""The draft table for the plan's chapter on needs: sectors in order of priority, with what towns ask for in their words. Pure."""

from collections.abc import Callable, Mapping, Sequence

from dashboard.markup import Element, el
from dashboard.words import Reader, isolated, parts, say
from dashboard.words import format as words
from queries.plan_chapter import Line

REQUESTS = 2  # texts of a sector that the table shows; the list below and the file have them all
HEADS = ("pressing", "first", "validated", "cost", "requests")
BETWEEN = "; "  # names of sectors have an "and" of their own
NAMED = 3  # sectors that are as pressing and named; more are counted
NEXT = 2  # sectors that the sentence names after the most pressing
Titles = Mapping[str, str]  # value of the dimension -> words


def headline(
    lines: Sequence[Line], answered: int, titles: Titles, reader: Reader, place: str, period: str
) -> list[tuple[str, str]]:
    """Which sector is most pressing, to how many of those that answered, and which are next; pieces as `words.parts` gives."""
    most = lines[0].pressing
    alike = [line for line in lines if line.pressing == most]
    top = [
        line for line in alike if line.first == alike[0].first
    ]  # of those as pressing, the ones put first most often
    later = [titles[line.value] for line in lines[len(top) : len(top) + NEXT] if line.pressing]
    if len(top) > NAMED:
        return parts("plan_chapter.headline_many", reader, place=place, period=period, count=len(top),
                     total=words.number(reader, answered))  # fmt: skip
    told = parts("plan_chapter.headline", reader, place=place, period=period, most=BETWEEN.join(titles[line.value] for line in top), count=most,
                 total=words.number(reader, answered))  # fmt: skip
    return [*told, ("", " "), *parts("plan_chapter.then", reader, sectors=BETWEEN.join(later))] if later else told


def figures(
    lines: Sequence[Line], answered: int, validated: int, reader: Reader, country: str
) -> list[tuple[str, str]]:
    """(figure, what it is): who answered, how many of them validated, and what the pressing needs would cost together."""
    cost, without = _cost(lines), sum(line.without_cost for line in lines)
    found = [
        (words.number(reader, answered), say("plan_chapter.answered", reader)),
        (say("figures.of", reader, part=words.number(reader, validated), whole=words.number(reader, answered)),
         say("plan_chapter.validated_towns", reader)),
    ]  # fmt: skip
    if cost is not None:
        found.append((_money(reader, cost, country), say("plan_chapter.whole_cost", reader, count=without)))
    return found


def table(lines: Sequence[Line], titles: Titles, reader: Reader, name: Callable[[str], str], country: str, heading: str,
          caption: str) -> Element:  # fmt: skip
    """A row for each sector; `heading` is what the dimension is called."""
    kinds = {"pressing": "th.num", "first": "th.num", "validated": "th.num", "cost": "th.num"}
    texts = {head: say(f"plan_chapter.{head}", reader) for head in HEADS}
    heads = [el("th", heading, scope="col"), *(el(kinds.get(head, "th"), texts[head], scope="col") for head in HEADS)]
    body = [_row(line, titles, texts, reader, name, country) for line in lines]
    return el("div.listed", el("div.table-wrap.whole", el("table.rows.cards-on-phone", el("caption", caption),
              el("thead", el("tr", heads)), el("tbody", body)), tabIndex=0, role="region", aria_label=caption))  # fmt: skip


def _row(line: Line, titles: Titles, texts: Titles, reader: Reader, name, country: str) -> Element:
    counts = [el("td.num", words.number(reader, getattr(line, head)), data_label=texts[head]) for head in HEADS[:3]]
    cost = [_money(reader, line.cost_thousand, country) if line.cost_thousand is not None else ""]
    if line.without_cost:
        cost.append(el("div.sub", say("plan_chapter.without_cost", reader, count=line.without_cost)))
    return el("tr", el("th", titles[line.value], scope="row"), counts, el("td.num", *cost, data_label=texts["cost"]),
              el("td", _requests(line, reader, name), data_label=texts["requests"]))  # fmt: skip


def _requests(line: Line, reader: Reader, name: Callable[[str], str]) -> list[Element]:
    """The first different texts, each with the town it is of, and how many more there are."""
    texts: dict[str, str] = {}
    for place, text in line.requests:
        texts.setdefault(text, place)
    shown = [f"{isolated(text)} ({name(place)})" for text, place in list(texts.items())[:REQUESTS]]
    left = len(line.requests) - len(shown)
    more = [say("plan_chapter.more_requests", reader, count=left)] if left else []
    return [el("div", text) for text in (*shown[:-1], ", ".join([*shown[-1:], *more])) if text]


def _cost(lines: Sequence[Line]) -> float | None:
    known = [line.cost_thousand for line in lines if line.cost_thousand is not None]
    return sum(known) if known else None


def _money(reader: Reader, thousand: float, country: str) -> str:
    return words.money(reader, thousand, "currency_thousand", country, short=True)
