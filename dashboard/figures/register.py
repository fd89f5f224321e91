"""The list of a register: one thing a row, its columns as the card declares them, text as text, addresses and documents as
links.
"""

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

from dashboard.markup import Element, el
from dashboard.words import Reader, isolated, say, text_of
from dashboard.words import format as words
from data.documents import kind_of
from queries.query import QueryCard
from queries.register import OPEN

SHOWN = 400  # rows; the CSV has them all
WHOLE = 30  # rows up to which a list does not scroll inside its card
DIGEST = 8  # letters of a document's digest that a list shows
FEW, FEW_LONG = 12, 5  # rows that a phone shows at first, as `assets/nagar.css` has it; of a list with
LONG = 7  # more columns than these


def listed(rows: list[dict], card: QueryCard, reader: Reader, name: Callable[[str], str],
           address: Callable[[str], str], caption: str) -> Element:  # fmt: skip
    """Rows as `queries.register` gives them. `name` gives the name of a place, `address` that of its page."""
    if not rows:
        return el("p.empty", say("register.none", reader))
    first, *rest = shown_columns(card)
    titles = _titles(card, reader)
    heads = [_head(titles[column], reader, card.columns.get(column)) for column in (first, "place", *rest)]
    heads += [_head(titles[column], reader, None) for column in (*card.dimensions, *card.durations)]
    long = len(heads) > LONG  # on a phone each cell has a line of its own
    body = [_row(row, card, titles, reader, name, address) for row in rows[:SHOWN]]
    note = say("table.first_rows", reader, shown=SHOWN, count=len(rows)) if len(rows) > SHOWN else None
    rest = (
        el("details.all-rows", el("summary", say("table.show_all", reader, count=len(body))))
        if len(body) > (FEW_LONG if long else FEW)
        else None
    )
    table = el("table.rows.cards-on-phone", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body))
    wrap = "div.table-wrap.whole" if len(body) <= WHOLE else "div.table-wrap"
    return el("div.listed.long" if long else "div.listed", el(wrap, table, tabIndex=0, role="region", aria_label=caption), rest,
              el("p.sub", note) if note else None)  # fmt: skip


def shown_columns(card: QueryCard) -> list[str]:
    """The columns of the list: all but the days up to which a duration is known, which are one day for all, told below."""
    hidden = {duration.seen_until for duration in card.durations.values()}
    return [name for name in card.columns if name not in hidden]


def safe_link(text: str | None) -> str | None:
    """The address if a browser may open it: a page on the web by http or https, and nothing that runs; else None."""
    if not text or any(letter.isspace() or not letter.isprintable() for letter in text):
        return None
    try:
        found = urlsplit(text)
        known = found.scheme.lower() in ("http", "https") and bool(found.hostname) and found.username is None
    except ValueError:
        return None
    return text if known else None


def duration_text(row: Mapping, name: str, reader: Reader) -> str:
    """ "Done in 35 days", "open for 210 days, 30 days over": the age of a thing, and whether it is done or open."""
    days, over = row[f"{name}_days"], row.get(f"{name}_days_over")
    told = say("register.open_for" if row[name] == OPEN else "register.done_in", reader, count=days)
    if over:
        told += say("register.and_over" if row[name] == OPEN else "register.and_late", reader, count=over)
    return told


def _titles(card: QueryCard, reader: Reader) -> dict[str, str]:
    own = {**card.columns, **card.dimensions, **card.durations}
    return {"place": say("table.place", reader), **{key: text_of(one.title, reader) for key, one in own.items()}}


def _head(title: str, reader: Reader, column) -> Element:
    kind = "th.num" if column is not None and column.type == "number" else "th"
    button = el("button.sort", title, type="button", title=say("table.sort_by", reader, column=title))
    return el(kind, button, scope="col")


def _row(row: Mapping, card: QueryCard, titles: Mapping, reader: Reader, name, address) -> Element:
    first, *rest = shown_columns(card)
    cells = [el("th", _plain(row[first], card.columns[first].type, reader), scope="row"),
             el("td", el("a", name(row["place"]), href=address(row["place"])), data_label=titles["place"])]  # fmt: skip
    for column in rest:
        kind = card.columns[column].type
        paper = kind == "document" and row[column] is not None
        cells.append(el("td", _document(row, column, reader), data_label=titles[column]) if paper else
                     _cell(row[column], kind, titles[column], reader))  # fmt: skip
    for key, dimension in card.dimensions.items():
        cells.append(el("td", text_of(dimension.values.get(row[key], row[key]), reader), data_label=titles[key]))
    for key in card.durations:
        over = row[key] == OPEN and row.get(f"{key}_days_over")
        days = row[f"{key}_days"]
        cells.append(el("td.is-overdue" if over else "td", duration_text(row, key, reader), data_label=titles[key],
                        data_sort="" if days is None else repr(days)))  # fmt: skip
    return el("tr", cells, data_code=row["place"])


def _cell(value, kind: str, title: str, reader: Reader) -> Element:
    if kind == "link" and (address := safe_link(value)):
        shown = isolated(urlsplit(address).hostname)
        return el("td", el("a", shown, href=address, target="_blank", rel="noopener noreferrer"), data_label=title)
    sort = None
    if kind in ("number", "date"):
        sort = "" if value is None else repr(value) if kind == "number" else str(value)
    unknown = value is None and kind != "country"  # left out on a phone, where each cell has a line of its own
    tag = f"td{'.num' if kind == 'number' else ''}{'.none' if unknown else ''}"
    return el(tag, _plain(value, kind, reader), data_label=title, data_sort=sort)


def document_address(digest: str, name: str) -> str:
    """Where a kept document is opened."""
    return f"/document/{digest}/{quote(name, safe='')}"


def _document(row: Mapping, column: str, reader: Reader) -> list:
    """The name of a document as a link to it, with its kind, its size and the beginning of its digest."""
    name, digest = row[column], row[f"{column}_digest"]
    if digest is None:
        return [isolated(name), " ", el("span.sub", say("documents.not_kept", reader))]
    told = say("documents.told", reader, kind=kind_of(name).upper(), size=_size(row[f"{column}_bytes"], reader))
    link = el("a", isolated(name), href=document_address(digest, name), target="_blank", rel="noopener")
    return [link, " ", el("span.sub", told, " ", el("code", digest[:DIGEST], title=say("documents.digest", reader)))]


def _size(count: int, reader: Reader) -> str:
    """Kilobytes, or megabytes from a thousand of them on; never none."""
    if count < 999_500:
        return say("documents.kilobytes", reader, size=words.number(reader, max(1, round(count / 1_000))))
    return say("documents.megabytes", reader, size=words.number(reader, count / 1_000_000, 1))


def _plain(value, kind: str, reader: Reader) -> str:
    if value is None:
        return say("register.no_one_country" if kind == "country" else "register.not_given", reader)
    if kind == "date":
        return words.date(reader, value)
    if kind == "number":
        return words.number(reader, value, 0 if float(value).is_integer() else 1)
    if kind == "country":
        return words.country(reader, value)
    if kind == "years":
        return words.digits(reader, value)
    return isolated(str(value))


def headline(row: Mapping, card: QueryCard, reader: Reader) -> str:
    """What a thing is called: its first column."""
    first, *_ = shown_columns(card)
    return _plain(row[first], card.columns[first].type, reader)


def facts(row: Mapping, card: QueryCard, reader: Reader) -> list[str]:
    """A thing in few words: what its second column says, its first date, its dimensions, how long it has taken; what is not
    given is left out.
    """
    _, *rest = shown_columns(card)
    dates = [name for name in rest if card.columns[name].type == "date" and row[name] is not None]
    told = [
        _plain(row[name], card.columns[name].type, reader)
        for name in rest[:1]
        if card.columns[name].type in ("text", "country") and row[name] is not None
    ]
    told += [words.date(reader, row[name]) for name in dates[:1]]
    told += [
        text_of(one.values.get(row[name], row[name]), reader) for name, one in card.dimensions.items() if row[name]
    ]
    return told + [duration_text(row, name, reader) for name in card.durations]
