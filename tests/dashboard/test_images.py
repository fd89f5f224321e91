"""The link "Image" of a card: one picture of a page as PNG or SVG, or a sentence."""

import re
from html import unescape

import pytest

ADDRESS = "/image/poverty?place=NP03&by=district&of="


def test_an_image_of_each_size_is_a_file_to_take_along(client):
    for size, wide in (("", 1920), ("&size=social", 1080)):
        answer = client.get(f"{ADDRESS}ranking{size}")
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert int.from_bytes(answer.data[16:20]) == wide
        assert 'filename="nagar-poverty-NP03.png"' in answer.headers["Content-Disposition"]


def test_the_same_address_gives_the_same_bytes_and_the_readers_language(client):
    first, second = (client.get(f"{ADDRESS}map&as=svg&lang=ne") for _ in range(2))
    assert first.mimetype == "image/svg+xml" and first.data == second.data
    assert "बागमती" in first.get_data(as_text=True)


def test_an_open_table_is_the_image(client):
    chart, table = (client.get(f"{ADDRESS}ranking&as=svg{tab}").get_data(as_text=True) for tab in ("", "&tab=ranking"))
    assert chart != table and "State" in table


@pytest.mark.parametrize(("url", "status"), [
    (f"{ADDRESS}ranking&size=poster", 400), (f"{ADDRESS}ranking&as=exe", 400), (f"{ADDRESS}nothing", 404),
    ("/image/nothing?of=map", 404), ("/image/place/XX?of=place", 404), ("/image/poverty?place=NP99&of=map", 404),
    ("/image/poverty?place=NP&snapshot=abcdef012345&of=map", 404), ("/image/data?of=map", 404),
])  # fmt: skip
def test_what_cannot_be_drawn_is_a_sentence(client, url, status):
    answer = client.get(url)
    told = answer.get_data(as_text=True)
    assert answer.mimetype == "text/plain" and told and "Traceback" not in told and "poster" not in told
    assert answer.status_code == status


@pytest.mark.parametrize(
    "page", ["/poverty?place=NP", "/events?place=NP", "/services?place=NP", "/partners?place=BD", "/practices?place=NP"]
)
def test_each_card_leads_to_an_image_that_is_there(client, page):
    text = client.get(f"/whole{page}").get_data(as_text=True)
    links = {unescape(link) for link in re.findall(r'href="(/image/[^"]+)"', text)}
    assert len(links) > 2
    assert {link: client.get(f"{link}&as=svg").status_code for link in links} == dict.fromkeys(links, 200)
