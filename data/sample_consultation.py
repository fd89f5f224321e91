"""Illustrative consultation on the national urban policy: how far each region has come, what holds it up, what it asked for.

The stages follow one another: none is done before the one before it. Targets of the Sustainable Development Goals are
those of the United Nations; what regions ask for is an example.
"""

from datetime import date, timedelta

import pandas as pd

from data.sample_alliance_work import SEEN_ON
from data.sample_events import Region, regions, working_day
from data.sample_numbers import chance

STAGES = {  # when it is due
    "draft_shared": date(2024, 1, 31), "meeting_held": date(2024, 4, 30), "inputs_written": date(2024, 6, 30),
    "validated": date(2024, 9, 30), "sent_to_ministry": date(2024, 11, 30), "answered": date(2025, 3, 31),
}  # fmt: skip
WITH_PEOPLE = ("meeting_held", "validated")
TOLD_AFTER_DAYS = 20  # late: then what holds it up is written down
BOTTLENECKS = {
    "money": "No money for travel to the meeting", "time": "The meeting fell into the budget month",
    "people": "The office has nobody for the policy", "data": "Figures of the towns are not at hand",
    "law": "It is not clear whose duty the comment is", "coordination": "Two districts have not named who speaks for them",
}  # fmt: skip
INPUTS = (  # theme, goal, target, what is asked for
    ("finance", "sdg_17", "17.1", "Let towns keep the land transfer tax they collect"),
    ("finance", "sdg_17", "17.1", "Say by January what each town gets next year"),
    ("finance", "sdg_11", "11.a", "Pay small towns for services to villages around"),
    ("land_and_housing", "sdg_11", "11.1", "Give families in low-income settlements a right to stay"),
    ("land_and_housing", "sdg_11", "11.3", "Let towns approve land use plans themselves"),
    ("land_and_housing", "sdg_1", "1.4", "Register plots in the names of both spouses"),
    ("services", "sdg_6", "6.1", "Set one tariff rule for water in small towns"),
    ("services", "sdg_6", "6.2", "Share sludge treatment between towns"),
    ("transport", "sdg_11", "11.2", "Give footpaths a share of the road budget"),
    ("environment", "sdg_11", "11.6", "One landfill for neighbouring towns"),
    ("environment", "sdg_11", "11.7", "Keep ponds and open spaces from being filled"),
    ("disasters", "sdg_13", "13.1", "Pay for drainage before the flood, not after"),
    ("disasters", "sdg_11", "11.5", "A building inspector in each town"),
    ("jobs", "sdg_8", "8.3", "Cheaper licences for street vendors"),
    ("inclusion", "sdg_5", "5.5", "A women's budget hearing in each town"),
    ("inclusion", "sdg_1", "1.3", "Count people in low-income settlements for relief"),
    ("governance", "sdg_16", "16.6", "A town planner in every municipality"),
    ("governance", "sdg_16", "16.7", "Ask towns before a law on towns is passed"),
)


def stages(places: dict) -> pd.DataFrame:
    """One row a region and stage: place (its seat), region, stage, due_on, done_on, participants, bottleneck_kind,
    bottleneck, seen_on; what is not so (yet) is missing.
    """
    generator, rows = chance("policy_consultation"), []
    for region in regions(places):
        slowness = 260 * generator.random() ** 2
        before, going = date(2023, 12, 1), True
        for stage, due in STAGES.items():
            drawn, people, why = generator.random(3)
            done = max(before + timedelta(days=10), due + timedelta(days=int(slowness + drawn * 50) - 35))
            done = working_day(done, region.country)
            going = going and done <= SEEN_ON
            late = ((done if going else SEEN_ON) - due).days > TOLD_AFTER_DAYS
            kind = list(BOTTLENECKS)[int(why * len(BOTTLENECKS))] if late else None
            came = 25 + int(people * 70) if going and stage in WITH_PEOPLE else None
            rows.append((region.hosts[0], region.name, stage, due, done if going else None, came, kind, BOTTLENECKS.get(kind), SEEN_ON))  # fmt: skip
            before = done
    columns = (
        "place",
        "region",
        "stage",
        "due_on",
        "done_on",
        "participants",
        "bottleneck_kind",
        "bottleneck",
        "seen_on",
    )
    return pd.DataFrame(rows, columns=columns).astype({"participants": "Int64"})


def inputs(places: dict) -> pd.DataFrame:
    """One row an input: input_id, input, place, region, theme, goal, target, heard_on, outcome. Only of regions that met;
    where nothing was sent to the ministry yet, nothing is decided.
    """
    generator, rows = chance("policy_inputs"), []
    told = stages(places).set_index(["region", "stage"])["done_on"]
    for region in regions(places):
        met = told[region.name, "meeting_held"]
        if pd.isna(met):
            continue
        sent = pd.notna(told[region.name, "sent_to_ministry"])
        for number, which in enumerate(
            sorted(generator.random(len(INPUTS)).argsort(kind="stable")[: _count(generator)]), 1
        ):
            rows.append((f"{region.country.lower()}-{region.name.lower()}-{number:02}", *_input(region, INPUTS[which], met, sent, generator)))  # fmt: skip
    columns = ("input_id", "input", "place", "region", "theme", "goal", "target", "heard_on", "outcome")
    return pd.DataFrame(rows, columns=columns)


def _count(generator) -> int:
    return 7 + int(generator.random() * 8)


def _input(region: Region, asked: tuple, met: date, sent: bool, generator) -> tuple:
    theme, goal, target, text = asked
    host, decided = generator.random(2)
    outcome = "taken_up" if decided < 0.4 else "in_part" if decided < 0.65 else "not_taken_up"
    return (
        text,
        region.hosts[int(host * len(region.hosts))],
        region.name,
        theme,
        goal,
        target,
        met,
        outcome if sent else "open",
    )
