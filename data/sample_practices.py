"""Illustrative practices of municipalities: what they are, how they were scored, and the newsletter that tells of them.

Everything is an example: which practices there are, which town has which, what it cost and how it was scored.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.sample_network_towns import COUNTRIES, network_towns
from data.sample_numbers import chance

LISTED_ON = date(2024, 12, 31)  # the day up to which the lists tell how things stand
PRACTICES_OF_A_COUNTRY, FROM_PROGRAMME, SCORED = 15, 0.75, 0.8
COST_THOUSAND = {"low": (50, 900), "middle": (1_000, 5_000), "high": (8_000, 30_000)}
EVIDENCE = {"measured": 0.2, "records": 0.35, "visited": 0.3, "none": 0.15}
CRITERIA = ("effect", "reaches_the_poor", "low_cost", "lasting", "easy_to_copy", "evidence")
ORGANISATIONS = {"own_municipality": 0.6, "other_municipality": 0.1, "association": -0.2, "university": -0.5}  # leaning
MOST_SCORE = 5
QUARTERS = {"first": 4, "second": 7, "third": 10, "fourth": 13}  # the month after each
ISSUES = ("2023", "2024")
HEADINGS = ("{practice}: how {town} did it", "What it costs: {practice}", "A visit to {town}: {practice}")


@dataclass(frozen=True)
class Kind:
    """A kind of practice: its name, the sector of need it answers, what it costs, and what is done."""

    name: str
    sector: str
    cost_class: str
    what: str


KINDS = (
    Kind("Composting yard run by ward committees", "solid_waste", "low", "Kitchen waste becomes compost that pays for the yard"),
    Kind("Waste sorted at the door", "solid_waste", "low", "Collectors take dry and wet waste on different days"),
    Kind("Blocked drains mapped with residents", "drainage_and_rivers", "low", "Lanes mark blocked drains, the town clears them before the rains"),
    Kind("Retention pond in a park", "drainage_and_rivers", "high", "A park holds the water of heavy rain"),
    Kind("One tap for every lane", "water_supply", "middle", "Shared taps in settlements, fees kept by the lane"),
    Kind("Rain water kept at schools", "water_supply", "low", "Tanks at schools for drinking and toilets"),
    Kind("Cards for street vendors", "agriculture_and_jobs", "low", "Vendors are listed and may not be driven away"),
    Kind("Savings groups for small shops", "agriculture_and_jobs", "low", "Women save together and lend for shops"),
    Kind("Training in local workshops", "agriculture_and_jobs", "middle", "Workshops take young people for half a year"),
    Kind("Land papers for settled families", "low_income_settlements", "middle", "Families get papers for the land they live on"),
    Kind("Community fund for better houses", "low_income_settlements", "middle", "Residents lend from one fund and repay together"),
    Kind("Evening clinic in the poorest ward", "primary_health_care", "middle", "Open when day labourers are home"),
    Kind("Health volunteers by lane", "primary_health_care", "low", "One volunteer for fifty houses"),
    Kind("Classes for working children", "schools", "low", "Two hours in the evening, then the ordinary school"),
    Kind("Street lights kept by residents", "housing_and_street_lights", "middle", "Solar lights, with a resident who keeps them"),
    Kind("List of the poor read out in wards", "social_security", "low", "Ward meetings correct the list of the poorest"),
    Kind("Flood warning by phone", "fire_and_disaster_response", "low", "Upstream towns call downstream towns"),
    Kind("Paved lanes built by residents", "roads_and_bridges", "middle", "The town gives material, residents build"),
    Kind("Foot bridge to the market", "roads_and_bridges", "high", "Shortens the way of two settlements"),
)  # fmt: skip


def register(places: dict) -> pd.DataFrame:
    """One row a practice: its id, name, place, programme (whether the town is in a programme), sector, what, cost_class,
    cost_thousand, evidence, document, begun_on, listed_on.
    """
    generator, rows = chance("practice_register"), []
    for country in COUNTRIES:
        towns = network_towns(places)[country]
        for kind in _some(KINDS, PRACTICES_OF_A_COUNTRY, generator):
            drawn, which, cost, proof, day = generator.random(5)
            programme = drawn < FROM_PROGRAMME
            town = _one(towns.programme if programme else towns.others, which)
            low, high = COST_THOUSAND[kind.cost_class]
            begun = date(2019, 1, 1) + timedelta(days=int(day * 1500))
            rows.append((f"{town}-{1 + KINDS.index(kind)}", kind.name, town, programme, kind.sector, kind.what, kind.cost_class,
                         int(low + (high - low) * cost), _weighed(EVIDENCE, proof), None, begun, LISTED_ON))  # fmt: skip
    columns = ("practice", "name", "place", "programme", "sector", "what", "cost_class", "cost_thousand", "evidence",
               "document", "begun_on", "listed_on")  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"document": "str"})


def scores(places: dict) -> pd.DataFrame:
    """One row a practice, period, criterion and organisation that scored: place, score of most (marks)."""
    generator, rows = chance("practice_scores"), []
    for practice in register(places).itertuples(index=False):
        if generator.random() >= SCORED:
            continue
        good = 3.1 + 1.9 * generator.random()
        for criterion in CRITERIA:
            of_criterion = good + (generator.random() - 0.5) * 1.4 + _known_of(practice, criterion)
            for organisation, leaning in ORGANISATIONS.items():
                marks = round(of_criterion + leaning / 2 + (generator.random() - 0.5), 6)
                score = int(min(MOST_SCORE, max(0, round(marks))))
                rows.append((practice.practice, practice.place, "2024", criterion, organisation, score, MOST_SCORE))
    columns = ("practice", "place", "period", "criterion", "organisation", "score", "most")
    return pd.DataFrame(rows, columns=columns)


def _known_of(practice, criterion: str) -> float:
    """Marks more or less for what the register says of the practice itself."""
    if criterion == "low_cost":
        return {"low": 0.9, "middle": -0.3, "high": -1.8}[practice.cost_class]
    if criterion == "evidence":
        return {"measured": 0.8, "records": 0.2, "visited": -0.3, "none": -1.5}[practice.evidence]
    return 0.0


def newsletter(places: dict) -> pd.DataFrame:
    """One row an article: its id, period (year), quarter, place, heading, practice (its name), page, issued_on."""
    generator, rows, listed = chance("newsletter_contents"), [], register(places)
    for country in COUNTRIES:
        told = listed[listed["place"].str.startswith(country)].reset_index(drop=True)
        for period in ISSUES:
            for quarter, month in QUARTERS.items():
                issued = date(int(period) + month // 13, (month - 1) % 12 + 1, 1) + timedelta(days=9)
                of_issue = _some(list(told.itertuples(index=False)), len(HEADINGS), generator)
                for number, (heading, practice) in enumerate(zip(HEADINGS, of_issue, strict=True), 1):
                    text = heading.format(practice=practice.name, town=places[practice.place].name_en)
                    article = f"{country}-{period}-{quarter}-{number}"
                    rows.append((article, period, quarter, practice.place, text, practice.name, 2 * number, issued))
    columns = ("article", "period", "quarter", "place", "heading", "practice_name", "page", "issued_on")
    return pd.DataFrame(rows, columns=columns)


def _some(things, count: int, generator) -> list:
    order = generator.random(len(things)).argsort(kind="stable")
    return [things[number] for number in sorted(order[:count])]


def _one(things, drawn: float):
    return things[int(drawn * len(things))]


def _weighed(shares: dict[str, float], drawn: float) -> str:
    reached = 0.0
    for name, share in shares.items():
        reached += share
        if drawn < reached:
            return name
    return name
