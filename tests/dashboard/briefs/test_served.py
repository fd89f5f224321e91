"""Briefs over the wire: what the tray asks for, and what is refused."""

import pytest

from dashboard import codes, markup
from dashboard.briefs import jobs
from dashboard.pages import frame
from dashboard.state import View

BRIEF = 'title = { en = "A" }\n[[items]]\nview = "/people?place={place}"\n'


def post(client, **body):
    return client.post("/brief", json={"lang": "en", **body})


@pytest.fixture
def begun(monkeypatch):
    found = []
    monkeypatch.setattr(jobs, "start", lambda data, wanted, who: found.append(wanted) or "0" * 24)
    return found


def test_a_file_is_read_into_what_the_tray_keeps(client):
    brief = post(client, act="read", brief=BRIEF).json["brief"]
    assert brief == {"title": {"en": "A"}, "items": [{"view": "/people?place={place}", "label": "People · Ranking"}]}


def test_what_is_wrong_with_a_file_is_told(client):
    answer = post(client, act="read", brief=BRIEF.replace("view", "views"))
    assert answer.status_code == 422 and any("Did you mean 'view'?" in text for text in answer.json["problems"])


def test_files_are_asked_for_by_level_and_kind(client, begun):
    answer = post(
        client,
        act="make",
        brief=BRIEF,
        place="mithila-circuit",
        each="local",
        languages=["ne", "xx"],
        kinds=["html", "exe"],
    )
    assert answer.json == {"job": "0" * 24}
    [wanted] = begun
    assert len(wanted["places"]) == 8 and (wanted["languages"], wanted["kinds"]) == (["ne"], ["html"])


def test_files_are_in_the_digits_and_the_calendar_of_the_page_that_asks(client, begun):
    asked = {"act": "make", "brief": BRIEF, "place": "NP", "languages": ["ne"]}
    for chosen, expected in (
        ({}, ("", "")),
        ({"digits": "latin", "calendar": "bs"}, ("latin", "bs")),
        ({"digits": "roman", "calendar": "bs&digits=latin"}, ("", "")),
    ):
        assert post(client, **asked, **chosen).status_code == 200
        assert (begun[-1]["digits"], begun[-1]["calendar"]) == expected


def test_what_cannot_be_made_is_told_before_a_process_begins(client, begun):
    for asked, told in (
        ({"place": "NP99"}, "NP99"),
        ({"place": ""}, "made for a place"),
        ({"place": "NP", "each": "local"}, "At most 60"),
    ):
        answer = post(client, act="make", brief=BRIEF, **asked)
        assert answer.status_code == 422 and told in answer.json["problems"][0], asked
    assert begun == []


def test_where_too_many_wait_it_is_said(client, monkeypatch):
    def busy(*_):
        raise jobs.Busy

    monkeypatch.setattr(jobs, "start", busy)
    answer = post(client, act="make", brief=BRIEF, place="NP")
    assert answer.status_code == 429 and "Try again" in answer.json["problems"][0]


def test_what_is_no_question_of_ours_or_comes_from_elsewhere_is_refused(client):
    wrong = [[], "x", {}, {"act": "run", "brief": ""}, {"act": "read"}, {"act": "read", "brief": 1}, {"act": "read", "brief": "", "more": 1},
             {"act": "read", "brief": "", "calendar": 1}, {"act": "make", "brief": "", "kinds": "pdf"}, {"act": "make", "brief": "", "kinds": [1]}]  # fmt: skip
    for body in wrong:
        assert client.post("/brief", json=body).status_code == 400, body
    assert client.post("/brief", data="x").status_code == 400 and client.get("/brief").status_code in (404, 405)
    other = client.post("/brief", json={"act": "read", "brief": BRIEF}, headers={"Sec-Fetch-Site": "cross-site"})
    assert other.status_code == 403
    assert client.post("/brief", json={"act": "read", "brief": "#" * 120_000}).status_code == 413


def test_a_job_nobody_began_is_gone(client):
    assert client.get(f"/brief/{'0' * 24}").json == {"state": "gone"} and client.get("/brief/x/file").status_code == 404


def test_a_code_leads_to_its_figure_and_an_unknown_one_to_a_page_that_says_so(client, app):
    data = app.site.archive.folder.parent
    code = codes.make(data, "/people?place=NP05#card-ranking")
    answer = client.get(f"/f/{code.upper()}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people?place=NP05#card-ranking")
    (offered,) = frame.suggestions(app.site, View(), code)
    assert markup.find(offered, href=f"/f/{code}")
    mistyped = client.get("/f/zzzzzz")
    assert mistyped.status_code == 404 and "No figure has the code zzzzzz here." in mistyped.text
