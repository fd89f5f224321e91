"""What a module's SQL must keep to, checked on empty tables before it ever meets data.

DuckDB's own parser reads the SQL (`json_serialize_sql`), so what is vetted is what would run.
"""

import json
import re
from collections.abc import Mapping
from functools import cache

import duckdb

from data.cards import ExtractCard
from data.problems import Problem, line_of, shown
from geo.groups import group_of
from queries import disclosure
from queries.query import Module
from queries.registry import Registry

NUMBER = re.compile(r"(TINY|SMALL|BIG|HUGE|U)*INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*|UBIGINT|UHUGEINT")
# An answer must be the same each time it is made from the same extracts.
CHANGING = set(
    [
        "random",
        "uuid",
        "uuidv4",
        "uuidv7",
        "gen_random_uuid",
        "setseed",
        "now",
        "today",
        "get_current_timestamp",
        "current_timestamp",
        "current_date",
        "current_time",
        "get_current_time",
        "transaction_timestamp",
        "localtimestamp",
        "localtime",
        "current_localtimestamp",
        "current_localtime",
        "nextval",
        "getenv",
        "current_setting",
        "query",
        "query_table",
    ]
)
ORDERED = {"row_number", "first", "last", "first_value", "last_value", "nth_value", "lag", "lead", "ntile"}


def vet(module: Module, known: set[str]) -> tuple[tuple[str, ...], list[Problem]]:
    """The extracts the SQL reads, and what is not allowed in it: anything but one SELECT over `known` extracts."""
    count, problem = _statements(module)
    if problem:
        return (), [problem]
    if count != 1:
        message = f"holds {count} statements; a query module is exactly one SELECT."
        return (), [_at(module, 1, message, "Keep one, and make a module of each of the others.")]
    tree = json.loads(_parser().cursor().execute("SELECT json_serialize_sql(?)", [module.sql]).fetchone()[0])
    if tree.get("error"):
        message = f"is not a SELECT: {tree.get('error_message', 'it cannot be read')}."
        return (), [_at(module, 1, message, "Write one plain SELECT; nothing else runs.")]
    tables, functions, common = set(), set(), set()
    _walk(tree["statements"], tables, functions, common)
    problems = [
        _at(
            module,
            _line(module.sql, name),
            f"uses {name}{'' if ' ' in name else '()'}, a table function or one whose answer changes.",
            "Read only the extracts listed in data/extracts/.",
        )
        for name in sorted(functions)
    ]
    for name in sorted(common & known):
        message = f"gives a WITH clause the name of the extract {name!r}, which hides where its figures come from."
        problems.append(_at(module, _line(module.sql, name), message, "Give the clause another name."))
    for name in sorted(tables - common):
        if name not in known:
            hint = f"Known extracts: {', '.join(sorted(known)) or 'none'}."
            problems.append(_at(module, _line(module.sql, name), f"reads {name!r}, which is no extract we know.", hint))
    return tuple(sorted(tables - common)), problems


def vetted(found: Registry, cards: Mapping[str, ExtractCard]) -> Registry:
    """The registry with each module's SQL vetted: modules that fail are moved to `broken`, the others know their tables
    and whether one of them is protected.
    """
    modules, broken, problems = {}, dict(found.broken), list(found.problems)
    readers: dict[str, str] = {}
    for module in found.modules.values():
        tables, wrong = vet(module, set(cards))
        if not wrong:
            protected = [name for name in tables if cards[name].disclosure == "protected"]
            module = module.model_copy(update={"tables": tables, "protected": bool(protected)})
            wrong = disclosure.problems(module, protected, readers)
        if wrong:
            broken[module.id] = wrong
            problems += wrong
        else:
            modules[module.id] = module
    return Registry(found.themes, modules, problems, broken)


def columns(module: Module, connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    """What is wrong with the columns the SQL gives, found by describing it over `connection`'s (empty) extracts."""
    try:
        described = connection.cursor().execute(f"DESCRIBE {module.sql.strip().rstrip(';')}").fetchall()
    except duckdb.Error as error:
        return [sql_problem(module, error)]
    found = {name: kind for name, kind, *_ in described}
    problems = []
    needed = dict.fromkeys((*module.key, *module.measures()))
    for name in needed:
        if name not in found:
            why = "part of the key" if name in module.key else "needed by its indicators"
            message = f"gives no column {name!r}, which is {why}."
            problems.append(_at(module, 1, message, f"It gives: {', '.join(found)}."))
    for name in module.measures():
        if name in found and not NUMBER.fullmatch(found[name]):
            message = f"column {name!r} is {found[name]}, but a measure must be a number."
            problems.append(_at(module, _line(module.sql, name), message, "Cast it in the SELECT."))
    for name in module.key:
        wanted = "DATE" if name == "date" else "VARCHAR"
        if name in found and found[name] != wanted and not found[name].startswith("ENUM"):
            message = f"column {name!r} is {found[name]}, expected {wanted}."
            problems.append(_at(module, _line(module.sql, name), message, "Cast it in the SELECT."))
    spare = [name for name in found if name not in needed and name not in optional(module)]
    if spare:
        message = f"gives column {spare[0]!r}, which neither the card nor an indicator speaks of."
        problems.append(
            _at(module, _line(module.sql, spare[0]), message, "Declare it as a dimension, or leave it out.")
        )
    return problems


def expected_group(module: Module, sets: Mapping) -> list[Problem]:
    """What is wrong with the group the card expects figures from: it must be one that we know."""
    name = module.card.expected
    if name is None or group_of(sets, name):
        return []
    line = line_of(module.card_file.read_text("utf-8"), "expected")
    message = f"expects figures of the group {name!r}, which is not in geo/groups or is broken."
    return [Problem(shown(module.card_file), line, message, "Correct the name, or mend the group's card.")]


def optional(module: Module) -> set[str]:
    """Columns a SELECT may give beside those it must: `certain`, and intervals beside published values."""
    if module.kind == "published":
        return {f"{name}_{suffix}" for name in module.indicators for suffix in ("low", "high", "standard_error")}
    if module.kind == "event":
        return {"title"}
    return {"certain"}


def sql_problem(module: Module, error: duckdb.Error) -> Problem:
    """DuckDB's own words (it suggests the right column or table), with the file and the line it speaks of."""
    text = str(error)
    line = re.search(r"LINE (\d+):", text)
    sentence = " ".join(part.strip() for part in text.split("LINE ")[0].splitlines() if part.strip())
    return _at(module, int(line.group(1)) if line else 1, f"DuckDB refuses {module.id}: {sentence}", "")


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """A connection that only ever parses."""
    return duckdb.connect(config={"enable_external_access": "false", "threads": 1})


def _statements(module: Module) -> tuple[int, Problem | None]:
    try:
        return len(_parser().extract_statements(module.sql)), None
    except duckdb.Error as error:
        return 0, sql_problem(module, error)


def _walk(node, tables: set[str], functions: set[str], common: set[str]) -> None:
    """Collect base tables, forbidden functions and the names of WITH clauses from a serialised statement."""
    if isinstance(node, list):
        for part in node:
            _walk(part, tables, functions, common)
        return
    if not isinstance(node, dict):
        return
    if node.get("type") == "BASE_TABLE":
        place = ".".join(part for part in (node.get("catalog_name"), node.get("schema_name")) if part)
        tables.add(f"{place}.{node['table_name']}" if place else node["table_name"].lower())
    if node.get("type") == "TABLE_FUNCTION":
        functions.add(node["function"]["function_name"])
    if node.get("type") == "SHOW_REF":
        functions.add("describe")
    if node.get("type") == "COLUMN_REF" and node["column_names"][-1].lower() in CHANGING:
        functions.add(node["column_names"][-1])
    if node.get("class") == "FUNCTION" and str(node.get("function_name", "")).lower() in CHANGING:
        functions.add(node["function_name"])
    if node.get("class") == "FUNCTION" and node.get("function_name") == "age" and len(node.get("arguments", [])) == 1:
        functions.add("age")  # with one date it counts to today
    if node.get("class") == "WINDOW" and node.get("function_name") in ORDERED and not node.get("orders"):
        functions.add(f"{node['function_name']} without ORDER BY")
    if node.get("sample"):
        functions.add("sample")
    if isinstance(node.get("cte_map"), dict):
        common.update(entry["key"].lower() for entry in node["cte_map"].get("map", []))
    for part in node.values():
        _walk(part, tables, functions, common)


def _line(sql: str, word: str) -> int:
    for number, line in enumerate(sql.splitlines(), 1):
        if re.search(rf"\b{re.escape(word)}\b", line.split("--")[0], re.IGNORECASE):
            return number
    return 1


def _at(module: Module, line: int, message: str, hint: str) -> Problem:
    return Problem(shown(module.sql_file), line, message, hint)
