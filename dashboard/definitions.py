"""What the indicators and the states in a file mean, in words: a file is read where no page explains it."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard.site import Site
from dashboard.words import Reader, say, text_of
from queries.indicator import is_written
from queries.run import Answer


def definitions(
    site: Site, answers: Iterable[Answer], rows: Sequence[Mapping], reader: Reader
) -> list[tuple[str, str]]:
    """What each indicator of the rows is and what to mind, then what their states mean: (label, text). Rows that name no
    indicator have all of their answers.
    """
    shown = {row["indicator"] for row in rows if "indicator" in row}
    ids = dict.fromkeys((answer.query, row["indicator"]) for answer in answers for row in answer.rows
                        if "indicator" in row and (not shown or row["indicator"] in shown))  # fmt: skip
    told = []
    for query, name in ids:
        indicator = site.house.registry.modules[query].indicators[name]
        texts = [text_of(text, reader) for text in (indicator.formula, indicator.caveats) if is_written(text)]
        told.append((f"{text_of(indicator.title, reader)} ({name})", " ".join(texts)))
    states = {row["state"] for row in rows if row.get("state")}
    return told + [(say(f"states.{state}", reader), say(f"state_texts.{state}", reader))
                   for state in sorted(states) if state != "value"]  # fmt: skip
