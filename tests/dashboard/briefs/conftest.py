"""A figure of a page made by hand, as slides, documents and images take it."""

import pytest

from dashboard.briefs.content import Figure

COMMON = {
    "title": "Poor households: Ranking", "line": "Bagmati · 2021 · percent", "told": "Highest: Sindhuli (40.0 %).",
    "marks": ("illustrative",), "columns": ("Place", "Value"), "rows": (("Sindhuli", "40.0 %"), ("Kathmandu", "hidden")),
    "numeric": (False, True), "chart": None, "picture": None, "as_table": False, "note": "", "notes": (),
    "definition": (("How it is computed", "Poorest by all."),), "filters": "Place: Bagmati", "source": "An office, a census",
    "licence": "CC BY 4.0", "citation": "An office (2021).", "snapshot": "23 November 2026, ab12cd34ef56",
    "module": "poverty/quintiles", "link": "http://127.0.0.1/poverty?place=NP03&snapshot=ab12cd34ef56",
}  # fmt: skip


@pytest.fixture(scope="session")
def figure_of():
    """A figure; keywords change it."""
    return lambda **others: Figure(**COMMON | others)
