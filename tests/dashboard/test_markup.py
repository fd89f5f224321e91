"""One element is the same thing to the browser's renderer and as text."""

from html import unescape

import pytest

from dashboard.markup import chart_text, el, find, graph, text_of, to_html


def test_an_element_is_what_the_renderer_takes():
    assert el("a.link.on", "Poverty", href="/poverty", data_code="NP03", title=None) == {
        "type": "A",
        "namespace": "dash_html_components",
        "props": {"className": "link on", "href": "/poverty", "data-code": "NP03", "children": "Poverty"},
    }


def test_missing_children_are_left_out_and_lists_are_joined_in():
    assert text_of(el("p", "In ", None, [el("b", "79"), None, " wards"])) == "In 79 wards"


@pytest.mark.parametrize(
    "element, text",
    [
        (el("p", "a < b & 'c'"), "<p>a &lt; b &amp; &#x27;c&#x27;</p>"),
        (el("a", "x", href='/?a="b"'), '<a href="/?a=&quot;b&quot;">x</a>'),
        (el("i", style={"width": "40%", "backgroundColor": "#fff"}), "<i></i>"),  # the policy refuses it in HTML
        (el("p", "a\0b", title="\0"), '<p title="\ufffd">a\ufffdb</p>'),
        (el("label", "x", htmlFor="y"), '<label for="y">x</label>'),
        (el("details", "x", open=True), "<details open>x</details>"),
        (el("br"), "<br>"),
        (el("div", graph("map", {}, {})), "<div></div>"),
    ],
)
def test_to_html_escapes_and_leaves_graphs_to_the_scripts(element, text):
    assert to_html(element) == text


def test_find_looks_below_and_by_attribute():
    rows = el("ol", [el("li", "A", data_code="a"), el("li", "B", data_code="b")])
    assert [text_of(found) for found in find(rows, data_code="b")] == ["B"]


@pytest.mark.parametrize("text", ["<b>x</b>", "&lt;", "a & b", "%{z}", "x<br>y"])
def test_a_text_for_a_chart_comes_back_as_it_was(text):
    assert "<" not in chart_text(text) and "%{" not in chart_text(text) and unescape(chart_text(text)) == text
