"""What a card asks to be told beside its figures: places and periods whose own figures do not fit together.

`[[flags]]` of a card of the kind published names an indicator that ought to be zero; where it is not, every answer that
shows the place in that period says so, whichever indicator was asked for. Nothing is corrected.
"""

from collections.abc import Iterable, Mapping

from queries.query import Module


def notes(module: Module, rows: Iterable[Mapping], printed: Mapping[tuple, Mapping], country_of) -> list[dict]:
    """`{"code": "flagged", "flag": number, "place", "period", "value", "unit"}` for each flag that holds of a shown row.

    `printed` is (place, period, dimension values) -> cells; `country_of` tells the country of a place's code.
    """
    shown = {(row["place"], row["period"]) for row in rows if row["value"] is not None}
    found = {}
    for key, cells in printed.items():
        for number, flag in enumerate(module.card.flags):
            value = cells[flag.indicator]
            if key[:2] in shown and value is not None and abs(value) > flag.more_than:
                unit = module.indicators[flag.indicator].unit_in(country_of(key[0]))
                found[number, *key[:2]] = {"code": "flagged", "flag": number, "place": key[0], "period": key[1],
                                           "value": float(value), "unit": unit}  # fmt: skip
    return [found[key] for key in sorted(found)]
