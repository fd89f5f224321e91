"""How sure a figure is: its standard error, its 95 % interval, how far it may be relied on, and how errors roll up.

Errors of places roll up only as their indicator declares (`error_over_places`); with the denominators d as weights, which
are taken as known, a rate of several places has

    independent   SE = sqrt(sum (d SE)^2) / sum d
    dependent     SE = sum |d SE| / sum d      the widest there can be, whatever the correlations of the errors

and a sum the same with d = 1 and without the division (variance of a linear combination; for `dependent` all correlations
are 1). Over dimensions and periods errors do not roll up at all: no rule for it is declared anywhere.

Reliability compares the coefficient of variation, standard error / value, with the limits of the indicator's card. Those of
our cards, 0.165 and 0.333, are the release guidelines of Statistics Canada ("Quality Guidelines", 5th edition, 2009; user
guides of the Canadian Community Health Survey): up to 16.5 % without remark, 16.6 to 33.3 % with a warning, above that
not recommended for release.
"""

from collections.abc import Iterable, Mapping

from queries.indicator import TOTAL, Indicator
from queries.query import Module

NORMAL_95 = 1.959964  # two-sided 95 % of the normal distribution


def sure(value: float, standard_error: float, indicator: Indicator) -> dict:
    """Standard error, 95 % interval, reliability, and the state if that is unreliable; all in the unit of `value`.

    The interval is normal, and kept above 0 for what is not negative and below 100 for percentages.
    """
    low, high = value - NORMAL_95 * standard_error, value + NORMAL_95 * standard_error
    if value >= 0:
        low = max(0.0, low)
    if indicator.unit == "percent":
        high = min(100.0, high)
    found = {"standard_error": standard_error, "low": low, "high": high}
    relied = reliability(value, standard_error, indicator)
    return found | {"reliability": relied} | ({"state": "unreliable"} if relied == "unreliable" else {})


def reliability(value: float, standard_error: float, indicator: Indicator) -> str | None:
    """`sound`, `use_with_care` or `unreliable`; None where the indicator has no limits to judge by.

    Zero with an error is unreliable: no error is small beside it.
    """
    care, limit = indicator.use_with_care_above, indicator.unreliable_above
    if care is None and limit is None:
        return None
    variation = standard_error / abs(value) if value else float("inf") if standard_error else 0.0
    if limit is not None and variation > limit:
        return "unreliable"
    return "use_with_care" if care is not None and variation > care else "sound"


def error_of_interval(value: float, low: float, high: float) -> float:
    """The standard error behind a printed 95 % interval: its wider half over 1.96.

    The wider half, since the other may be cut off at 0 or 100; an interval that is not symmetric is never made narrower.
    """
    return max(value - low, high - value, 0.0) / NORMAL_95


def error_columns(indicator: Indicator, has_value: str) -> dict[str, str]:
    """The SELECT's expressions for the errors of one indicator (`c` is the cube), `{name: expression}`.

    `has_value` is the condition under which a row counts. `standard_error` is that of a single row, `summed_error` the top
    of the formulas above, `with_error` the places that have an error.
    """
    if not indicator.standard_error:
        return {}
    name, error = indicator.id, f'c."{indicator.standard_error}"'
    found = {f"{name}.standard_error": f"any_value({error})::DOUBLE"}
    if indicator.error_over_places == "none":
        return found
    counted = f"FILTER (WHERE {has_value} AND {error} IS NOT NULL)"
    weighted = f'c."{indicator.denominator}" * {error}' if indicator.over_places == "ratio" else error
    found[f"{name}.with_error"] = f"count(DISTINCT c.place) {counted}"
    if indicator.error_over_places == "independent":
        found[f"{name}.summed_error"] = f"sqrt(sum(({weighted})::DOUBLE ** 2) {counted})"
    else:
        found[f"{name}.summed_error"] = f"(sum(abs({weighted})) {counted})::DOUBLE"
    return found


def error_of(indicator: Indicator, cells: Mapping, single: bool) -> float | None:
    """The standard error of a unit's figure, in its unit; None where it is not known.

    `cells` are the unit's sums, `single` says that they are one printed row. Where any place has a value without an error,
    or a place gives several rows (dimension values or periods), there is none.
    """
    name = indicator.id
    if single:
        error = cells.get(f"{name}.standard_error")
        return None if error is None else error * indicator.factor
    summed = cells.get(f"{name}.summed_error")
    if summed is None or cells[f"{name}.with_error"] != cells[f"{name}.rows"]:
        return None
    below = cells[f"{name}.denominator"] if indicator.over_places == "ratio" else 1
    return summed / below * indicator.factor if below else None


def notes(module: Module, rows: Iterable[dict]) -> list[dict]:
    """What has to be said of errors above the grain: under which assumption they were rolled up, or that there are none."""
    found = {}
    if not any(indicator.standard_error for indicator in module.indicators.values()):
        return []
    for row in rows:
        indicator = module.indicators[row["indicator"]]
        together = [row["period"], *(row[name] for name in module.dimensions)]
        if not indicator.standard_error or row["value"] is None:
            continue
        if row["level"] in module.card.grain and TOTAL not in together:
            continue
        known = row["standard_error"] is not None
        code = f"errors_{indicator.error_over_places}" if known else "errors_not_rolled_up"
        found.setdefault((code, row["period"]), {"code": code, "period": row["period"]})
    return list(found.values())
