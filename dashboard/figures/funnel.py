"""A funnel as bars: how many things came to each stage, and which share went on to it from the stage before. Pure."""

from collections.abc import Mapping, Sequence

from dashboard.markup import Element, el
from dashboard.words import Reader, digits, pieces, say, text_of
from dashboard.words import format as words
from queries.funnel import Funnel, Step, hardest

HEADS = ("stage", "reached", "went_on", "here")
Titles = Mapping[str, str]  # stage -> words


def headline(steps: Sequence[Step], card: Funnel, reader: Reader, place: str) -> list[tuple[str, str]]:
    """The card's own sentence, in pieces: (name of what stands there or "", text)."""
    whole, done = steps[0].reached, done_of(steps, card)
    values = {"scope": place, "whole": words.number(reader, whole), "done": words.number(reader, done),
              "last": words.number(reader, steps[-1].reached), "open": words.number(reader, whole - done)}  # fmt: skip
    told = []
    for literal, name in pieces(text_of(card.sentence, reader)):
        told += [("", digits(reader, literal))] if literal else []
        told += [(name, values[name])] if name else []
    return told


def figures(steps: Sequence[Step], card: Funnel, titles: Titles, reader: Reader) -> list[tuple[str, str]]:
    """(figure, what it is): the share that came through, the share with the last stage, and where fewest go on."""
    whole, found = steps[0].reached, []
    for stage, reached in ((card.done, done_of(steps, card)), (steps[-1].stage, steps[-1].reached)):
        text = say("funnel.of_all", reader, stage=titles[stage], reached=words.number(reader, reached), whole=words.number(reader, whole))  # fmt: skip
        found.append((words.percent(reader, reached / whole * 100, 0), text))
    hard = hardest(steps)
    if hard:
        text = say("funnel.hardest_figure", reader, stage=titles[hard[0].stage], next=titles[hard[1].stage])
        found.append((words.percent(reader, hard[1].of_before * 100, 0), text))
    return found


def done_of(steps: Sequence[Step], card: Funnel) -> int:
    """How many things came through."""
    return next(step.reached for step in steps if step.stage == card.done)


def bars(steps: Sequence[Step], titles: Titles, reader: Reader) -> Element:
    """A bar for each stage, all on the scale of the first; below each how many go on from it and how many are still there."""
    whole, lines = steps[0].reached, []
    for number, step in enumerate(steps):
        bar = el("span.bar", el("i", style={"width": f"{step.reached / whole * 100:.2f}%"}), aria_hidden="true")
        row = el(
            "div.bar-row", el("span.name", titles[step.stage]), bar, el("span.num", words.number(reader, step.reached))
        )
        after = steps[number + 1] if number + 1 < len(steps) else None
        lines.append(el("li", row, el("p.sub.onward", _onward(step, after, titles, reader)) if after else None))
    return el("ol.ranking.breakdown.funnel", lines)


def _onward(step: Step, after: Step, titles: Titles, reader: Reader) -> str:
    if after.of_before is None:
        return say("funnel.nothing", reader)
    return say("funnel.onward", reader, share=words.percent(reader, after.of_before * 100, 0), next=titles[after.stage],
               count=step.here)  # fmt: skip


def sentence(steps: Sequence[Step], titles: Titles, reader: Reader) -> str:
    """Between which stages fewest go on; "" where no step is the hardest."""
    hard = hardest(steps)
    if not hard:
        return ""
    return say("funnel.hardest", reader, stage=titles[hard[0].stage], next=titles[hard[1].stage], count=hard[1].reached,
               total=words.number(reader, hard[0].reached))  # fmt: skip


def table(steps: Sequence[Step], titles: Titles, reader: Reader, caption: str) -> Element:
    """Stage, how many reached it, the share of the stage before, how many are there and no further."""
    kinds = {"stage": "th"}
    heads = [el(kinds.get(head, "th.num"), say(f"funnel.{head}", reader), scope="col") for head in HEADS]
    body = [
        el("tr", el("th", titles[step.stage], scope="row"), el("td.num", words.number(reader, step.reached)),
           el("td.num", words.percent(reader, step.of_before * 100, 0) if step.of_before is not None else ""),
           el("td.num", words.number(reader, step.here)))
        for step in steps
    ]  # fmt: skip
    return el("div.table-wrap", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip
