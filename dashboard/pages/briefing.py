"""What was collected for a briefing, to be put in order and made into slides, documents, print or a web page."""

import json
import re

from dashboard.briefs import brief as briefs
from dashboard.files import briefing_script
from dashboard.markup import Element, el
from dashboard.pages.frame import Page, page
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import LANGUAGES, Reader, digits, level, say, text_of

WORDS = ("untitled", "failed", "heading", "text", "page_break", "as_table", "note", "up", "down", "remove", "starting", "waiting", "making",
         "not_made", "fetch", "left_out", "too_large", "copied", "old_gone", "refresh_all", "keep", "kept", "changed", "unchanged", "title",
         "place", "each", "nothing", "undo", "clear", "save", "link", "open", "make", "kinds", "languages", "image", "image_slide", "image_a4",
         "image_social", "image_svg", "bring_back")  # fmt: skip
KINDS = ("pptx", "docx", "pdf", "html")
PICTURES = {
    "headline": "tray.headline",
    "map": "card.map",
    "ranking": "card.ranking",
    "trend": "card.trend",
    "register": "tray.register",
}
PAGES = {
    "place": "place.against_peers",
    "compare": "card.compare",
    "home": "home.changed_most",
    "questionnaire": "questionnaire.who",
}
EACH = ("local", "town", "district", "region")


def draw(site: Site, view: View) -> Page:
    """The tray, which `assets/briefing.js` fills from what the browser keeps, and the ready-made briefs."""
    reader = site.reader(view)
    chosen = {"digits": view.digits, "calendar": view.calendar}
    reads = {"lang": reader.language, **{name: value for name, value in chosen.items() if value}}
    body = [
        el("div.headline", el("h1", say("frame.briefing", reader)), el("p", say("tray.intro", reader))),
        el("section.panel.tray", el("div", id="tray", data_words=json.dumps(words_of(reader)), data_reads=json.dumps(reads),
                                    data_snapshot=site.house.digest[:12], data_script=briefing_script().url),
           el("noscript", say("tray.no_script", reader))),
        el("section.panel", el("h2", say("tray.ready", reader)), el("p.sub", say("tray.ready_text", reader)), ready_made(site, reader)),
    ]  # fmt: skip
    return page(site, view, say("titles.briefing", reader), body, ())


def words_of(reader: Reader) -> dict:
    """The sentences of the tray by their names."""
    found: dict = {name: say(f"tray.{name}", reader) for name in WORDS}
    found["aside"] = say("tray.aside", reader, count="{count}")
    found["cut"] = say("tray.cut", reader, kept="{kept}", given="{given}")
    found["digits"] = digits(reader, "0123456789")
    found["kinds_of"] = {kind: say(f"tray.{kind}", reader) for kind in KINDS}
    found["languages_of"] = {one: say(f"frame.language_{one}", reader) for one in LANGUAGES}
    found["levels"] = {
        "": say("tray.once", reader),
        **{one: say("tray.each_level", reader, level=level(reader, one)) for one in EACH},
    }
    return found


def labelled(site: Site, brief: briefs.Brief, reader: Reader) -> dict:
    """A brief as the tray has it: each picture with a label in words, for whoever reads no addresses."""
    content = brief.model_dump(mode="json", exclude_defaults=True)
    for item in content.get("items", ()):
        if "view" in item:
            item["label"] = _label(
                site, View.from_url(re.sub("[{}]", "", item["view"])), item.get("picture", ""), reader
            )
    return content


def _label(site: Site, view: View, picture: str, reader: Reader) -> str:
    """What is shown, and as what; "" for a page that is not known here."""
    theme = site.house.registry.themes.get(view.page)
    if theme is None:
        return say(PAGES[view.page], reader) if view.page in PAGES else ""
    name, _, indicator = view.indicator.partition(".")
    module = site.house.registry.modules.get(f"{view.page}/{name}")
    known = module and module.indicators.get(indicator)
    kind, _, dimension = picture.partition("-")
    if kind == "values" and module and dimension in module.dimensions:
        shown = text_of(module.dimensions[dimension].title, reader)
    else:
        shown = say(PICTURES[picture or "ranking"], reader) if (picture or "ranking") in PICTURES else ""
    return " · ".join(filter(None, (text_of(known.title if known else theme.title, reader), shown)))


def ready_made(site: Site, reader: Reader) -> Element:
    """A list of the ready-made briefs, each with a button that puts it into the tray."""
    items = []
    for path in briefs.ready().values():
        one = briefs.read(path)
        content = json.dumps(labelled(site, one, reader), ensure_ascii=False)
        title = text_of(one.title, reader).format_map(dict.fromkeys(briefs.LEVELS, "…"))
        items.append(el("li", el("b", title), el("span", ", ".join(say(f"tray.for_{name}", reader) for name in one.made_for)),
                        el("button.button", say("tray.take", reader), type="button", data_brief=content)))  # fmt: skip
    return el("ul.ready", items)
