"""The map in Debian's Chromium: what hands do on it, and for which place it is. One page load checks many things."""

import json
from html import escape
from pathlib import Path

import numpy as np
import pytest

from dashboard import app as app_module
from dashboard.figures import values
from dashboard.pages.maps import map_of
from dashboard.site import open_site
from dashboard.state import View
from geo import topology

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DRAWN = "nagar-map[data-drawn]"
TO_MAP = "() => document.querySelector('nagar-map').scrollIntoView({block: 'center'})"
MAP = "document.querySelector('nagar-map')"
POINT = f"code => {MAP}.pointOf(code)"
AT = f"([x, y]) => ({MAP}.placeAt(x, y) || {{}}).code"
SCALE = f"() => {MAP}.view.scale"
SPOKEN = f"() => {MAP}.shadowRoot.querySelector('.spoken').textContent"
SAID = f"() => {{ const text = {MAP}.shadowRoot.querySelector('.text'); return text.hidden ? '' : text.innerText; }}"
# All pixels of the map, read from a copy that is made to be read.
SHOWN = """map => {
  const { width, height } = map.below, copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(map.below, 0, 0);
  return copy.getImageData(0, 0, width, height).data;
}"""
COLOURS = f"""points => {{
  const map = {MAP}, frame = map.getBoundingClientRect(), ratio = map.view.ratio, {{ width }} = map.below, all = ({SHOWN})(map);
  return points.map(([x, y]) => {{
    const at = 4 * (Math.round((y - frame.top) * ratio) * width + Math.round((x - frame.left) * ratio));
    return '#' + [...all.slice(at, at + 3)].map(one => one.toString(16).padStart(2, '0')).join('');
  }});
}}"""
# Twenty frames that are alike, one after the other: a page that is scrolled and a map that is moved differ in each.
STILL = f"""() => {{
  const {{ x, y, scale }} = {MAP}.view, now = [window.scrollX, window.scrollY, x, y, scale].join();
  window.alike = window.before === now ? window.alike + 1 : 0;
  window.before = now;
  return window.alike >= 20;
}}"""
REACHED = f"""() => {{
  const map = {MAP}, places = map.model.places, ways = [[-1, 0], [1, 0], [0, -1], [0, 1]];
  const seen = new Set([places[0]]), waiting = [places[0]];
  while (waiting.length) {{
    const from = waiting.pop();
    for (const way of ways) {{
      const next = window.nagarMap.neighbour(from, places, ...way);
      if (next && !seen.has(next)) {{ seen.add(next); waiting.push(next); }}
    }}
  }}
  return [seen.size, places.length];
}}"""


# The middle of the first flow's curve on the window, and how many pixels a circle reaches to the right of its middle.
MIDDLE_OF_FLOW = f"""() => {{
  const map = {MAP}, {{ from: [x1, y1], to: [x2, y2] }} = map.model.flows[0], {{ x, y, scale }} = map.view;
  const bend = [(x1 + x2) / 2 + (y2 - y1) / 4, (y1 + y2) / 2 - (x2 - x1) / 4], frame = map.getBoundingClientRect();
  return [frame.left + x + scale * (x1 + 2 * bend[0] + x2) / 4, frame.top + y + scale * (y1 + 2 * bend[1] + y2) / 4];
}}"""
RADIUS = f"""code => {{
  const map = {MAP}, [x, y] = map.pointOf(code), frame = map.getBoundingClientRect(), ratio = map.view.ratio;
  const [left, top] = [Math.round((x - frame.left) * ratio), Math.round((y - frame.top) * ratio)];
  const all = ({SHOWN})(map), at = (step) => 4 * (top * map.below.width + left + step);
  const same = (step) => [0, 1, 2].every((part) => Math.abs(all[at(step) + part] - all[at(0) + part]) < 8);
  let reach = 0;
  while (reach < 199 && same(reach + 1)) reach += 1;
  return reach;
}}"""

MAP_SCRIPTS = sorted((Path(app_module.__file__).parent / "assets").glob("map*.js"))


def square(x: float, y: float) -> dict:
    ring = [[x, y], [x, y + 1], [x + 1, y + 1], [x + 1, y], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def fingers(page):
    """Gives a function that puts fingers on the screen, moves them or takes them off."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points) -> None:
        placed = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": placed})

    return touch


def open_map(tab, path: str, width: str = "desk"):
    page = tab(path, width)
    page.wait_for_selector(DRAWN)
    page.evaluate(TO_MAP)
    still(page)
    return page


def still(page):
    """Until neither the page nor the map moves any more."""
    page.evaluate("() => { window.alike = 0; }")
    page.wait_for_function(STILL, polling="raf")


def test_each_place_has_the_colour_of_its_class_and_is_found_under_the_mouse(tab, bundled_house):
    rate = "/people?by=district&detail=district&indicator=population.sex_ratio"
    page = open_map(tab, rate)
    shown = map_of(open_site(bundled_house), View.from_url(rate))
    points = {row["place"]: page.evaluate(POINT, row["place"]) for row in shown.drawn.fine}
    found = dict(zip(points, page.evaluate(COLOURS, list(points.values())), strict=True))
    wanted = {row["place"]: shown.classes.colours[shown.classes.index(row["value"])] for row in shown.drawn.fine}
    assert [page.evaluate(AT, point) for point in points.values()] == list(points)
    # a line between places may run through the middle of a thin one
    assert len(wanted) == 77 and sum(found[code] == colour for code, colour in wanted.items()) >= 75
    page.mouse.move(*page.evaluate(POINT, "NP0327"))
    page.wait_for_function(f"() => ({SAID})().includes('Kathmandu')")
    assert page.evaluate(REACHED) == [77, 77]  # with the arrow keys every place can be come to


def test_a_count_is_a_circle_by_size_and_the_place_below_it_is_found_as_ever(tab):
    page = open_map(tab, "/people?by=district&detail=district")
    fewest = page.evaluate(
        f"() => {MAP}.model.places.reduce((least, one) => (one.size < least.size ? one : least)).code"
    )
    kathmandu, (x, y) = page.evaluate(POINT, "NP0327"), page.evaluate(POINT, fewest)
    large, small, *beside = page.evaluate(COLOURS, [kathmandu, (x, y), (x + 6, y), (x, y + 6)])
    assert large not in ("#f8f7f3", "#ece9e2") and beside == ["#f8f7f3", "#f8f7f3"] and small not in beside
    assert page.evaluate(AT, kathmandu) == "NP0327" and page.evaluate(AT, [x, y]) == fewest
    assert page.inner_text("#card-map .circles").startswith(
        "The area of a circle is the number; the largest circle is Kathmandu: 19,94,555"
    )
    shares = page.evaluate(f"() => {MAP}.model.sizes")
    assert [text for _, text in shares] == ["10,00,000", "2,00,000", "20,000"]
    assert page.evaluate(
        f"() => {MAP}.view.corner.join() !== {MAP}.buttons.className.replace('buttons ', '').replace(' ', ',')"
    )


def test_a_tap_selects_and_a_second_drills_without_loading_the_page_again(tab):
    page = open_map(tab, "/people?detail=region")
    page.evaluate("() => { window.still = true; }")
    page.mouse.click(*page.evaluate(POINT, "NP03"))
    page.wait_for_url("**/people?*selected=NP03*")
    page.wait_for_selector('li[data-code="NP03"] a[aria-current="true"]')
    page.wait_for_function(f"() => {MAP}.model.chosen.length === 1")
    page.mouse.click(*page.evaluate(POINT, "NP03"))
    page.wait_for_url("**/people?*place=NP03*")
    page.wait_for_function(f"() => {MAP}.by.has('NP0331401-01') || {MAP}.by.has('NP0331')")
    assert page.evaluate("() => window.still") is True


def test_the_keyboard_moves_speaks_drills_and_climbs(tab):
    page = open_map(tab, "/people?by=district&detail=district&selected=NP0327")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => {MAP}.shadowRoot.activeElement === {MAP}.stage"):
            break
    page.wait_for_function(f"() => ({SPOKEN})().includes('Kathmandu')")
    before = page.evaluate(f"() => window.nagarMap.inside({MAP}.current)")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"() => !({SPOKEN})().includes('Kathmandu')")
    code, (x, _) = page.evaluate(f"() => [{MAP}.current.code, window.nagarMap.inside({MAP}.current)]")
    assert x < before[0] and code in ("NP0330", "NP0328", "NP0326")  # Dhading, Nuwakot or Lalitpur side of Kathmandu
    page.keyboard.press(" ")
    page.wait_for_url(f"**selected={code}*")
    page.wait_for_function(f"() => {MAP}.given.selected === '{code}'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**place={code}*")
    page.wait_for_function(f"() => ({MAP}.given.climb || '').includes('place=NP03')")
    page.wait_for_function(f"() => {MAP}.shadowRoot.activeElement === {MAP}.stage")  # the focus has not been lost
    page.keyboard.press("Escape")
    page.wait_for_url("**place=NP03*")


def test_wheel_buttons_and_mouse_zoom_and_move_the_map_but_never_trap_the_page(tab):
    page = open_map(tab, "/people?by=district&detail=district")
    whole, at = page.evaluate(SCALE), page.evaluate(POINT, "NP0327")
    page.mouse.move(*at)
    scrolled = page.evaluate("() => window.scrollY")
    page.mouse.wheel(0, 120)
    page.wait_for_function(f"() => window.scrollY > {scrolled}")  # the wheel belongs to the page
    still(page)
    assert page.evaluate(SCALE) == whole
    page.evaluate(TO_MAP)
    at = page.evaluate(POINT, "NP0327")
    page.mouse.move(*at)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"() => ({SCALE})() > {whole * 1.3}")
    page.keyboard.up("Control")
    assert page.evaluate(AT, at) == "NP0327"  # what is under the mouse stays there
    still(page)
    page.mouse.down()
    page.mouse.move(at[0] - 60, at[1] + 30, steps=4)
    page.mouse.up()
    assert page.evaluate(AT, [at[0] - 60, at[1] + 30]) == "NP0327" and "selected" not in page.url
    page.click("nagar-map button >> nth=2")
    page.wait_for_function(f"() => Math.abs(({SCALE})() - {whole}) < 1e-9")
    page.click("nagar-map button >> nth=0")
    page.wait_for_function(f"() => ({SCALE})() > {whole * 1.5}")


def test_one_finger_scrolls_the_page_two_move_the_map_and_a_tap_is_for_the_place_under_it(tab):
    page = open_map(tab, "/people?by=district&detail=district", "phone")
    touch, whole, before = fingers(page), page.evaluate(SCALE), page.evaluate("() => window.scrollY")
    x, y = page.evaluate(POINT, "NP0327")
    touch("touchStart", (x, y))
    for step in range(1, 11):
        touch("touchMove", (x, y - 20 * step))
    page.wait_for_function(f"() => window.scrollY > {before + 100}")
    touch("touchEnd")
    still(page)  # a page that is pushed goes on by itself
    assert page.evaluate("() => window.scrollY") > before + 100 and page.evaluate(SCALE) == whole
    assert "selected" not in page.url
    page.evaluate(TO_MAP)
    still(page)
    x, y = page.evaluate(POINT, "NP0327")
    before = page.evaluate("() => window.scrollY")
    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(1, 9):
        touch("touchMove", (x - 20 - 6 * step, y - 3 * step), (x + 20 + 6 * step, y - 3 * step))
    still(page)
    assert page.evaluate(SCALE) / whole == pytest.approx((40 + 96) / 40, rel=0.05)
    assert page.evaluate(AT, [x, y - 24]) == "NP0327"  # what lay between the fingers does so still
    touch("touchEnd")
    still(page)
    assert page.evaluate("() => window.scrollY") == before and "selected" not in page.url
    page.touchscreen.tap(*page.evaluate(POINT, "NP0327"))
    page.wait_for_url("**selected=NP0327*")
    page.wait_for_function(f"() => ({SAID})().includes('Kathmandu')")


def parts_asked(page, act) -> list[str]:
    """The ends of the names of the files of wards that are asked for while something is done."""
    asked = []

    def told(request):
        if "/shapes/NP-ward" in request.url:
            asked.append(request.url.partition("NP-ward-2017")[2].partition(".")[0])

    page.on("request", told)
    act()
    page.remove_listener("request", told)
    return asked


def new_visitor(browser, address, **options):
    """A page of somebody who has nothing kept."""
    return browser.new_context(base_url=address, **options).new_page()


def drawn_by_react(page):
    """From here on the page's map is the one that stays: that of the document's own HTML is gone."""
    page.wait_for_function("() => !document.getElementById('first') && document.querySelector('#page nagar-map')")


PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
ALL_DRAWN = "nagar-map[data-drawn='6736']"


def test_a_desk_takes_the_wards_of_the_country_whole_and_a_phone_district_by_district(browser, address, bundled_house):
    desk = new_visitor(browser, address, viewport={"width": 1280, "height": 800})

    def whole():
        desk.goto("/people?detail=ward")
        drawn_by_react(desk)
        desk.wait_for_selector(ALL_DRAWN)

    assert parts_asked(desk, whole) == [""]  # once: ahead, by the document
    desk.context.close()
    phone = new_visitor(browser, address, **PHONE)
    districts = {f"-{code}" for code, place in bundled_house.places.items()
                 if place.level == "district" and place.country == "NP" and place.vintage == "2017"}  # fmt: skip

    def by_district():
        phone.goto("/people?detail=ward")
        drawn_by_react(phone)
        phone.wait_for_selector(ALL_DRAWN)

    asked = parts_asked(phone, by_district)
    assert set(asked) == districts and len(asked) == 77
    assert asked.index("-NP0436") < 20 and asked.index("-NP0101") > 40  # Gorkha in the middle, Taplejung at the edge
    for code in ("NP0101301-01", "NP0331401-01", "NP0327301-05"):  # which place a tap is for, in parts far apart
        assert phone.evaluate(AT, phone.evaluate(POINT, code)) == code
    assert phone.evaluate(REACHED) == [6736, 6736]  # arrow keys lead over the edges of parts
    phone.context.close()


def test_a_phone_that_looks_closely_takes_the_parts_it_sees_and_the_others_as_it_moves(browser, address):
    phone = new_visitor(browser, address, **PHONE)
    held = []
    phone.route("**/shapes/NP-ward-2017-*", lambda route: held.append(route))
    phone.goto("/people?detail=ward")
    drawn_by_react(phone)
    phone.wait_for_function(f"() => {MAP}.more && {MAP}.view.width")
    phone.evaluate(TO_MAP)
    while len(held) < 6:
        phone.wait_for_timeout(50)
    still(phone)
    assert len(held) == 6  # few at a time
    for route in held[:6]:
        route.continue_()
    phone.wait_for_function(f"() => {MAP}.model.places.length > 300")
    assert phone.evaluate(
        f"() => {MAP}.model.places.length < 6736 && !{MAP}.hasAttribute('data-drawn')"
    )  # drawn as they come
    phone.context.close()


def test_a_part_that_is_lost_is_told_and_comes_when_there_is_a_network_again(browser, address):
    phone = new_visitor(browser, address, **PHONE)
    phone.route("**/shapes/NP-ward-2017-NP0101*", lambda route: route.abort())
    phone.goto("/people?detail=ward")
    drawn_by_react(phone)
    told = f"() => {{ const one = {MAP}.shadowRoot.querySelector('.told'); return one.hidden ? '' : one.textContent; }}"
    phone.wait_for_selector("nagar-map[data-drawn]")
    phone.wait_for_function(f"() => ({told})()")
    drawn = phone.evaluate(f"() => {MAP}.model.places.length")
    assert 6600 < drawn < 6736 and phone.evaluate(f"() => !{MAP}.by.has('NP0101301-01')")
    phone.unroute("**/shapes/NP-ward-2017-NP0101*")
    phone.wait_for_timeout(5100)  # it asks no sooner again
    phone.evaluate("() => window.dispatchEvent(new Event('online'))")
    phone.wait_for_selector(ALL_DRAWN)
    assert phone.evaluate(told) == ""
    phone.context.close()


SAME = f"""() => {{
  const map = {MAP}, shown = () => ({SHOWN})(map);
  map.draw();
  const sharp = shown(), view = {{ ...map.view, kept: map.kept }};
  while (window.nagarMap.prepare(map.model, view));
  if (!window.nagarMap.recolour(map.below.getContext('2d'), map.model, view)) return null;
  const quick = shown();
  let other = 0;
  for (let at = 0; at < sharp.length; at += 4) {{
    if ([0, 1, 2].some((one) => Math.abs(sharp[at + one] - quick[at + one]) > 100)) other += 1;
  }}
  return other / (sharp.length / 4);
}}"""


def test_other_values_of_the_same_places_are_shown_at_once_and_then_as_sharp_as_ever(tab):
    page = open_map(tab, "/people?detail=local")
    assert page.evaluate(f"() => {MAP}.model.symbols") and page.evaluate(SAME) < 0.005  # circles on land and lines
    page = open_map(tab, "/people?detail=local&indicator=population.household_size")
    assert page.evaluate(SAME) < 0.005  # only at edges, where a pixel belongs to two places
    page.wait_for_function(f"() => {MAP}.kept.pixels")
    page.evaluate(f"""() => {{
      const drawings = window.drawings = [], act = {MAP}.draw.bind({MAP});
      {MAP}.draw = (ratio, quick) => {{ drawings.push(Boolean(quick)); act(ratio, quick); }};
    }}""")
    page.evaluate("() => document.querySelector('.indicator .options a[href*=sex_ratio]').click()")
    page.wait_for_function("() => window.drawings.length === 2")
    assert page.evaluate("() => window.drawings") == [True, False]


def test_the_image_is_one_click_away_and_print_and_contrast_draw_again(tab):
    page = open_map(tab, "/people?by=district&detail=district")
    with page.expect_download() as download:
        page.click("#card-map a[href^='/image/']")
    data = Path(download.value.path()).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(data[16:20]) == 1920 and len(data) > 50_000
    narrow = page.evaluate(f"() => {MAP}.below.width")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(f"() => {MAP}.below.width") == narrow * 3
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.set_viewport_size({"width": 800, "height": 800})
    page.wait_for_function(f"() => {MAP}.below.width !== {narrow}")
    assert page.evaluate(f"([code]) => ({AT})(({POINT})(code))", ["NP0327"]) == "NP0327"


def test_the_element_stands_alone_with_all_it_knows_in_one_page_and_without_dash(browser):
    """Symbols, flows, comparison and states too: a page of its own, with no server at all."""
    scripts = "".join(f"<script>{path.read_text('utf-8')}</script>" for path in MAP_SCRIPTS)
    found = topology.topology([(f"P{number}", square(number % 3, number // 3)) for number in range(6)])
    looks = [0, 1, -1, -4, 1 + values.HATCHED, -2]
    rows = [{"place": f"P{n}", "value": float(n + 1), "state": "value"} for n in range(6)]
    content = bytearray(values.encode(rows, "abc", {f"P{n}": n for n in range(6)}, {}, lambda row: 0, sizes=True))
    content[-18:-6] = np.array(looks, "<i2").tobytes()  # before six sizes of a byte each
    drawing = {"layers": [{"shapes": "abc", "files": [json.loads(topology.as_topojson(found))],
                           "values": values.as_address(bytes(content)), "texts": [[f"Place {n}", f"{n} %"] for n in range(6)]}],
               "box": topology.box_of((0, 0, 3, 2)), "colours": ["#112233", "#445566"], "selected": "P0", "name": "Place 0",
               "compared": ["P1"], "flows": [{"from": "P0", "to": "P5", "size": 1}], "select": "#s-__CODE__", "drill": "#d-__CODE__"}  # fmt: skip
    symbols = {"symbols": True, "flows": [], "selected": "", "compared": [], "sizes": [[1, "6"], [0.5, "3"]]}
    context = browser.new_context(viewport={"width": 600, "height": 400}, device_scale_factor=2)
    page = context.new_page()
    page.set_content(
        f'<div style="width:600px;height:400px"><nagar-map label="Six" drawing="{escape(json.dumps(drawing))}"></nagar-map></div>{scripts}'
    )
    page.wait_for_selector(DRAWN)
    colours = page.evaluate(COLOURS, [page.evaluate(POINT, f"P{number}") for number in range(6)])
    assert (colours[1], colours[3]) == ("#445566", "#ffffff")
    assert colours[5] not in ("#112233", "#445566")  # a state is no class, not even below an arrow
    assert page.evaluate(COLOURS, [page.evaluate(MIDDLE_OF_FLOW)])[0] < "#60"  # ink, a little of the place below
    page.mouse.click(*page.evaluate(POINT, "P1"))
    page.wait_for_function("() => location.hash")
    page.wait_for_function(SAID)
    assert page.evaluate("location.hash") == "#s-P1" and page.evaluate(SAID) == "Place 1\n1 %"
    page.evaluate(f"drawing => {MAP}.setAttribute('drawing', drawing)", json.dumps(drawing | symbols))
    page.wait_for_function(f"() => {MAP}.model.symbols === true")
    page.evaluate(f"() => {MAP}.draw()")  # sharp, which it is by itself when nothing moves any more
    x, y = page.evaluate(POINT, "P1")
    middle, corner = page.evaluate(COLOURS, [[x, y], [x + 60, y + 60]])
    assert middle != corner == "#f8f7f3"  # a circle on the ground
    # Areas are as the values: that of P1, which is 2, is twice that of P0, which is 1.
    one, two = (page.evaluate(RADIUS, code) for code in ("P0", "P1"))
    assert (two / one) ** 2 == pytest.approx(2 / 1, rel=0.25)  # radii go by tenths
    (state,) = page.evaluate(COLOURS, [page.evaluate(POINT, "P3")])
    assert state == "#ffffff"  # a state has no circle and keeps its look
    context.close()
