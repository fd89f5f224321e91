"""A funnel: how many things of a register came to each stage of a way, and how many go on from each to the next.

A thing at a stage has passed all those before it; one that has not gone on is still open there, and counts as such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from pydantic import model_validator

from queries.indicator import Card, Texts

PLACEHOLDERS = {"scope", "whole", "done", "last", "open"}


class Funnel(Card):
    """`by` is the dimension whose values are the stages in their order; from the stage `done` on a thing has come through.

    Placeholders of `sentence`: in `{scope}` of `{whole}` things `{done}` came through, `{last}` to the last stage, `{open}`
    are on the way.
    """

    by: str
    done: str
    sentence: Texts

    @model_validator(mode="after")
    def _sentence_names_what_is_known(self):
        named = {name for text in self.sentence.values() for _, name, *_ in Formatter().parse(text) if name is not None}
        if named - PLACEHOLDERS:
            raise ValueError(f"sentence: {{{min(named - PLACEHOLDERS)}}} is none of {', '.join(sorted(PLACEHOLDERS))}")
        return self


@dataclass(frozen=True)
class Step:
    """A stage: how many things `reached` it, how many are `here` and no further, and the share (0 to 1) of those at the stage
    before that came to it (None at the first, and where nothing was before).
    """

    stage: str
    reached: int
    here: int
    of_before: float | None


def steps(rows: Sequence[Mapping], by: str, stages: Sequence[str]) -> list[Step]:
    """One step for each stage, in their order; rows at none of them do not count."""
    here = [sum(row[by] == stage for row in rows) for stage in stages]
    reached = [sum(here[number:]) for number in range(len(stages))]
    found = []
    for number, stage in enumerate(stages):
        before = reached[number - 1] if number else 0
        found.append(Step(stage, reached[number], here[number], reached[number] / before if before else None))
    return found


def hardest(found: Sequence[Step]) -> tuple[Step, Step] | None:
    """The two stages between which the smallest share goes on; None where nothing does, or two steps are as hard."""
    pairs = [(one, other) for one, other in zip(found, found[1:], strict=False) if other.of_before is not None]
    least = min((other.of_before for _, other in pairs), default=None)
    hard = [pair for pair in pairs if pair[1].of_before == least]
    return hard[0] if len(hard) == 1 else None
