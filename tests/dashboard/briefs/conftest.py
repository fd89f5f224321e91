"""A figure of a page made by hand, as slides, documents and images take it; and the ready-made briefs."""

from dataclasses import dataclass
from itertools import product

import pytest

from dashboard.briefs.content import Document, Figure
from dashboard.words import Reader

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


# The ready-made briefs as files

READY_FOR = {"alliance-half-year": "mithila-circuit", "cluster-workshop": "mithila-circuit", "grid-review": "NP05",
             "newsletter": "NP", "profile": "NP0548201", "urban-poverty": "BD"}  # fmt: skip
HOME = "https://nagar.example"


@dataclass(frozen=True)
class Ready:
    """A ready-made brief as it was made of the bundled snapshot: the document, and its files by kind."""

    site: object
    document: Document
    files: dict[str, bytes]


@pytest.fixture(scope="session", params=product(READY_FOR, ("en", "ne", "bn")), ids="-".join)
def ready_made(request, bundled_house, tmp_path_factory):
    """Each of the ready-made briefs in each language."""
    from dashboard.briefs import brief, collecting, making, text_document
    from dashboard.site import open_site

    name, language = request.param
    site = bundled_house.remember(("test", "site"), lambda: open_site(bundled_house))
    found = collecting.document(site, brief.read(brief.ready()[name]), READY_FOR[name], Reader(language), HOME)
    document = making.with_codes(found, tmp_path_factory.mktemp("data"), HOME)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_document, "PIXELS", 100)  # sharp pictures take most of the time and hold no texts
        return Ready(site, document, {kind: making.write(kind, document) for kind in making.WRITERS})
