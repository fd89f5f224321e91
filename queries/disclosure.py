"""What a module that reads a protected extract must promise before it answers; told by file and line like any problem."""

from collections.abc import Sequence

from data.problems import Problem, line_of, shown
from queries.indicator import Indicator
from queries.protect import COUNTED, counts_of, families
from queries.query import Module

UNFIT_UNITS = ("persons_per_km2", "households_per_km2")  # their denominator counts no people


def problems(module: Module, protected: Sequence[str], readers: dict[str, str]) -> list[Problem]:
    """What is wrong with how `module` treats the `protected` extracts it reads.

    `readers` (extract -> module) remembers which module shows protected figures of each; it is added to.
    """
    if not protected:
        return []
    if module.kind == "register":
        message = f"{module.id} is a register, which lists its rows as they stand, and reads {protected[0]}, whose rows speak of people."
        hint = "List only what is public; count what is protected in a series of its own."
        return [Problem(shown(module.sql_file), 1, message, hint)]
    found = [problem for indicator in module.indicators.values() for problem in _of_indicator(module, indicator)]
    if any(indicator.smallest_count for indicator in module.indicators.values()) and not found:
        found += _margins(module)
        for name in protected:
            first = readers.setdefault(name, module.id)
            if first != module.id:
                message = (
                    f"{module.id} shows protected figures of {name}, and so does {first}: "
                    "what one hides could be worked out from the other."
                )
                found.append(Problem(shown(module.sql_file), 1, message, f"Add its indicators to {first}."))
    return found


def _margins(module: Module) -> list[Problem]:
    """Margins are proven safe for one part of a whole, no more (`queries/protect.py`)."""
    several = [f for f in families(module) if f.margins and len(f.counts) > 1 and not (f.nested and len(f.counts) == 2)]
    if not several:
        return []
    text = module.card_file.read_text("utf-8") if module.card_file.exists() else ""
    message = (
        f"{module.id} joins margins first, which protects one part of a whole and not {', '.join(several[0].counts)}."
    )
    hint = 'Set joins_first to "places" or "dimensions", or leave indicators out.'
    return [Problem(shown(module.card_file), line_of(text, "joins_first") if text else 1, message, hint)]


def _of_indicator(module: Module, indicator: Indicator) -> list[Problem]:
    """Each sentence says why, each hint what to do."""
    if indicator.unprotected:
        return []
    named = f"{module.id} reads a protected extract"
    if not indicator.smallest_count:
        hint = "Add smallest_count = 5 (or what its owner asks for), or unprotected.en with the reason."
        return [_problem(module, indicator, f"{named}, but {indicator.id} has no smallest_count.", hint)]
    if module.kind != "series":
        message = f"{named} and is a {module.kind}: only a series can protect {indicator.id}."
        flow = "Count who came to each place, or left it, as a series: what is hidden of flows could be worked out."
        hint = flow if module.kind == "flow" else "Count in the SELECT and make it a series."
        return [_problem(module, indicator, message, hint)]
    told = []
    if indicator.over_places not in ("sum", "ratio"):
        message = f"{indicator.id} is protected, but adds up over places as {indicator.over_places}."
        told.append((message, 'Only over_places = "sum" or "ratio" can be protected.'))
    for key in ("value", "standard_error", "weight"):
        if getattr(indicator, key):
            message = f"{indicator.id} is protected, but has a {key}, which would show single rows."
            told.append((message, f"Take {key} away; give a numerator and a denominator."))
    if indicator.unit in UNFIT_UNITS:
        message = f"{indicator.id} is protected, but {indicator.unit} does not say how many people it speaks of."
        told.append((message, "Show the number and the area each for itself."))
    if not told and not counts_of(indicator) and not _divided(module, indicator):
        message = f"{indicator.id} is protected, but is an amount of which nobody knows how many people it speaks of."
        hint = f"Add an indicator that divides {indicator.numerator} by a count, or use a unit that counts: "
        told.append((message, hint + ", ".join(COUNTED) + "."))
    return [_problem(module, indicator, *pair) for pair in told]


def _divided(module: Module, indicator: Indicator) -> bool:
    return any(other.numerator == indicator.numerator and other.denominator and other.smallest_count
               for other in module.indicators.values())  # fmt: skip


def _problem(module: Module, indicator: Indicator, message: str, hint: str) -> Problem:
    path = module.card_file.parent / "indicators.toml"
    text = path.read_text("utf-8") if path.exists() else ""
    return Problem(shown(path), line_of(text, indicator.id) if text else 1, message, hint)
