"""axe-core finds nothing on any kind of page: names, roles, landmarks, contrast, order."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard import visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = {
    "/": "phone",
    "/people?lang=bn": "desk",
    "/people?tab=map": "phone",
    "/migration": "desk",
    "/migration?tab=ranking": "phone",
    "/budget?place=NP03": "phone",
    "/alliance": "desk",
    "/services?place=NP0548201&by=ward": "phone",
    "/services?indicator=letters.letters": "desk",
    "/governance?place=BD&indicator=decisions.decisions": "phone",
    "/place/NP0548201?lang=ne": "phone",
    "/place/NP03": "desk",
    "/place": "phone",
    "/compare?places=NP0548201.NP03.mithila-circuit": "phone",
    "/data": "desk",
    "/questionnaire?place=NP0548201&lang=ne": "phone",
    "/nowhere": "phone",
    "/migration?indicator=flows.moved_persons": "desk",  # arcs and matrix
    "/migration?indicator=flows.moved_persons&place=NP03&by=district&selected=NP0327&lang=ne": "phone",
    "/alliance?indicator=commitments.commitments": "phone",  # register, durations
    "/alliance?indicator=commitments.commitments&tab=register": "desk",
    "/alliance?indicator=participation.events&lang=bn": "phone",  # attendance, network, never seen
    "/alliance?indicator=participation.events&tab=network": "desk",
    "/budget?indicator=sources.funds": "desk",  # treemap
    "/partners?place=IN": "phone",
    "/place/NP0548201?tab=peers": "desk",
    "/compare?places=NP0548201.NP0101301&lang=bn": "desk",
    "/poverty?place=NP03&colour=pockets": "phone",
    "/poverty?place=NP03&by=district&tab=pockets": "desk",
    "/poverty?by=ward": "desk",  # no such choice in the address, which is told
}


def found(page) -> list[str]:
    visitor.wait(page)  # all charts, also those far below
    return [
        f"{one['id']}: {node['html'][:200]}" for one in Axe().run(page).response["violations"] for node in one["nodes"]
    ]


@pytest.mark.parametrize(("path", "width"), PAGES.items())
def test_axe_finds_nothing(tab, path, width):
    assert found(tab(path, width)) == []


def test_what_stands_for_a_fault_is_found(tab):
    page = tab("/data", "desk")
    page.evaluate(
        "document.querySelector('main h1').insertAdjacentHTML('afterend', '<img src=\"data:,\"><button></button>')"
    )
    assert {text.split(":")[0] for text in found(page)} == {"image-alt", "button-name"}
