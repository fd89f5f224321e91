"""A person collects on the pages, puts the tray in order, and has a file made; on a phone and at a desk."""

import pytest

pytestmark = pytest.mark.browser
PAGE = "/poverty?place=NP05"


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_collected_ordered_undone_and_made(tab, width):
    page = tab(PAGE, width)
    for card in ("#card-ranking", "#card-map"):
        page.locator(f"{card} button.collect").click()
    page.locator("p.links button.collect").click()
    page.locator("p.links button.collect a").click()
    items = page.locator("#tray ol > li")
    page.wait_for_selector("#tray ol")
    assert items.count() == 3 and "place=NP05" in items.first.locator("a").first.get_attribute("href")
    image = items.first.get_by_role("link", name="social media").get_attribute("href")
    assert page.request.get(image).body()[:4] == b"\x89PNG"
    first = items.first.inner_text()
    items.first.get_by_role("button", name="Move down").click()
    assert items.nth(1).inner_text() == first
    items.first.get_by_role("button", name="Take out").click()
    assert items.count() == 2
    page.get_by_role("button", name="Undo").click()
    assert items.count() == 3
    page.get_by_role("button", name="Heading").click()
    page.locator("#tray ol textarea[aria-label=Heading]").fill("<b>Ours</b>")
    page.locator("#tray input[name=title]").fill("A workshop")
    page.get_by_label("Slides (PPTX)").uncheck()
    page.get_by_label("Print (PDF)").uncheck()
    page.get_by_label("Web page (HTML)").check()
    page.get_by_role("button", name="Make", exact=True).click()
    page.wait_for_selector(".told-here a")
    with page.expect_download() as told:
        page.locator(".told-here a").click()
    text = told.value.path().read_text("utf-8")
    assert "<h1>A workshop</h1>" in text and "&lt;b&gt;Ours&lt;/b&gt;" in text and text.count('class="shown"') == 3
    page.evaluate("localStorage.clear()")


def test_a_ready_made_brief_is_taken_saved_and_opened_again(tab, tmp_path):
    page = tab("/briefing?lang=ne")
    page.locator(".ready li", has_text="कार्यशाला").locator("button").click()
    count = page.locator("#tray ol > li").count()
    assert count > 10
    with page.expect_download() as told:
        page.get_by_role("button", name="फाइलमा राख्नुहोस्").click()
    file = tmp_path / "mine.toml"
    told.value.save_as(file)
    page.get_by_role("button", name="ट्रे खाली गर्नुहोस्").click()
    assert page.locator("#tray ol").count() == 0
    page.locator("#tray input[type=file]").set_input_files(file)
    page.wait_for_selector("#tray ol")
    assert page.locator("#tray ol > li").count() == count
    file.write_text("nonsense", "utf-8")
    page.locator("#tray input[type=file]").set_input_files(file)
    page.wait_for_selector(".told-here p")
    assert "no TOML" in page.locator(".told-here").inner_text() and page.locator("#tray ol > li").count() == count
    page.evaluate("localStorage.clear()")
