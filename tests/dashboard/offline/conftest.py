"""A copy of the Mithila Circuit by two themes, made once."""

import json
from itertools import accumulate
from types import SimpleNamespace

import pytest

from dashboard.app import create_app
from dashboard.offline.copying import copied
from dashboard.offline.file import written

GROUP, THEMES, LANGUAGES = "mithila-circuit", ("people", "migration"), ("en", "ne")


def whole(value, parts):
    """A value with its parts in it, as the browser puts them together."""
    if isinstance(value, list):
        return [made for one in value for made in dots_or_one(one, parts)]
    if not isinstance(value, dict):
        return value
    return whole(parts[value["="]], parts) if "=" in value else {key: whole(one, parts) for key, one in value.items()}


def dots_or_one(value, parts):
    """The dots of a strip, which travel as one text; else the value."""
    made = whole(value, parts)
    if not isinstance(made, dict) or "dots" not in made:
        return [made]
    tenths = accumulate(map(int, made["dots"].split()))
    return [["i", {"className": "dot", "style": {"left": f"{ten / 10:.1f}%"}}] for ten in tenths]


@pytest.fixture(scope="session")
def put_together():
    return whole


@pytest.fixture(scope="session")
def copy(bundled_house, made_once):
    """The copy; its `app`; `read` what is in a language's part; `page(language, address)` a page of it: [title, tree]."""
    app = create_app(bundled_house)
    made = made_once("copy", lambda _: copied(app.site, GROUP, LANGUAGES, THEMES))
    read = {language: json.loads(text) for language, text in made.languages.items()}
    common = json.loads(made.common)

    def page(language: str, address: str):
        return whole({"=": read[language]["pages"][address]}, common + read[language]["parts"])

    return SimpleNamespace(made=made, app=app, read=read, page=page)


@pytest.fixture(scope="session")
def copy_file(copy, tmp_path_factory):
    """The file of the copy."""
    path = tmp_path_factory.mktemp("copy") / "mithila.html"
    path.write_bytes(written(copy.made, copy.app, None)[0])
    return path
