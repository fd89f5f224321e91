"""Each kind of audit passes on rows that are right and names the rows that are not; a failing one stops a snapshot."""

from datetime import date
from types import SimpleNamespace

import duckdb
import pytest

from data import audits, cards, catalogue
from data.catalogue import EXTRACTS


def place(code, parent=None, level="local", vintage="2017", country="NP", valid_from=None, valid_to=None):
    return SimpleNamespace(code=code, parent=parent, level=level, vintage=vintage, country=country,
                           valid_from=valid_from, valid_to=valid_to)  # fmt: skip


PLACES = {
    one.code: one
    for one in (
        place("NP", None, "country"), place("NP01", "NP", "region"), place("NP02", "NP", "region"),
        place("A", "NP01"), place("B", "NP01"), place("C", "NP02"), place("D", "NP02"),
        place("new", "NP02", valid_from=date(2025, 1, 1)), place("old", "NP02", "district", "2011"),
    )
}  # fmt: skip
MORE = """
[columns.sex]
type = "VARCHAR"
meaning = "sex"
values = ["male", "female", "both"]
missing = "all"
[columns.male]
type = "BIGINT"
unit = "persons"
meaning = "men"
missing = "not counted"
[columns.female]
type = "BIGINT"
unit = "persons"
meaning = "women"
missing = "not counted"
"""


@pytest.fixture
def failing(write, card_text):
    """What an audit says of rows (place, period, persons, sex, male, female): the texts of its problems."""

    def do(audit: str, rows: list[tuple], key='["place", "period", "sex"]', provenance="published") -> list[str]:
        text = card_text.replace('["place", "period"]', key) + MORE + f'\n[[audits]]\nsays = "it is so."\n{audit}\n'
        card, problems = cards.read(write("towns.toml", text))
        assert problems == []
        with duckdb.connect() as connection:
            columns = "place VARCHAR, period VARCHAR, persons BIGINT, sex VARCHAR, male BIGINT, female BIGINT"
            connection.execute(f"CREATE TABLE towns ({columns})")
            full = [(*row, *([None] * (6 - len(row)))) for row in rows]
            connection.executemany("INSERT INTO towns VALUES (?, ?, ?, ?, ?, ?)", full)
            entry = {"provenance": provenance, "source": "towns.csv"}
            found = audits.problems(connection, {"towns": card}, {"towns": entry}, PLACES)
        assert all(problem.line == text.splitlines().index("[[audits]]") + 1 for problem in found)
        return [problem.message for problem in found]

    return do


def told(message: str) -> str:
    """What is said after the words that every failed audit has."""
    begin, _, rest = message.partition(": ")
    assert begin.startswith("towns (from towns.csv) fails the audit 'it is so' ")
    return f"{begin.split(chr(39))[2].strip()}: {rest}"


COLUMNS = 'kind = "parts"\nparts = ["male", "female"]\nwhole = "persons"'


def test_parts_in_columns_add_up_to_the_whole(failing):
    right = [("A", "2021", 30, "both", 10, 20), ("B", "2021", 5, "both", None, 5)]  # what is not known cannot be added
    assert failing(COLUMNS, right) == []
    (message,) = failing(COLUMNS, [*right, ("C", "2021", 31, "both", 10, 20)])
    assert told(message) == "once: C 2021 both: the parts sum to 30, the whole is 31."


@pytest.mark.parametrize(("tolerance", "count"), [(0, 1), (1, 0)])
def test_a_tolerance_is_reached_and_not_passed(failing, tolerance, count):
    audit = f"{COLUMNS}\ntolerance = {tolerance}"
    assert len(failing(audit, [("A", "2021", 31, "both", 10, 20)])) == count
    assert len(failing(audit, [("A", "2021", 32, "both", 10, 20)])) == 1


def test_rows_add_up_to_the_row_of_the_whole(failing):
    audit = 'kind = "parts"\nvalue = "persons"\nover = "sex"\nwhole = "both"'
    right = [
        ("A", "2021", 10, "male"),
        ("A", "2021", 20, "female"),
        ("A", "2021", 30, "both"),
        ("B", "2021", 1, "male"),
    ]
    assert failing(audit, right) == []
    wrong = [("C", "2021", 10, "male"), ("C", "2021", 20, "female"), ("C", "2021", 60, "both")]
    (message,) = failing(audit, right + wrong)
    assert told(message) == "once: C 2021: the parts sum to 30, the whole is 60."
    assert told(failing(audit, right[:2])[0]) == "once: no row has sex = both."


def test_rows_of_each_place_add_up_to_a_number(failing):
    audit = 'kind = "parts"\nvalue = "persons"\nover = "sex"\nwhole = 100\ntolerance = 0.5'
    right = [("A", "2021", 40, "male"), ("A", "2021", 60, "female")]
    assert failing(audit, right) == []
    (message,) = failing(audit, [*right, ("B", "2021", 40, "male"), ("B", "2021", 59, "female")])
    assert told(message) == "once: B 2021: the parts sum to 99, the whole is 100."


def test_all_rows_add_up_to_what_was_printed(failing):
    audit = 'kind = "parts"\nvalue = "persons"\nwhole = 30\nwhere.sex = ["male", "female"]'
    right = [("A", "2021", 10, "male"), ("B", "2021", 20, "female"), ("B", "2021", 99, "both")]
    assert failing(audit, right) == []
    (message,) = failing(audit, [*right, ("C", "2021", 30, "male")])
    assert told(message) == "once: all rows: the parts sum to 60, the whole is 30."
    assert told(failing(audit, right[2:])[0]) == "once: there is no row of it."


def test_places_add_up_to_the_place_they_lie_in(failing):
    audit = 'kind = "nested"\ncolumns = ["persons"]'
    right = [("NP", "2021", 60, "both"), ("NP01", "2021", 30, "both"), ("NP02", "2021", 30, "both"),
             ("A", "2021", 10, "both"), ("B", "2021", 20, "both"), ("D", "2020", 7, "both")]  # fmt: skip
    assert failing(audit, right) == []
    (message,) = failing(audit, [*right, ("C", "2021", 29, "both")])
    assert told(message) == "once: NP02 2021 both: persons of each local in it sums to 29, its own is 30."
    assert told(failing(audit, [("A", "2021", 1, "both")])[0]) == "once: no place of it lies in another."


def test_rows_that_must_be_unique_are_named_with_their_keys(failing):
    audit = 'kind = "unique"\ncolumns = ["period", "male", "female"]'
    right = [("A", "2021", 3, "both", 1, 2), ("B", "2021", 3, "both", 2, 1), ("B", "2021", 3, "male", 2, None)]
    assert failing(audit, right) == []
    (message,) = failing(audit, [*right, ("C", "2021", 9, "both", 1, 2)])
    assert told(message) == "once: 2021 1 2 stands at A 2021 both and at C 2021 both."


COVERAGE = 'kind = "coverage"\ncountry = "NP"\nlevel = "local"\nleast = '


def test_so_much_of_the_known_places_must_be_there_in_each_period(failing):
    three = [(code, "2021", 1, "both") for code in "ABC"]  # of four: "new" did not exist in 2021
    assert failing(COVERAGE + "0.75", three) == []
    assert told(failing(COVERAGE + "0.76", three)[0]) == "once: 2021: 3 of 4 (75.0%), missing D."
    assert len(failing(COVERAGE + "1", [*three, ("D", "2021", 1, "both"), ("A", "2022", 1, "both")])) == 1


def test_a_place_is_missed_from_when_it_exists(failing):
    rows = [(code, "2025", 1, "both") for code in "ABCD"]
    assert told(failing(COVERAGE + "1", rows)[0]) == "once: 2025: 4 of 5 (80.0%), missing new."


def test_coverage_of_a_column_within_a_place(failing):
    audit = f'{COVERAGE}1\nwithin = "NP01"\ncolumn = "male"'
    assert failing(audit, [("A", "2021", 1, "both", 1), ("B", "2021", 1, "both", 1), ("C", "2021", 1, "both")]) == []
    (message,) = failing(audit, [("A", "2021", 1, "both", 1), ("B", "2021", 1, "both")])
    assert told(message) == "once: 2021: 1 of 2 (50.0%), missing B."


def test_coverage_without_any_row_of_the_level_fails(failing):
    assert told(failing(COVERAGE + "0", [("NP01", "2021", 1, "both")])[0]) == "once: there is no row of a local of NP."


def test_many_rows_are_counted_and_the_first_five_named(failing):
    rows = [("A", str(2000 + number), 1, "both", 1, 1) for number in range(7)]
    (message,) = failing(COLUMNS, rows)
    assert " 7 times: " in message and message.count("the parts sum to") == 5 and message.endswith("; and 2 more.")


def test_no_code_outside_its_vintage_and_level(failing):
    audit = 'kind = "vintage"\nvintage = "2017"\nlevel = "local"'
    assert failing(audit, [("A", "2021", 1, "both")]) == []
    (message,) = failing(audit, [("A", "2021", 1, "both"), ("NP01", "2021", 1, "both"), ("old", "2021", 1, "both")])
    assert told(message) == "2 times: NP01 is a region of 2017; old is a district of 2011."


JUMP = 'kind = "jump"\ncolumn = "persons"\nmost = 1'


@pytest.mark.parametrize(("old", "new", "jumps"), [(50, 100, 0), (50, 101, 1), (100, 50, 0), (101, 50, 1), (0, 1, 1)])
def test_a_value_may_double_or_halve_and_no_more(failing, old, new, jumps):
    assert len(failing(JUMP, [("A", "2020", old, "both"), ("A", "2021", new, "both")])) == jumps


def test_a_jump_is_of_the_sum_of_a_place_and_the_period_before(failing):
    rows = [
        ("A", "2074/75", 5, "male"),
        ("A", "2074/75", 5, "female"),
        ("A", "2075/76", 25, "male"),
        ("B", "2074/75", 1, "male"),
    ]
    (message,) = failing(JUMP, rows)
    assert told(message) == "once: A: 10 in 2074/75, 25 in 2075/76."
    assert failing(f"{JUMP}\nleast_value = 11", rows) == []


def test_a_sum_with_a_missing_value_is_no_jump(failing):
    audit = 'kind = "jump"\ncolumn = "male"\nmost = 1'
    assert (
        failing(audit, [("A", "2020", 1, "both", 10), ("A", "2021", 1, "both", 99), ("A", "2021", 1, "male", None)])
        == []
    )


@pytest.mark.parametrize(
    ("bounds", "said"),
    [("least = 10", None), ("least = 11", "10 is less than 11"), ("most = 10", None), ("most = 9.5", "10 is more than 9.5"),
     ('most = "persons"', None), ('least = "persons"', "10 is less than 12")],
)  # fmt: skip
def test_a_value_lies_between_numbers_or_columns(failing, bounds, said):
    found = failing(
        f'kind = "range"\ncolumn = "male"\n{bounds}', [("A", "2021", 12, "both", 10), ("B", "2021", 1, "both")]
    )
    assert [told(message) for message in found] == ([f"once: A 2021 both: {said}."] if said else [])


def test_an_audit_of_published_rows_leaves_illustrative_ones_alone(failing):
    audit, rows = f'{COLUMNS}\nprovenance = ["published", "reported"]', [("A", "2021", 31, "both", 10, 20)]
    assert failing(audit, rows, provenance="illustrative") == []
    assert len(failing(audit, rows, provenance="reported")) == 1


@pytest.mark.parametrize("path", sorted(EXTRACTS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_card_of_the_checkout_asks_something_of_its_rows(path):
    assert cards.read(path)[0].audits


def test_every_kind_is_used_by_a_card_of_the_checkout():
    kinds = {audit.kind for card in catalogue.cards()[0].values() for audit in card.audits}
    assert kinds == set(audits.KINDS)
