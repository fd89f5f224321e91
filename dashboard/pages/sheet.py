"""A place on two sheets of paper: in sentences where it stands out among its peers, then its figures in one table."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from dashboard.citation import date_text
from dashboard.figures.subject import is_money
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.peers import Compared, Line, assumed_groups, who
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from queries.indicator import Indicator

TOP, BOTTOM = 80.0, 20.0  # percentiles from which a place stands out, whatever cannot be told apart
NAMED = 4  # indicators that a sentence names
STAR = "*"  # after what is illustrative, where the word has no room
ONE_PAGE = 30  # rows of the table up to which it surely has room on a sheet of its own
ON_PAPER = {"local": 2, "town": 2}  # figures of one question that are printed, elsewhere one; the screen has them all
MOST_ON_PAPER = 33  # rows of the table: some titles take two lines
MOST_GROUPS = 4  # columns: region, clusters, country; more would not fit a sheet


def summary(found: Sequence[Compared], reader: Reader) -> Element | None:
    """What the place does better and worse than at least four fifths of its peers, as far as intervals let it be said."""
    told = [
        say(f"sheet.{key}", reader, indicators=_names(rows, reader))
        for key, rows in _outstanding(found).items()
        if rows
    ]
    return el("p.summary", " ".join(told)) if told else None


def _outstanding(found: Sequence[Compared]) -> dict[str, list[Compared]]:
    """Those in which the place does better and worse, published figures first."""
    return {key: sorted((one for one in found if stands_out(one, better)), key=_illustrative)
            for key, better in (("better", True), ("worse", False))}  # fmt: skip


def _named(found: Sequence[Compared], reader: Reader) -> set[str]:
    """The titles that the summary names."""
    return {title for rows in _outstanding(found).values() for title in _titles(rows, reader)[:NAMED]}


def _titles(rows: Sequence[Compared], reader: Reader) -> list[str]:
    return list(dict.fromkeys(_marked(one, reader) for one in rows))


def stands_out(one: Compared, better: bool) -> bool:
    """Whether the figure surely lies in the best (or the worst) fifth of the peers, where its indicator has a best."""
    indicator: Indicator = one.line.subject.indicator
    if indicator.better == "neither" or one.percentiles is None or one.line.own["state"] == "unreliable":
        return False
    low, high = one.percentiles
    return low >= TOP if (indicator.better == "higher") == better else high <= BOTTOM


def _names(found: Sequence[Compared], reader: Reader) -> str:
    """Titles, illustrative ones marked; beyond the first few they are counted."""
    every = _titles(found, reader)
    titles, more = every[:NAMED], len(every) - NAMED
    return words.listing(reader, titles + ([say("pockets.others", reader, count=more)] if more > 0 else []))


def _marked(one: Compared, reader: Reader) -> str:
    title = one.line.subject.title
    return f"{title} ({say('provenance.illustrative', reader)})" if _illustrative(one) else title


def _illustrative(one: Compared) -> bool:
    return one.line.answer.provenance == "illustrative"


def table(site: Site, view: View, found: Sequence[Compared], most: int = 0) -> Element | None:
    """A row an indicator: the place, the middle one of its peers and its percentile among them, region, clusters, country.
    On paper it has `most` figures of each question (0: what two sheets have room for); rows beyond are of the class `more`.
    """
    if not found:
        return None
    reader, house = site.reader(view), site.house
    groups = groups_of(found)
    heads = [say("table.indicator", reader), site.namer(reader)(view.place), say("sheet.middle_peer", reader),
             say("sheet.percentile", reader), *groups, say("table.period", reader)]  # fmt: skip
    body, kept = [], different(found)
    first = on_paper(kept, most or ON_PAPER.get(house.places[view.place].level, 1), reader)
    for theme in dict.fromkeys(one.line.module.theme for one in found):
        title = text_of(house.registry.themes[theme].title, reader)
        body.append(el("tr.theme", el("th", title, scope="rowgroup", colSpan=len(heads))))
        body += [_row(one, groups, reader, one not in first) for one in kept if one.line.module.theme == theme]
    caption = say("sheet.caption", reader, place=site.namer(reader)(view.place))
    top = el("tr", [el("th" if not number else "th.num", text, scope="col") for number, text in enumerate(heads)])
    more = say("sheet.more", reader, count=len(kept) - len(first)) if len(kept) > len(first) else None
    assumed = any(name in groups for name in assumed_groups(site, view.place, reader))
    note = f"{STAR} {say('provenance.illustrative', reader)}: {say('provenance.illustrative_text', reader)}"
    return el("div.table-wrap.whole", el("table.rows.compact", el("caption", caption), el("thead", top), el("tbody", body)),
              el("p.sub", note) if any(map(_illustrative, found)) else None,
              el("p.sub", f"? {say('place.group_uncertain_text', reader)}") if assumed else None, el("p.sub.left-out", more) if more else None, tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def different(found: Sequence[Compared]) -> list[Compared]:
    """Without those that another question of the theme shows too: one title, one figure."""
    kept = {}
    for one in found:
        subject, own = one.line.subject, one.line.own
        kept.setdefault((one.line.module.theme, subject.title, own["period"], own["value"]), one)
    return list(kept.values())


def on_paper(found: Sequence[Compared], most: int, reader: Reader) -> list[Compared]:
    """What there is room for on paper: so many figures of each question. Those that the summary names come before the
    second figures of questions.
    """
    named, count, must, may = _named(found, reader), Counter(), [], []
    for one in found:
        count[one.line.module.id] += 1
        if count[one.line.module.id] == 1 or _marked(one, reader) in named:
            must.append(one)
        elif count[one.line.module.id] <= most:
            may.append(one)
    room = min(sum(min(number, most) for number in count.values()), MOST_ON_PAPER)
    kept = {id(one) for one in (*must, *may[: max(room - len(must), 0)])}
    return [one for one in found if id(one) in kept]


def groups_of(found: Sequence[Compared]) -> list[str]:
    """What the place is set beside: names of its region, country and clusters, those of most lines first."""
    counts: dict[str, int] = {}
    for one in found:
        for name, _ in one.strip.beside:
            counts[name] = counts.get(name, 0) + 1
    kept = sorted(counts, key=lambda name: -counts[name])[:MOST_GROUPS]
    return [name for name in counts if name in kept]


def _row(one: Compared, groups: Sequence[str], reader: Reader, left_out: bool = False) -> Element:
    subject, own, strip = one.line.subject, one.line.own, one.strip
    unit = words.unit_word(reader, own["unit"].replace("_thousand", ""))  # amounts are written in full

    def shown(row: dict) -> str:
        return subject.bare({**row, "unit": row["unit"].removesuffix("_per_person") if is_money(row) else row["unit"]})

    beside = {name: shown(row) for name, row in strip.beside}
    middle = shown({**own, "value": median(strip.peers.values)}) if one.percentiles else ""
    interval = subject.interval(own, word=False)
    title = f"{subject.title} {STAR}" if _illustrative(one) else subject.title
    return el("tr.more" if left_out else "tr", el("th", title, el("small", f" ({unit})") if unit else None, scope="row"),
              el("td.num", el("b", shown(own)), el("small", f" ({interval})") if interval else None),
              el("td.num", middle), el("td.num", _percentile(one, reader)),
              [el("td.num", beside.get(name, "")) for name in groups], el("td.num", subject.period_text))  # fmt: skip


def _percentile(one: Compared, reader: Reader) -> str:
    if one.percentiles is None:
        return ""
    low, high = (words.number(reader, end, 0) for end in one.percentiles)
    return low if low == high else f"{low}–{high}"


def printed(site: Site, view: View, lines: Sequence[Line], found: Sequence[Compared], table: Element | None) -> Element:
    """What stands on paper only: the table, who the peers are, whence it all is."""
    reader = site.reader(view)
    kind = "section.on-paper.apart" if len(found) <= ONE_PAGE else "section.on-paper"
    return el(kind, el("h2", say("place.against_peers", reader)),
              el("p", who(site, view, view.place), " ", say("sheet.how", reader)), table,
              el("p.small", say("sheet.sources", reader, sources=_sources(site, view, lines, reader))),
              el("p.small", say("data.snapshot_text", reader, date=words.date(reader, site.house.date),
                                count=len(site.house.extracts), digest=site.house.digest[:12])),
              aria_label=say("sheet.title", reader))  # fmt: skip


def _sources(site: Site, view: View, lines: Sequence[Line], reader: Reader) -> str:
    """Every publisher with the titles and dates of what was read, each once."""
    country, told = site.house.places[view.place].country, {}
    for line in lines:
        for source in cards.sources_of(line.answer, country):
            date = f" ({date_text(source['data_date'], reader)})" if source["data_date"] else ""
            told.setdefault(source["publisher"], []).append(text_of(source["title"], reader) + date)
    return "; ".join(f"{publisher}: {', '.join(dict.fromkeys(titles))}" for publisher, titles in told.items())
