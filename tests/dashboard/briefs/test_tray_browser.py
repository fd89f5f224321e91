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


def test_what_is_opened_puts_the_own_briefing_aside_and_it_comes_back_after_a_reload(tab):
    page = tab("/briefing")
    page.get_by_role("button", name="Heading").click()
    page.keyboard.press("ControlOrMeta+a")  # the cursor is in the new heading
    page.keyboard.type("Ours")
    for _ in range(2):  # the second ready-made brief does not push the own one out
        page.locator(".ready button").first.click()
        assert page.locator("#tray ol > li").count() > 2
        page.locator(".ready button").nth(1).click()
    page.reload()
    page.wait_for_selector("#tray .aside")
    assert "(items: 1)" in page.locator("#tray .aside").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Bring it back").click()
    assert page.locator("#tray ol > li").count() == 1 and page.locator("#tray .aside").count() == 0
    assert page.get_by_label("Heading").last.input_value() == "Ours"
    page.evaluate("localStorage.clear()")


def test_a_ready_made_brief_is_as_wide_as_a_phone(tab):
    page = tab("/briefing", "phone")
    page.locator(".ready button").nth(1).click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("localStorage.clear()")


def test_words_are_kept_while_they_are_typed_and_undone_as_one_edit(tab):
    page = tab("/briefing")
    page.get_by_role("button", name="Own text").click()
    page.keyboard.type(" of ours")
    assert "Own text of ours" in page.evaluate("localStorage.getItem('nagar-briefing')")  # the field has not been left
    page.get_by_role("button", name="Undo").click()
    assert page.locator("#tray ol textarea").input_value() == "Own text"
    page.locator("#tray ol textarea").fill("a" * 50_000)
    assert page.locator("#tray .cut").inner_text() == "5,000 of 50,000 characters kept."
    assert len(page.locator("#tray ol textarea").input_value()) == 5_000
    page.evaluate("localStorage.clear()")


def test_a_second_press_opens_the_briefing_and_the_keyboard_stays_where_it_was(tab):
    page = tab(PAGE)
    page.locator("#card-map button.collect").click()
    button = page.locator("#card-ranking button.collect")
    button.focus()
    page.keyboard.press("Enter")
    told = "Briefing: 2"
    assert (
        button.get_attribute("aria-label")
        == page.get_by_role("status").filter(has_text="Briefing:").inner_text()
        == told
    )
    page.keyboard.press("Enter")
    page.wait_for_selector("#tray ol")
    items = page.locator("#tray ol > li")
    assert items.count() == 2
    items.first.get_by_role("button", name="Move down").press("Enter")
    assert items.nth(1).get_by_role("button", name="Move down").evaluate("it => it === document.activeElement")
    items.first.get_by_role("button", name="Take out").press("Enter")
    assert items.first.get_by_role("button", name="Take out").evaluate("it => it === document.activeElement")
    page.evaluate("localStorage.clear()")
