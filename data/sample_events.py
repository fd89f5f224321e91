"""Illustrative quarterly meetings of associations of municipalities, with their minutes and actions, and webinars with who
came, what media brought and what was learned.

Real are only the eleven names of MAB's regions, the usual mix of a webinar and its first topic. No person is named, and no
medium.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.problems import ROOT
from data.sample_alliance_work import SEEN_ON, half_times
from data.sample_numbers import chance, example_file, of_level

MAB_REGIONS = tuple(sorted((ROOT / "geo" / "groups").glob("mab-*.toml")))
YEARS = (2022, 2023, 2024)
QUARTERS = {"q1": "January to March", "q2": "April to June", "q3": "July to September", "q4": "October to December"}
CENTRES = {"NP": "NP0327101", "BD": "BD30267299"}  # Kathmandu; Savar, the pourashava next to Dhaka
HOSTS = 4  # municipalities that host a region's meetings in turn, one each quarter
LEAST_ZEAL, CENTRAL_ZEAL = 0.5, 0.95  # how often what is due is held: regions lie between these
URBAN = ("np-metropolitan-city", "np-sub-metropolitan-city", "np-municipality")
WEBINARS = 33  # of each country, about one a month
MIX = {  # role -> the least and the most planned, and the fewest and the most that come
    "mayors": (10, 12, 6, 14), "officials": (1, 2, 0, 3), "moderator": (1, 1, 1, 1), "journalists": (15, 20, 9, 23),
    "executive_body": (1, 2, 0, 2),
}  # fmt: skip
OUTLETS = ("online_portal", "local_newspaper", "national_newspaper", "radio", "television")  # the most frequent first
WORK = {  # topic -> title of a webinar, actions, and lessons with what is to change
    "covid_and_urban_poor": ("COVID-19 and the urban poor", ("List poor households by ward", "Open a relief desk in each ward"), (
        ("Relief reached those who stood on a list", "Keep a list of poor households by ward, up to date each year"),
        ("People without papers were left out", "Accept the word of the ward for those without papers"))),
    "own_revenue": ("Own revenue after the lockdown", ("Publish the property tax list", "Accept taxes by phone"), (
        ("Taxes were paid where they could be paid by phone", "Accept taxes by phone in all towns of the region"),)),
    "solid_waste": ("Solid waste between neighbouring towns", ("Agree on a shared landfill", "Collect waste apart in three wards"), (
        ("No town finds a landfill alone", "Plan one landfill for three towns"),)),
    "climate": ("Floods and heat in towns", ("Clear the main drain before the rains", "Write a heat plan"), (
        ("Drains were blocked by building waste", "Fine building waste in drains"),)),
    "housing": ("Homes for low-income families", ("Survey low-income settlements", "Set land aside for homes"), (
        ("Families move back where they have work", "Look for land near work"),)),
    "water_and_sanitation": ("Water and toilets for all wards", ("Measure losses of water", "Build public toilets at the market"), (
        ("Meters paid for themselves in two years", "Put meters on public buildings first"),)),
    "jobs": ("Youth and jobs in small towns", ("Open a job desk", "Pay apprentices in public works"), (
        ("Training without a workshop led to few jobs", "Sign up workshops before a course begins"),)),
    "urban_policy": ("The national urban policy and the towns", ("Send comments on the draft policy", "Name a focal person for the policy"), (
        ("Few towns had read the draft", "Send two pages in the national language before the meeting"),)),
}  # fmt: skip
TOPICS = tuple(WORK)


@dataclass(frozen=True)
class Region:
    """A region with its `name` in English and the municipalities that host its meetings; the first is its seat."""

    country: str
    name: str
    hosts: tuple[str, ...]


def regions(places: dict) -> list[Region]:
    """Nepal's provinces and MAB's regions: each with four municipalities, drawn from those that lie in it."""
    generator, found = chance("regions of associations"), []
    for province in of_level(places, "NP", "region"):
        towns = [place.code for place in of_level(places, "NP", "local")
                 if place.category in URBAN and place.code.startswith(province.code)]  # fmt: skip
        found.append(Region("NP", province.name_en, _drawn(towns, generator)))
    for path in MAB_REGIONS:
        card = tomllib.loads(path.read_text("utf-8"))  # as text, because `data` may not import `geo`
        districts = {member["place"] for member in card["members"]}
        towns = [place.code for place in of_level(places, "BD", "town")
                 if place.parent in districts and not place.successors]  # fmt: skip
        found.append(Region("BD", card["title"]["en"].removeprefix("MAB region "), _drawn(towns, generator)))
    return [region for region in found if region.hosts]


def _drawn(codes: list[str], generator) -> tuple[str, ...]:
    return tuple(codes[i] for i in generator.random(len(codes)).argsort(kind="stable")[:HOSTS])


def meetings(places: dict) -> pd.DataFrame:
    """One row a meeting due: id, place (its host), region, body, quarter, due_on, held_on, attended, minutes_approved_on,
    minutes (a file's name), minutes_opened_on, seen_on; what has not happened is missing.
    """
    generator, rows = chance("quarterly_meetings"), []
    centres = [Region(country, "Central committee", (code,) * HOSTS) for country, code in CENTRES.items()]
    for region in [*regions(places), *centres]:
        central = region in centres
        zeal = CENTRAL_ZEAL if central else LEAST_ZEAL + (1 - LEAST_ZEAL) * generator.random() ** 0.5
        for year in YEARS:
            for number, quarter in enumerate(QUARTERS):
                told = _meeting(year, number, zeal, region.country, generator)
                key = f"{region.country.lower()}-{region.name.lower().replace(' ', '-')}-{year}-{quarter}"
                name = f"minutes-{key}.txt" if told.pop("given") else None
                rows.append({"meeting": key, "place": region.hosts[number], "region": region.name,
                             "body": "central" if central else "regional", "quarter": quarter, **told, "minutes": name,
                             "seen_on": SEEN_ON})  # fmt: skip
    columns = ("meeting", "place", "region", "body", "quarter", "due_on", "held_on", "attended", "minutes_approved_on",
               "minutes", "minutes_opened_on", "seen_on")  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"attended": "Int64"})


def _meeting(year: int, number: int, zeal: float, country: str, generator) -> dict:
    """The days of one meeting, whether its minutes were given, and who was there."""
    first = date(year, 3 * number + 1, 1)
    due = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    held_at, when, people, approved_at, given, opened_at = generator.random(6)
    held = working_day(first + timedelta(days=20 + int(when * 60)), country) if held_at < zeal else None
    approved = _until_seen(held, 7 + 16 * half_times(approved_at))
    has_file = approved is not None and given < 0.88
    opened = _until_seen(approved if has_file else None, 1 + 20 * half_times(opened_at))
    return {"due_on": due, "held_on": held, "attended": 9 + int(people * 24) if held else None,
            "minutes_approved_on": approved, "given": has_file, "minutes_opened_on": opened}  # fmt: skip


def _until_seen(begun: date | None, days: float) -> date | None:
    """The day so long after another, if that was and it comes before the list was made."""
    day = begun + timedelta(days=int(min(days, 4000))) if begun else SEEN_ON + timedelta(days=1)
    return day if day <= SEEN_ON else None


def working_day(day: date, country: str) -> date:
    """The day itself, or the first after it on which offices are open: they close on Saturday, in Bangladesh on Friday too."""
    while day.weekday() == 5 or (country == "BD" and day.weekday() == 4):
        day += timedelta(days=1)
    return day


def minutes(held: pd.DataFrame) -> dict[str, bytes]:
    """The file of each meeting whose minutes were given: short, in English, clearly an example, without any name."""
    given = held[held["minutes"].notna()]
    return {row.minutes: example_file("MINUTES", _lines(row)) for row in given.itertuples()}


def _lines(row) -> tuple[str, ...]:
    return (
        f"{row.region}: meeting of {QUARTERS[row.quarter]} {row.due_on.year}",
        f"Held on {row.held_on}. Present: {row.attended} people.",
        f"Approved on {row.minutes_approved_on}.",
        "",
        "1. The minutes of the meeting before were read and approved.",
        "2. Actions that were due were gone through one by one; the open ones stay on the list.",
        "3. Each town said what it does next, and by when.",
        "4. The next meeting is held before the end of the next quarter.",
    )


def actions(places: dict) -> pd.DataFrame:
    """One row an action agreed at a meeting: action_id, action, place, meeting, body, topic, promised_on, due_on, done_on
    (missing while it is open), seen_on.
    """
    generator, rows = chance("meeting_actions"), []
    hosts = {(region.country, region.name): region.hosts for region in regions(places)}
    for row in meetings(places).dropna(subset=["held_on"]).itertuples():
        towns = hosts.get((row.place[:2], row.region), (row.place,))
        first, count = generator.random(2)
        for number in range(int(count * 3)):
            which, town, term, pace = generator.random(4)
            topic = TOPICS[(int(first * len(TOPICS)) + 3 * number) % len(TOPICS)]  # each another one
            due = row.held_on + timedelta(days=60 + 30 * int(term * 5))
            rows.append((f"{row.meeting}-{number + 1}", WORK[topic][1][int(which * 2)], towns[int(town * len(towns))],
                         f"{row.region}, {QUARTERS[row.quarter]} {row.due_on.year}", row.body, topic, row.held_on, due,
                         _until_seen(row.held_on, 10 + 110 * half_times(pace)), SEEN_ON))  # fmt: skip
    columns = (
        "action_id",
        "action",
        "place",
        "meeting",
        "body",
        "topic",
        "promised_on",
        "due_on",
        "done_on",
        "seen_on",
    )
    return pd.DataFrame(rows, columns=columns)


def webinars(places: dict) -> pd.DataFrame:
    """One row a webinar and role: webinar, title, place, topic, held_on, role, planned_least, planned_most, came."""
    generator, rows = chance("webinar_mix"), []
    for country in CENTRES:
        hosts = [region.hosts[0] for region in regions(places) if region.country == country]
        for number in range(WEBINARS):
            # The first, and every fourth after it, is on the topic with which they began.
            topic = TOPICS[0] if number % 4 == 0 else TOPICS[1 + int(generator.random() * (len(TOPICS) - 1))]
            day = working_day(
                date(YEARS[0], 2, 1) + timedelta(days=32 * number + int(generator.random() * 14)), country
            )
            place = hosts[number % len(hosts)]
            for role, (least, most, fewest, greatest) in MIX.items():
                came = fewest + int(generator.random() * (greatest - fewest + 1))
                rows.append((f"{country.lower()}-{number + 1:02}", WORK[topic][0], place, topic, day, role, least, most, came))  # fmt: skip
    columns = ("webinar", "title", "place", "topic", "held_on", "role", "planned_least", "planned_most", "came")
    return pd.DataFrame(rows, columns=columns)


def coverage(places: dict) -> pd.DataFrame:
    """One row a report in a medium: report, event, place, topic, outlet_kind, appeared_on, link (always missing)."""
    generator, rows = chance("media_coverage"), []
    held = webinars(places)
    for row in held[held["role"] == "journalists"].itertuples():
        for number in range(int(row.came * generator.random() * 0.5)):
            kind = OUTLETS[int(generator.random() ** 1.6 * len(OUTLETS))]
            day = row.held_on + timedelta(days=int(generator.random() ** 2 * 6))
            rows.append(
                (f"{row.webinar}-{number + 1:02}", row.title, row.place, row.topic, kind, min(day, SEEN_ON), None)
            )
    columns = ("report", "event", "place", "topic", "outlet_kind", "appeared_on", "link")
    return pd.DataFrame(rows, columns=columns).astype({"link": "string"})


def lessons(places: dict) -> pd.DataFrame:
    """One row a lesson of a webinar: lesson_id, lesson, change, event, place, topic, learned_on, progress."""
    generator, rows = chance("event_lessons"), []
    for row in webinars(places).drop_duplicates("webinar").itertuples():
        for number, (lesson, change) in enumerate(WORK[row.topic][2], 1):
            years = (SEEN_ON - row.held_on).days / 365
            far = generator.random() * years
            state = "changed" if far > 1.1 else "in_a_plan" if far > 0.35 else "written_down"
            rows.append(
                (f"{row.webinar}-{number}", lesson, change, row.title, row.place, row.topic, row.held_on, state)
            )
    columns = ("lesson_id", "lesson", "change", "event", "place", "topic", "learned_on", "progress")
    return pd.DataFrame(rows, columns=columns)
