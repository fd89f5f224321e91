"""The picture of open projects: how late, how far, and where the agreed time stands."""

from datetime import date

from dashboard.figures import project_progress
from dashboard.markup import text_of, to_html
from dashboard.words import Reader
from queries.progress import Project

ENGLISH = Reader("en")


def project(name="Drain", physical=60.0, financial=45.0, time=80.0, days_over=0, due=date(2025, 3, 10)):
    row = {"thing": name, "place": "NP03", "name": name, "due_on": due}
    return Project(row, physical, financial, time, days_over)


def shown(*projects, name=None):
    return project_progress.bars(projects, "name", "due_on", name, ENGLISH)


def test_a_project_says_how_far_and_how_late():
    late, behind, fine = project(days_over=42), project("Road", 50.0), project("Park", 75.0)
    items = [text_of(item) for item in shown(late, behind, fine)["props"]["children"][1]["props"]["children"]]
    assert "Drain" in items[0] and "42 days over" in items[0] and "60\u00a0%" in items[0] and "45\u00a0%" in items[0]
    assert "behind its plan, due 10 March 2025" in items[1] and "due 10 March 2025" in items[2]
    assert "behind" not in items[2]


def test_the_mark_stands_where_the_agreed_time_stands_and_is_spoken():
    styles = {}
    html = to_html(shown(project()), styles)
    assert "left:80.0%" in " ".join([*styles, *styles.values()]).replace(" ", "")
    assert "80\u00a0% of the agreed time is gone" in html


def test_what_is_not_given_is_a_word_and_no_bar():
    html = to_html(shown(project(physical=None, time=None)))
    assert "not given" in html


def test_without_an_open_project_there_is_no_picture_and_the_sentence_counts_what_needs_a_look():
    assert shown() is None
    found = [project(days_over=42), project(days_over=1), project("Road", 50.0), project("Park", 75.0)]
    assert project_progress.sentence(found, 9, ENGLISH) == (
        "4 of 9 projects are open. 2 are past their due day. The work of 1 more lags the time by over 20 points."
    )
    assert project_progress.sentence([project("Park", 75.0)], 1, ENGLISH).endswith(
        "None is overdue or far behind its plan."
    )
    assert project_progress.sentence([], 0, ENGLISH) == ""
