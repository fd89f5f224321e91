"""What a module's SQL must keep to before it ever meets data: one SELECT over known extracts, the card's columns."""

import re
from collections.abc import Mapping

import duckdb

from data.cards import ExtractCard
from data.problems import Problem, line_of, shown
from geo.groups import group_of
from queries import disclosure, register_checks, syntax
from queries.query import LEVELS, Module
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
    try:
        count = syntax.statements(module.sql)
        tree = syntax.tree(module.sql) if count == 1 else None
    except duckdb.Error as error:
        return (), [sql_problem(module, error)]
    except RecursionError:
        return (), [
            _at(
                module,
                1,
                "is nested too deep: brackets in brackets, or a very long sum.",
                "Name the inner parts in WITH clauses.",
            )
        ]
    if count == 0:
        return (), [_at(module, 1, "holds no SELECT, only blank lines or comments.", "Write the SELECT.")]
    if count > 1:
        message = f"holds {count} statements, but a query is exactly one SELECT."
        return (), [_at(module, 1, message, "Keep one SELECT, and make a query of its own of each of the others.")]
    if tree is None:
        word, line = syntax.first_word(module.sql)
        return (), [_at(module, line, f"is not a SELECT: it begins with {word}.", _INSTEAD.get(word, _ONLY_SELECT))]
    tables, common, problems = {}, {}, []
    for node, offset in syntax.nodes(tree):
        _names(node, offset, tables, common)
        told = _forbidden(node)
        if told:
            problems.append(_at(module, syntax.line_at(module.sql, offset), *told))
    for name in sorted(set(common) & known):
        message = f"gives a WITH clause the name of the extract {name!r}, which hides where its figures come from."
        problems.append(_at(module, _line(module.sql, name), message, "Give the clause another name."))
    for name in sorted(set(tables) - set(common) - known):
        hint = f"Known extracts: {', '.join(sorted(known)) or 'none'}."
        line = syntax.line_at(module.sql, tables[name])
        problems.append(_at(module, line, f"reads {name!r}, which is no extract we know.", hint))
    return tuple(sorted(set(tables) - set(common))), list(dict.fromkeys(problems))


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
            wrong = disclosure.problems(module, protected, readers) + register_checks.keepers(module, cards)
        if wrong:
            broken[module.id] = wrong
            problems += wrong
        else:
            modules[module.id] = module
    return Registry(found.themes, modules, problems, broken)


def columns(module: Module, connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    """What is wrong with the columns the SQL gives, found by describing it over `connection`'s (empty) extracts."""
    try:
        described = connection.cursor().execute(f"DESCRIBE {plain(module.sql)}").fetchall()
    except duckdb.Error as error:
        return [sql_problem(module, error)]
    found = {name: kind for name, kind, *_ in described}
    problems = []
    names = [name for name, *_ in described]
    for name in sorted({name for name in names if names.count(name) > 1}):
        message = f"gives the column {name!r} twice."
        problems.append(_at(module, _line(module.sql, name), message, "Leave one out, or call it otherwise with AS."))
    needed = dict.fromkeys((*module.key, *module.card.columns, *module.measures()))
    for name in needed:
        if name not in found:
            message = f"gives no column {name!r}, which {_needed_by(module, name)}."
            problems.append(_at(module, 1, message, f"It gives: {', '.join(found)}."))
    counted = {one.numerator for one in module.indicators.values() if one.over_places == "distinct"}
    for name in module.measures():
        if name in counted:  # as it stands, whatever it is
            continue
        if name in found and not NUMBER.fullmatch(found[name]):
            message = f"gives the column {name!r} as {found[name]}, but what is measured must be a number."
            problems.append(_at(module, _line(module.sql, name), message, f"Write CAST({name} AS DOUBLE) AS {name}."))
    for name in module.key:
        wanted = "DATE" if name == "date" else "VARCHAR"
        if name in found and found[name] != wanted and not found[name].startswith("ENUM"):
            message = f"gives the column {name!r} as {found[name]}, but it must be {wanted}."
            problems.append(_at(module, _line(module.sql, name), message, f"Write CAST({name} AS {wanted}) AS {name}."))
    problems += register_checks.columns(module, found)
    spare = [name for name in found if name not in needed and name not in optional(module)]
    if spare:
        message = f"gives the column {spare[0]!r}, which neither the card nor an indicator speaks of."
        instead = f"[columns.{spare[0]}]" if module.kind == "register" else "an indicator that uses it"
        hint = f"Leave it out, or add [dimensions.{spare[0]}] to the card, or {instead}."
        problems.append(_at(module, _line(module.sql, spare[0]), message, hint))
    return problems


def _needed_by(module: Module, name: str) -> str:
    if name in module.dimensions:
        return "is a dimension of its card"
    if name in module.key:
        return f"every {module.kind} must have"
    if name in module.card.columns:
        return "its card declares"
    if module.kind == "published":
        return f"the indicator {name!r} is read from"
    users = [indicator.id for indicator in module.indicators.values() if name in indicator.columns()]
    return f"the indicator {users[0]!r} is made from"


def expected_group(module: Module, sets: Mapping) -> list[Problem]:
    """What is wrong with the groups a card names: the one it expects figures from, and the set its page opens with."""
    for opens in module.card.opens.values():
        if opens.by and opens.by not in (*LEVELS, "town", *sets):
            line = line_of(module.card_file.read_text("utf-8"), "opens")
            message = f"opens by {opens.by!r}, which is no level and no set of groups."
            return [Problem(shown(module.card_file), line, message, f"The sets are {', '.join(sets)}.")]
    name = module.card.expected
    if name is None or group_of(sets, name):
        return []
    line = line_of(module.card_file.read_text("utf-8"), "expected")
    message = f"expects figures of the group {name!r}, which is not in geo/groups or is broken."
    return [Problem(shown(module.card_file), line, message, "Correct the name, or mend the group's file.")]


def types_as_written(text: str) -> str:
    """DuckDB's words with the names of types as SQL writes them."""
    return re.sub(r"\bINT(32|64)\b", lambda kind: {"32": "INTEGER", "64": "BIGINT"}[kind[1]], text)


def plain(sql: str) -> str:
    """The SELECT without what may end it, on the lines on which it stands in its file."""
    return sql.rstrip().rstrip(";").rstrip()


def optional(module: Module) -> set[str]:
    """Columns a SELECT may give beside those it must: `certain`, and intervals beside published values."""
    if module.kind == "published":
        return {f"{name}_{suffix}" for name in module.indicators for suffix in ("low", "high", "standard_error")}
    if module.kind == "event":
        return {"title"}
    if module.kind == "flow":
        return set()
    return {"certain"}


def sql_problem(module: Module, error: duckdb.Error) -> Problem:
    """DuckDB's own words (it suggests the right column or table), with the file and the line it speaks of."""
    text = str(error)
    line = re.search(r"LINE (\d+):", text)
    sentence = " ".join(part.strip() for part in text.split("LINE ")[0].splitlines() if part.strip())
    sentence = re.sub(r"^[A-Z][\w ]* (Error|Exception): ", "", sentence)
    hint = ""
    for mark, (instead, advice) in _PLAINER.items():
        if mark in sentence:
            column = re.search(r'column ("\w+")', sentence)
            sentence, hint = f"the column {column[1]} {instead}" if column else instead, advice
    message = f"DuckDB refuses {module.id}: {types_as_written(sentence)}"
    return _at(
        module, int(line.group(1)) if line else 1, message + ("" if message.endswith((".", "?", "!")) else "."), hint
    )


_ONLY_SELECT = "Write one plain SELECT, perhaps after WITH: nothing else runs."
_INSTEAD = {"PIVOT": "Write one column a value with sum(...) FILTER (WHERE ...) and GROUP BY."}
# What DuckDB advises and we do not, or says in words of its own making.
_PLAINER = {
    "Division by zero": ("it divides by zero.", "Write x / nullif(y, 0), which gives NULL there."),
    "must appear in the GROUP BY clause": (
        "stands neither in sum(), min() or the like nor after GROUP BY.",
        "Name it after GROUP BY, or choose among its values with min() or max().",
    ),
    "could not allocate": ("it needs more memory than a query may take.", "Filter first, and join on the whole key."),
}


def _names(node: dict, offset: int, tables: dict[str, int], common: dict[str, int]) -> None:
    """Adds the tables that a piece of SQL reads and the WITH clauses that it names, with where they stand."""
    if node.get("type") == "BASE_TABLE":
        place = ".".join(part for part in (node.get("catalog_name"), node.get("schema_name")) if part)
        tables.setdefault(f"{place}.{node['table_name']}" if place else node["table_name"].lower(), offset)
    if isinstance(node.get("cte_map"), dict):
        common.update((entry["key"].lower(), offset) for entry in node["cte_map"].get("map", []))


def _forbidden(node: dict) -> tuple[str, str] | None:
    """What is wrong with one piece of SQL and what to do: it reads no extract, or its answer is not always the same."""
    name = str(node.get("function_name", ""))
    if node.get("type") == "TABLE_FUNCTION":
        name = node["function"]["function_name"]
        return f"uses {name}(), which reads something else than an extract.", _EXTRACTS
    if node.get("type") == "SHOW_REF":
        return "uses DESCRIBE or SHOW, which give no figures.", _ONLY_SELECT
    if node.get("class") == "PARAMETER":
        return f"has the placeholder ${node['identifier']}, which nobody fills in.", "Write the value itself."
    if node.get("class") == "COLUMN_REF" and node["column_names"][-1].lower() in CHANGING:
        name = node["column_names"][-1]
        return f"uses {name}(), whose answer is not always the same.", _SAME
    if node.get("class") == "FUNCTION" and (
        name.lower() in CHANGING or name.lower() == "age" and len(node.get("arguments", [])) == 1
    ):
        return f"uses {name}(), whose answer is not always the same.", _SAME
    if node.get("class") == "WINDOW" and name in ORDERED and not node.get("orders"):
        message = f"uses {name} without ORDER BY: which row comes first is then left to chance."
        return message, "Write ORDER BY inside OVER (...), by columns that tell all rows apart."
    if node.get("sample"):
        return "takes a sample of the rows, which is not always the same.", "Read all rows."
    return None


_EXTRACTS = "Read only extracts, by name; their cards are the files in data/extracts/."
_SAME = (
    "An answer must be the same each time it is made from the same extracts: take dates and keys from their columns."
)


def _line(sql: str, word: str) -> int:
    for number, line in enumerate(sql.splitlines(), 1):
        if re.search(rf"\b{re.escape(word)}\b", line.split("--")[0], re.IGNORECASE):
            return number
    return 1


def _at(module: Module, line: int, message: str, hint: str) -> Problem:
    return Problem(shown(module.sql_file), line, message, hint)
