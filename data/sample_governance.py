"""Illustrative governments, decisions and programmes of municipalities in both countries.

Real are the class of a Nepali municipality (its category among places), the day of Nepal's local elections of 2022 and the
provincial capitals among the programme towns; the rest is an example. No person is named, and partners are kinds.
"""

from datetime import date, timedelta

import pandas as pd

from data.sample_numbers import above, chance, example_file
from data.sample_reporting import reporting_towns

SEEN_ON = date(2024, 12, 31)
CLASSES = {
    "np-metropolitan-city": "metropolitan", "np-sub-metropolitan-city": "sub_metropolitan",
    "np-municipality": "municipality", "np-rural-municipality": "rural_municipality",
}  # fmt: skip
CAPITALS = ("NP0439101", "NP0217201", "NP0331201", "NP0659303")  # Pokhara, Janakpurdham, Hetauda, Birendranagar
NEPAL_ELECTED_ON = {2017: date(2017, 5, 28), 2022: date(2022, 5, 30)}  # when those elected took office, about
MEMBERS = {"metropolitan": 164, "sub_metropolitan": 102, "municipality": 62, "rural_municipality": 36}
WOMEN_IN_NEPAL, WOMEN_IN_BANGLADESH = (0.38, 0.45), (0.23, 0.34)
ADMINISTERED = 0.7  # of pourashavas, whose council an administrator took the place of in 2024
FIRST_DAY, DAYS = date(2022, 1, 5), 1080  # of decisions: into December 2024
DECISIONS = {  # subject -> what is decided, in which form
    "budget": (("Budget and programme of the year approved", "council_decision"), ("Supplementary budget approved", "executive_decision")),
    "taxes": (("Rates of taxes and fees of the year fixed", "bylaw"), ("Remission for early payers of property tax", "executive_decision")),
    "land_use": (("Land use map opened for comments", "public_notice"), ("Building rules amended", "bylaw")),
    "infrastructure": (("Priority roads and drains of the year chosen", "council_decision"), ("Users' committees asked to apply", "public_notice")),
    "social_protection": (("Allowance list of the wards confirmed", "executive_decision"), ("Rules for help to households in need", "bylaw")),
    "environment": (("Plan for floods and landslides approved", "council_decision"), ("Plastic bags banned in the market", "bylaw")),
    "services": (("Charter of citizens' services renewed", "executive_decision"), ("Office hours of ward offices extended", "public_notice")),
}  # fmt: skip
PROGRAMMES = {  # name -> partner, years, money in lakh of the currency
    "Clean town": ("a development partner (example)", 3, 180), "Safe drinking water": ("a development bank (example)", 5, 900),
    "Jobs for the young": ("a federal or central ministry (example)", 2, 120), "Green roads": ("a climate fund (example)", 4, 450),
    "Homes in low-income settlements": ("a non-governmental organisation (example)", 3, 260),
    "Every ward online": (None, 2, 60), "Health posts renewed": ("a provincial or divisional office (example)", 3, 210),
}  # fmt: skip


def governments(places: dict) -> pd.DataFrame:
    """One row a term: government, place, class, role, led_by, began_on, ended_on, members, women_members, seen_on."""
    generator, rows = chance("municipal_governments"), []
    for code in reporting_towns(places):
        terms = (_nepal if places[code].country == "NP" else _bangladesh)(places[code], generator)
        for number, (klass, led_by, began, ended, members, women) in enumerate(terms, 1):
            rows.append(
                (f"{code}/{number}", code, klass, _role(places, code), led_by, began, ended, members, women, SEEN_ON)
            )
    columns = ("government", "place", "class", "role", "led_by", "began_on", "ended_on", "members", "women_members", "seen_on")  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"members": "Int64", "women_members": "Int64"})


def _nepal(place, generator) -> list[tuple]:
    klass, found = CLASSES[place.category], []
    members, acting = MEMBERS[klass] + int(generator.random() * 9), generator.random() < 0.1
    for year, ended in ((2017, NEPAL_ELECTED_ON[2022]), (2022, date(2024, 10, 1) if acting else None)):
        women = _share(members, WOMEN_IN_NEPAL, generator)
        found.append((klass, "elected_council", NEPAL_ELECTED_ON[year], ended, members, women))
    return [*found, (klass, "acting_officer", date(2024, 10, 1), None, None, None)] if acting else found


def _bangladesh(place, generator) -> list[tuple]:
    """A council from early 2021 or later, in most towns with an administrator after it; some never had one since."""
    klass = ("class_a", "class_b", "class_c")[int(generator.random() * 3)]
    began = date(2021, 2, 14) + timedelta(days=int(generator.random() * 500))
    if generator.random() < 0.12:
        return [(klass, "administrator", began, None, None, None)]
    ended = date(2024, 8, 19) if generator.random() < ADMINISTERED else None
    members = 13 if klass != "class_a" else 17
    found = [(klass, "elected_council", began, ended, members, _share(members, WOMEN_IN_BANGLADESH, generator))]
    return [*found, (klass, "administrator", ended, None, None, None)] if ended else found


def _share(members: int, between: tuple[float, float], generator) -> int:
    return round(members * (between[0] + (between[1] - between[0]) * generator.random()))


def _role(places: dict, code: str) -> str:
    district = above(places, code, "district")
    seat = district is not None and places[code].name_en.split(" ")[0] == district.name_en.split(" ")[0]
    return "provincial_capital" if code in CAPITALS else "district_seat" if seat else "other_town"


def decisions(places: dict) -> pd.DataFrame:
    """One row a decision: decision, place, decided, decided_on, kind, subject, document and read_at (some missing)."""
    generator, rows = chance("municipal_decisions"), []
    for code in reporting_towns(places):
        days = sorted(int(DAYS * drawn) for drawn in generator.random(3 + int(generator.random() * 5)))
        for number, days_after in enumerate(days, 1):
            which, form, filed, published = generator.random(4)
            subject = list(DECISIONS)[int(which * len(DECISIONS))]
            decided, kind = DECISIONS[subject][int(form * 2)]
            rows.append((
                f"{code}/{number}", code, decided, FIRST_DAY + timedelta(days=days_after), kind, subject,
                f"{code.lower()}-decision-{number}.txt" if filed < 0.8 else None,
                f"https://example.org/{code.lower()}/decisions/{number}" if published < 0.35 else None,
            ))  # fmt: skip
    columns = ("decision", "place", "decided", "decided_on", "kind", "subject", "document", "read_at")
    return pd.DataFrame(rows, columns=columns)


def programmes(places: dict) -> pd.DataFrame:
    """One row a programme: programme, place, name, partner, begins_on, ends_on, money, status, document."""
    generator, rows = chance("municipal_programmes"), []
    for code in reporting_towns(places):
        chosen = generator.random(len(PROGRAMMES)).argsort(kind="stable")[: 2 + int(generator.random() * 3)]
        for number, at in enumerate(chosen, 1):
            name, (partner, years, lakh) = list(PROGRAMMES.items())[at]
            size, when, state, filed = generator.random(4)
            begins = date(2020 + int(when * 6), 7, 17)
            ends = date(begins.year + years, 7, 16) if state < 0.9 else None
            rows.append((f"{code}/{number}", code, name, partner, begins, ends, int(lakh * (0.4 + 1.2 * size)) * 100_000,
                         _status(begins, ends, state), f"{code.lower()}-programme-{number}.txt" if filed < 0.7 else None))  # fmt: skip
    columns = ("programme", "place", "name", "partner", "begins_on", "ends_on", "money", "status", "document")
    return pd.DataFrame(rows, columns=columns)


def decision_files(listed: pd.DataFrame) -> dict[str, bytes]:
    """The file of each decision that has one, clearly an example."""
    given = listed[listed["document"].notna()].itertuples()
    return {
        row.document: example_file("DECISION", (f"{row.decided}.", f"Decided on {row.decided_on}.")) for row in given
    }


def programme_files(listed: pd.DataFrame) -> dict[str, bytes]:
    """The file of each programme that has one, clearly an example."""
    given = listed[listed["document"].notna()].itertuples()
    return {row.document: example_file("PROGRAMME", (f"{row.name}.", f"From {row.begins_on}.")) for row in given}


def _status(begins: date, ends: date | None, drawn: float) -> str:
    if begins > SEEN_ON:
        return "planned"
    if drawn < 0.08:
        return "stopped"
    return "completed" if ends is not None and ends < SEEN_ON else "running"
