"""Federal transfers to Nepal's local governments, fiscal year 2074/75: the extracted lines of the Red Book.

`red_book_local_2074_75_extracted_DERIVED.csv`, one line each for the 744 units of that year, thousand of NPR. The
printed totals of the country and of the 77 districts (pages 3 and 7 onwards of the Red Book) stand below as facts.
"""

from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _nepal as nepal
from data.recipes import _table as table

EXTRACT = "nepal_transfers_2074_75"
FILE = "red_book_local_2074_75_extracted_DERIVED.csv"
GRANTS = {
    "fiscal_equalization_26611_npr_thousand": "equalization",
    "conditional_26612_npr_thousand": "conditional",
    "complementary_26613_npr_thousand": "complementary",
    "special_26614_npr_thousand": "special",
}
TOTAL = "total_npr_thousand"
COLUMNS = ["budget_code", "name_decoded", *GRANTS, TOTAL, "census_dist", "census_gapa", "adm3_pcode", "match_status"]
BY_ELIMINATION = "by_elimination_unverified"
NO_UNIT_NOW = "no_2021_unit_found"
PRINTED_NPR_THOUSAND = {
    "equalization": 148_639_833, "conditional": 76_414_758, "complementary": 0, "special": 0, "total": 225_054_591,
}  # fmt: skip
PRINTED_BY_DISTRICT_NPR_THOUSAND = {
    "NP0101": 2_116_269, "NP0102": 2_299_575, "NP0103": 2_945_542, "NP0104": 5_229_936, "NP0105": 6_137_510,
    "NP0106": 4_518_256, "NP0107": 1_872_369, "NP0108": 1_459_527, "NP0109": 2_332_176, "NP0110": 2_550_510,
    "NP0111": 1_750_636, "NP0112": 2_707_970, "NP0113": 2_154_216, "NP0114": 3_105_038, "NP0215": 4_943_969,
    "NP0216": 4_682_798, "NP0217": 4_943_653, "NP0218": 4_303_046, "NP0219": 5_336_815, "NP0232": 4_679_980,
    "NP0233": 4_660_402, "NP0234": 3_786_303, "NP0320": 3_196_191, "NP0321": 2_413_758, "NP0322": 2_358_418,
    "NP0323": 3_235_645, "NP0324": 3_815_694, "NP0325": 2_261_651, "NP0326": 1_486_379, "NP0327": 5_136_102,
    "NP0328": 2_991_183, "NP0329": 859_520, "NP0330": 3_447_577, "NP0331": 3_560_199, "NP0335": 3_586_030,
    "NP0436": 3_131_498, "NP0437": 2_244_365, "NP0438": 561_757, "NP0439": 2_943_211, "NP0440": 3_595_554,
    "NP0441": 3_288_738, "NP0442": 2_028_089, "NP0443": 2_952_184, "NP0444": 1_552_086, "NP0445": 715_851,
    "NP0447": 2_549_998, "NP0546": 3_092_264, "NP0547": 2_350_901, "NP0548": 5_341_423, "NP0549": 3_980_042,
    "NP0550": 2_249_250, "NP0551": 3_206_266, "NP0552": 791_706, "NP0554": 2_654_115, "NP0555": 2_420_918,
    "NP0556": 4_071_698, "NP0557": 3_278_073, "NP0558": 3_126_104, "NP0652": 1_848_554, "NP0653": 2_758_293,
    "NP0659": 3_263_823, "NP0660": 2_176_306, "NP0661": 3_043_855, "NP0662": 1_237_661, "NP0663": 1_613_795,
    "NP0664": 1_928_680, "NP0665": 996_718, "NP0666": 1_189_130, "NP0767": 2_856_170, "NP0768": 1_945_829,
    "NP0769": 3_173_941, "NP0770": 2_687_364, "NP0771": 5_245_004, "NP0772": 3_140_387, "NP0773": 1_805_515,
    "NP0774": 3_106_012, "NP0775": 2_046_620,
}  # fmt: skip


def recognise(path: Path) -> bool:
    """A CSV file with these columns, or of this name."""
    return table.looks_like(path, COLUMNS, FILE)


def build(paths: list[Path], places: dict) -> Built:
    """Four rows (grants) a local government of 2074/75: place, period, grant, amount_npr_thousand, match_certain."""
    (path,) = paths
    rows = _rows(path)
    problems = _unknown_units(path, rows, places) + _wrong_totals(path, rows, places)
    if problems:
        raise ContentError(problems)
    table.one_each(path, rows, ["place"])
    by_elimination = rows[rows["match_status"] == BY_ELIMINATION]
    notes = table.unbalanced(path, rows, TOTAL, list(GRANTS))
    if len(by_elimination):
        names = ", ".join(by_elimination["place"])
        notes.append(
            f"{path.name}: {len(by_elimination)} units were matched to units of now by elimination only, marked "
            f"match_certain = false ({table.lines_named(by_elimination.index)}): {names}."
        )
    for line, row in rows[rows["match_status"] == NO_UNIT_NOW].iterrows():
        notes.append(f"{path.name}: {row['name_decoded']} (line {line}) is no unit of now; it is {row['place']} here.")
    return Built(
        frame=_long(rows),
        provenance="published",
        publisher="Ministry of Finance, Nepal: Inter-governmental fiscal transfer, 2074/75",
        licence="none stated (government document)",
        source=path.name,
        read_at="Red Book for local levels 2074/75, PDF at github.com/okfnepal/nepal-budget-2074",
        data_date="2017-07-16",
        notes=["All amounts reconcile with the printed totals of the country and of the 77 districts.", *notes],
    )


def _rows(path: Path) -> pandas.DataFrame:
    rows = table.read_csv(path, COLUMNS)
    problems = table.empty_cells(path, rows, ["budget_code", "match_status"])
    rows = table.numbers(path, rows, [*GRANTS, TOTAL])
    for name in ("census_dist", "census_gapa"):
        rows[name], wrong = table.whole_numbers(rows[name], shown(path))
        problems += wrong
    if problems:
        raise ContentError(problems)
    table.one_each(path, rows, ["budget_code"])
    own = "NP-" + rows["budget_code"]
    return rows.assign(place=rows["adm3_pcode"].where(rows["match_status"] != NO_UNIT_NOW, own))


def _unknown_units(path: Path, rows: pandas.DataFrame, places: dict) -> list[Problem]:
    """Codes that are no local government, and codes that contradict the census numbers beside them."""
    problems, palikas = [], nepal.palikas_by_census_number(places)
    locals_ = {code for code, place in places.items() if place.country == "NP" and place.level == "local"}
    unknown = rows[~rows["place"].isin(locals_)]
    if len(unknown):
        codes = ", ".join(str(code) for code in unknown["place"][:10])
        message = f"{len(unknown)} codes are no local government: {codes} ({table.lines_named(unknown.index)})."
        hint = "A unit without P-code is written NP- and its budget code, and must be a place in geo."
        problems.append(Problem(shown(path), int(unknown.index[0]), message, hint))
    numbered = rows[rows["adm3_pcode"].notna() & rows["census_gapa"].notna()]
    pairs = numbered[["census_dist", "census_gapa"]].itertuples(index=False, name=None)
    by_number = pandas.Series([palikas.get(pair) for pair in pairs], index=numbered.index, dtype="str")
    differs = numbered[by_number.notna() & (numbered["adm3_pcode"] != by_number)]
    if len(differs):
        message = f"P-code and census number mean different palikas ({table.lines_named(differs.index)})."
        problems.append(Problem(shown(path), int(differs.index[0]), message, "Correct the match in the file."))
    return problems


def _wrong_totals(path: Path, rows: pandas.DataFrame, places: dict) -> list[Problem]:
    """Where the lines do not add up to what the Red Book prints for the country and for each district."""
    problems = []
    for column, grant in {**GRANTS, TOTAL: "total"}.items():
        found, printed = int(rows[column].sum()), PRINTED_NPR_THOUSAND[grant]
        if found != printed:
            message = f"{column}: the {len(rows)} lines add up to {found:,}, printed are {printed:,} thousand NPR."
            problems.append(Problem(shown(path), 1, message, "Is it complete, and without lines of totals?"))
    districts = rows["place"].map(lambda code: places[code].parent if code in places else None)
    sums = rows.groupby(districts.astype("str"))[TOTAL].sum()
    for district, printed in PRINTED_BY_DISTRICT_NPR_THOUSAND.items():
        found = int(sums.get(district, 0))
        if found != printed:
            lines = rows.index[districts == district]
            where = f" ({table.lines_named(lines)})" if len(lines) else ""
            message = f"{district}: its units add up to {found:,}{where}, printed are {printed:,} thousand NPR."
            line = int(lines[0]) if len(lines) else 1
            problems.append(Problem(shown(path), line, message, "Compare these lines with the Red Book."))
    return problems


def _long(rows: pandas.DataFrame) -> pandas.DataFrame:
    frames = [
        pandas.DataFrame(
            {
                "place": rows["place"],
                "period": "2074/75",
                "grant": grant,
                "amount_npr_thousand": rows[column],
                "match_certain": rows["match_status"] != BY_ELIMINATION,
            },
            index=rows.index,
        )
        for column, grant in GRANTS.items()
    ]
    return pandas.concat(frames)
