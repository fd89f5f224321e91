"""The illustrative extracts: made here with fixed seeds where nothing real can be had, and marked as such everywhere.

They are scaled to published totals where there are any. A real file, once given, replaces one of them as a whole; that
is decided in `publish.py`, which asks here only for the names it has no source for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from data import (
    sample_alliance_work,
    sample_consultation,
    sample_events,
    sample_governance,
    sample_letters,
    sample_needs,
    sample_practice_spread,
    sample_practices,
    sample_projects,
)
from data.cards import Built
from data.problems import ContentError
from data.sample_alliance import GROUP_CARDS, participation
from data.sample_budget import budget_lines
from data.sample_flows import flows
from data.sample_funding import funding, quarters
from data.sample_grievances import grievances
from data.sample_migration import in_migrants
from data.sample_mpi import deprivations
from data.sample_partnerships import partnerships
from data.sample_poverty import WARD_CENSUS, poverty_districts, wealth_quintiles
from data.sample_priorities import priorities
from data.sample_taxes import tax_rates
from data.sample_towns import growth

ALSO_READS = (
    *GROUP_CARDS,
    *sample_events.MAB_REGIONS,
)  # besides places and the ward census: when these change, so do the extracts
MADE_UP = "All rows are illustrative: made by this program with a fixed seed, not observed."


@dataclass(frozen=True)
class Sample:
    """One illustrative extract: the function that makes it, the date its figures pretend to, what of it is real, and what
    makes the documents that its rows name, from the rows.
    """

    make: Callable[[dict, pd.DataFrame], pd.DataFrame]
    data_date: str
    notes: tuple[str, ...]
    documents: Callable[[pd.DataFrame], dict[str, bytes]] | None = None


SAMPLES = {
    "nepal_wealth_quintiles_2021": Sample(
        wealth_quintiles,
        "2021",
        (
            "Households of each ward are those of the 2021 ward census (real).",
            "The national shares of the fifths are the published 20.26, 19.71, 20.01, 20.05 and 19.98 %.",
            "Which ward is poor is a guess from province, remoteness, density and category.",
        ),
    ),
    "nepal_poverty_district_2001_2011": Sample(
        poverty_districts,
        "2011",
        (
            "In 2011 the rates weighted by persons give the published 25.16 % (gap 5.43 %, severity 1.81 %).",
            "Persons sum to the published 26,494,504, shared among the districts as the ward census of 2021 is.",
            "Which district is poor, all of 2001 and the standard errors are guesses.",
        ),
    ),
    "nepal_in_migrants_2011_by_reason": Sample(
        in_migrants,
        "2011",
        (
            "The national total of each reason is the census's; all together 3,787,949 persons.",
            "How they spread over districts, sexes and ages is a guess.",
        ),
    ),
    "nepal_migration_flows_2021": Sample(
        flows,
        "2021",
        (
            "Published is the share of persons who lived in another district than that of birth in 2011: 3,788,049 of "
            "26,253,828. The same share of the persons of the 2021 ward census moved between districts here.",
            "Who moved from where to where, and all moves inside a district, is a guess from size, distance and what "
            "draws people. Flows of fewer than 15 persons are left out.",
        ),
    ),
    "nepal_palika_growth_2011_2021": Sample(
        growth,
        "2011–2021",
        (
            "Persons of 2021 are those of the ward census (real); all together they grow as the censuses published, from "
            "26,494,504 to 29,164,578.",
            "How many lived in each palika in 2011, and which 58 of them were towns then, is a guess.",
        ),
    ),
    "grid_budget_lines": Sample(
        budget_lines,
        "2079/80–2081/82, 2021-22–2023-24",
        (
            "No municipality publishes budget lines with green, resilient and inclusive weights.",
            "The totals of a country and year are round numbers of a plausible size; 12 % of the money carries no tag.",
            "Pourashavas of 2011 that lie in a city corporation now have no rows.",
            "About 4 % of the places have not reported the last year and have no rows there.",
        ),
    ),
    "budget_funding": Sample(
        funding,
        "2079/80–2081/82, 2021-22–2023-24",
        (
            "The amounts of each municipality and year add up to its illustrative budget lines.",
            "In Nepal equalization and conditional grants stand to each other as the published 148,639,833 to 76,414,758 "
            "of FY 2074/75; the other shares are guesses.",
        ),
    ),
    "budget_quarters": Sample(
        quarters,
        "2079/80–2081/82, 2021-22–2023-24",
        (
            "A closed year's last quarter is the outturn of the illustrative budget lines.",
            "That half is spent in the last quarter, and which reports are missing, are guesses.",
        ),
    ),
    "municipal_tax_rates": Sample(
        tax_rates,
        "2079/80–2081/82, 2021-22–2023-24",
        (
            "Municipalities and years are those of the illustrative budget lines; which tax is levied and at what rate is a "
            "guess between a lowest and a highest rate.",
            "A pourashava's holding tax and rates stay below 39 % of the annual value, the ceiling of the Model Tax Schedule "
            "of 2014 (sarishabaripourashava.gov.bd/2014/07).",
        ),
    ),
    "municipal_priorities": Sample(
        priorities,
        "2079/80–2081/82, 2021-22–2023-24",
        (
            "Municipalities and years are those of the illustrative budget lines; 10 % of them have no rows, as if their "
            "documents had not been read.",
            "What policy, programme and budget name is a guess, the same in both countries.",
        ),
    ),
    "national_mpi_deprivations": Sample(
        deprivations,
        "2019",
        (
            "Published are Bangladesh's headcount 24.05 % and intensity 44.17 %, whose product is the index 0.106, and "
            "Nepal's headcount 17.4 % and index 0.074 (unicef.org/nepal, report of 2021): the weighted sums are exactly these.",
            "Weights are a third a dimension, shared equally among its indicators, as in both reports.",
            "How many are poor and lack each thing is a guess in the order in which the reports name them.",
        ),
    ),
    "alliance_participation": Sample(
        lambda places, ward_census: participation(places),
        "2021–2024",
        (
            "Real are the numbers 31 (alliances) and 27 (municipalities), and that fifteen towns of the Siddhartha "
            "corridor met on public-private partnership in 2022 with Janakpurdham as a guest.",
            "Events, days, attendance and organisations are examples.",
        ),
    ),
    "alliance_list": Sample(
        lambda places, ward_census: sample_alliance_work.alliance_list(places),
        "2024",
        ("Real is the number 31; names, towns and days are examples that fit the events.",),
    ),
    "alliance_members": Sample(
        lambda places, ward_census: sample_alliance_work.members(places),
        "2024",
        ("Who is a member of which alliance is an example; organisations outside government are kinds, not names.",),
    ),
    "alliance_invitations": Sample(
        lambda places, ward_census: sample_alliance_work.invitations(places),
        "2021–2024",
        ("Who came is as in the attendance list; who was invited and did not come is an example.",),
    ),
    "alliance_commitments": Sample(
        lambda places, ward_census: sample_alliance_work.commitments(places),
        "2021–2024",
        ("Promises, days and what was done are examples that fit the events.",),
    ),
    "susasan_grievances": Sample(
        grievances,
        "2023-01 – 2024-12",
        (
            "Persons of each ward are those of the 2021 ward census (real); the counts follow them by a guess.",
            "Who filed, how many were answered in time and which town has not reported are examples.",
        ),
    ),
    "quarterly_meetings": Sample(
        lambda places, ward_census: sample_events.meetings(places),
        "2022–2024",
        (
            "Real are six of the names of MAB's eleven regions; which districts they have is assumed.",
            "Which meetings were held, who hosted them, and the files with their minutes are examples.",
            "Meetings of the central committees are shown at Kathmandu and, as a pourashava, at Savar beside Dhaka.",
        ),
        sample_events.minutes,
    ),
    "meeting_actions": Sample(
        lambda places, ward_census: sample_events.actions(places),
        "2022–2024",
        ("Actions, days and what was done are examples that fit the meetings.",),
    ),
    "webinar_mix": Sample(
        lambda places, ward_census: sample_events.webinars(places),
        "2022–2024",
        ("Real is the usual mix that is planned, and the first topic; webinars and who came are examples.",),
    ),
    "media_coverage": Sample(
        lambda places, ward_census: sample_events.coverage(places),
        "2022–2024",
        ("Kinds of media, never names; reports and days are examples that fit the webinars.",),
    ),
    "event_lessons": Sample(
        lambda places, ward_census: sample_events.lessons(places),
        "2022–2024",
        ("Lessons and what became of them are examples that fit the webinars.",),
    ),
    "policy_consultation": Sample(
        lambda places, ward_census: sample_consultation.stages(places),
        "2024",
        (
            "Stages, days and what holds them up are examples; the municipality is the first host of the region's meetings.",
        ),
    ),
    "policy_inputs": Sample(
        lambda places, ward_census: sample_consultation.inputs(places),
        "2024",
        (
            "Goals and targets are those of the United Nations; who asked for what, and what was taken up, are examples.",
        ),
    ),
    "infrastructure_projects": Sample(
        lambda places, ward_census: sample_projects.projects(places),
        "2024-12-31",
        ("Projects, wards, days, money and progress are examples.",),
    ),
    "tool_adoption": Sample(
        lambda places, ward_census: sample_projects.tools(places),
        "2019–2024",
        (
            "Real are the numbers of Susasan: 12 local governments in the project, 24 at its fourth workshop; as many in Nepal "
            "have a tool here. Which they are, when and with whose help is an example.",
        ),
    ),
    "recommendation_letters": Sample(
        sample_letters.letters,
        "2024-10 – 2024-12",
        (
            "Persons of each ward are those of the 2021 ward census (real); the counts follow them by a guess, those of "
            "pourashavas follow nothing.",
        ),
    ),
    "judicial_cases": Sample(
        sample_letters.cases,
        "2079/80–2080/81, 2022-23–2023-24",
        (
            "Persons of each ward are those of the 2021 ward census (real); the counts follow them by a guess, those of "
            "pourashavas follow nothing.",
        ),
    ),
    "municipal_governments": Sample(
        lambda places, ward_census: sample_governance.governments(places),
        "2017–2024",
        (
            "Real are the class of a Nepali municipality and the elections of 2017 and 2022; the days, roles, numbers of "
            "members and who was put in as administrator are examples.",
        ),
    ),
    "municipal_decisions": Sample(
        lambda places, ward_census: sample_governance.decisions(places),
        "2022–2024",
        ("Decisions, days, files and addresses are examples: no such page exists.",),
        sample_governance.decision_files,
    ),
    "municipal_programmes": Sample(
        lambda places, ward_census: sample_governance.programmes(places),
        "2020–2025",
        ("Programmes, money, years and files are examples; partners are kinds of organisations.",),
        sample_governance.programme_files,
    ),
    "town_partnerships": Sample(
        partnerships,
        "2024",
        ("Which town works with whom, on what and with what result is an example; partners are kinds, not names.",),
    ),
    "needs_answers": Sample(
        lambda places, ward_census: sample_needs.answers(places),
        "2023–2024",
        ("Which town answered, what it asks for, what that costs and who validated it are examples.",),
    ),
    "practice_register": Sample(
        lambda places, ward_census: sample_practices.register(places),
        "2024",
        (
            "Which practices there are, whose they are and what they cost are examples.",
            "In Nepal programme towns are those of the group of that name; in Bangladesh which towns are is an example.",
        ),
    ),
    "practice_scores": Sample(
        lambda places, ward_census: sample_practices.scores(places),
        "2024",
        ("Criteria, marks and kinds of organisations that gave them are examples.",),
    ),
    "practice_showings": Sample(
        lambda places, ward_census: sample_practice_spread.showings(places),
        "2021–2024",
        ("In Nepal the events are those of the illustrative attendance list; what was shown there is an example.",),
    ),
    "practice_replications": Sample(
        lambda places, ward_census: sample_practice_spread.replications(places),
        "2021–2024",
        ("Which town saw, promised and copied which practice, when, and what came of it are examples.",),
    ),
    "practice_pilots": Sample(
        lambda places, ward_census: sample_practice_spread.pilots(places),
        "2024",
        ("The number of five pilots in towns outside the programme is the programme's plan; all else is an example.",),
    ),
    "newsletter_contents": Sample(
        lambda places, ward_census: sample_practices.newsletter(places),
        "2023–2024",
        ("That a newsletter comes out each quarter is the programme's plan; its contents are examples.",),
    ),
}


def build(places: dict, names_wanted: Iterable[str], built: dict) -> dict[str, Built]:
    """The illustrative extracts of these names (others are passed over), each with its provenance and notes.

    `places` is code -> Place; `built` holds the DataFrames (or `Built`s) of extracts made before, of which the ward
    census is needed: `ContentError` where it is missing.
    """
    wanted = [name for name in SAMPLES if name in set(names_wanted)]
    if wanted and WARD_CENSUS not in built:
        raise ContentError(f"{wanted[0]} is scaled to {WARD_CENSUS}, which is not built. Build that extract first.")
    census = getattr(built.get(WARD_CENSUS), "frame", built.get(WARD_CENSUS))
    return {name: _built(name, SAMPLES[name], SAMPLES[name].make(places, census)) for name in wanted}


def _built(name: str, sample: Sample, frame: pd.DataFrame) -> Built:
    return Built(
        frame=frame,
        provenance="illustrative",
        publisher="Nagar (illustrative)",
        licence="Apache-2.0",
        source="data/sample.py",
        read_at=f"made by nagar build, seeded with the name {name}",
        data_date=sample.data_date,
        notes=[MADE_UP, *sample.notes],
        documents=sample.documents(frame) if sample.documents else {},
    )
