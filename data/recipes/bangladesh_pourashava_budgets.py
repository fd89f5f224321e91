"""Budgets of Bangladesh's municipalities from the press: `pourashava_budgets_press_2021_2026.csv`.

Papers name a town by its name and district; which place that is stands in `MUNICIPALITIES`. Nothing is corrected: a
budget whose income does not add up to its total gets a note and stays as it was printed. The bundled table is made by
`python -m data.recipes.bangladesh_pourashava_budgets pourashava_budgets_press_2021_2026.csv`.
"""

import sys
from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _table as table

EXTRACT = "bangladesh_pourashava_budgets"
FILE = "pourashava_budgets_press_2021_2026.csv"
COLUMNS = ["pourashava", "district", "fiscal_year", "item", "amount_bdt", "amount_as_printed", "source_url"]
# As the papers write name and district -> code; two of them are city corporations.
MUNICIPALITIES = {
    ("Shariatpur", "Shariatpur"): "BD30866999", ("Kulaura", "Moulvibazar"): "BD60586599",
    ("Pirganj", "Thakurgaon"): "BD55948299", ("Bogura", "Bogura"): "BD50102099",
    ("Baraigram", "Natore"): "BD50691599", ("Kurigram", "Kurigram"): "BD55495299",
    ("Nagarkanda", "Faridpur"): "BD30296299", ("Mongla Port", "Bagerhat"): "BD40015899",
    ("Charfasson", "Bhola"): "BD10092599", ("Gauripur", "Mymensingh"): "BD45612399",
    ("Kishoreganj", "Kishoreganj"): "BD30484999", ("Lakshmipur", "Lakshmipur"): "BD20514399",
    ("Dhanbari", "Tangail"): "BD30932599", ("Benapole", "Jashore"): "BD40419099",
    ("Shahjadpur", "Sirajganj"): "BD50886799", ("Sonargaon", "Narayanganj"): "BD30670499",
    ("Khulna City Corporation", "Khulna"): "BD40473300", ("Chattogram City Corporation", "Chattogram"): "BD20151600",
}  # fmt: skip
INCOME = ("revenue_income", "development_income", "opening_balance")  # the last only where it was printed


def recognise(path: Path) -> bool:
    """A CSV file with these columns, or of this name."""
    return table.looks_like(path, COLUMNS, FILE)


def build(paths: list[Path], places: dict) -> Built:
    """One row a place, period and item: amount_bdt as printed, amount_as_printed, read_at.

    `ContentError` for a municipality that has no code here: a name is never guessed.
    """
    (path,) = paths
    rows = table.numbers(path, table.read_csv(path, COLUMNS), ["amount_bdt"], table.decimals)
    problems = table.empty_cells(path, rows, COLUMNS)
    if problems:
        raise ContentError(problems)
    table.one_each(path, rows, ["pourashava", "district", "fiscal_year", "item"])
    named = pandas.Series(list(zip(rows["pourashava"], rows["district"], strict=True)), index=rows.index)
    codes = named.map(MUNICIPALITIES)
    unknown = named[~codes.isin(list(places))]
    if len(unknown):
        names = ", ".join(sorted({f"{name} ({district})" for name, district in unknown}))
        message = f"{names} ({table.lines_named(unknown.index)}) is no municipality that we have a code for."
        hint = "Add its name, district and code to MUNICIPALITIES in data/recipes/bangladesh_pourashava_budgets.py."
        raise ContentError(Problem(shown(path), int(unknown.index[0]), message, hint))
    frame = pandas.DataFrame(
        {
            "place": codes,
            "period": rows["fiscal_year"],
            "item": rows["item"],
            "amount_bdt": rows["amount_bdt"],
            "amount_as_printed": rows["amount_as_printed"],
            "read_at": rows["source_url"],
        }
    )
    return Built(
        frame=frame,
        provenance="published",
        publisher="the municipalities, as quoted by the press",
        licence="facts; each row names where it was read",
        source=path.name,
        read_at="typed from the reports named in each row",
        data_date="2021-22–2025-26",
        notes=["Press reports of proposed budgets, typed as printed.", *_gaps(path, rows)],
    )


def _gaps(path: Path, rows: pandas.DataFrame) -> list[str]:
    """A note for each budget whose printed income (and opening balance) is not its printed total."""
    notes = []
    for (name, _, year), items in rows.groupby(["pourashava", "district", "fiscal_year"], sort=False):
        amounts = items.set_index("item")["amount_bdt"]
        if not {"total", *INCOME[:2]} <= set(amounts.index):
            continue
        gap = amounts["total"] - amounts[amounts.index.isin(INCOME)].sum()
        if abs(gap) >= 1:  # poisha that a paper left out are no gap
            how = "less" if gap > 0 else "more"
            notes.append(
                f"{path.name}: {name} {year} ({table.lines_named(items.index)}): the printed income is {abs(gap):,.2f} "
                f"taka {how} than the printed total. Kept as printed."
            )
    return notes


def main(file: str):
    """Makes the bundled table again from the file of press reports."""
    from data import catalogue

    made = build([Path(file)], dict.fromkeys(MUNICIPALITIES.values()))
    made.frame.to_csv(catalogue.EXTRACTS / f"{EXTRACT}.csv", index=False, float_format="%.15g")


if __name__ == "__main__":
    main(sys.argv[1])
