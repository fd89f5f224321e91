"""The portable subset of SQL: what means the same in DuckDB and in Spark, and gives the same answer each time.

A cube is made wherever there is room for its extracts: today by DuckDB, for larger ones by Spark (the translation is
sqlglot's). What another engine lacks, reads otherwise, or answers by chance is found here in DuckDB's own parsed tree,
never by searching the text, with the line and what to write instead.
"""

from data.problems import Problem, shown
from queries import syntax
from queries.query import Module

SHARED = {
    "+", "-", "*", "/", "%", "||", "~~", "!~~", "~~*", "!~~*", "sum", "count", "count_star", "min", "max", "avg",
    "bool_and", "bool_or", "count_if", "stddev_samp", "stddev_pop", "var_samp", "var_pop", "corr", "row_number",
    "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value", "last_value",
    "nth_value", "abs", "ceil", "ceiling", "floor", "round", "trunc", "sqrt", "ln", "exp", "power", "pow", "sign",
    "greatest", "least", "coalesce", "nullif", "ifnull", "if", "isnan", "concat", "lower", "upper", "trim", "ltrim",
    "rtrim", "substring", "substr", "length", "replace", "lpad", "rpad", "left", "right", "split_part",
    "starts_with", "regexp_matches", "regexp_replace", "regexp_extract", "year", "month", "day", "quarter",
    "date_trunc", "make_date", "to_years", "to_months", "to_days",
}  # fmt: skip
TYPES = {
    "VARCHAR", "TEXT", "STRING", "CHAR", "BOOLEAN", "BOOL", "TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT",
    "FLOAT", "REAL", "DOUBLE", "DECIMAL", "NUMERIC", "DATE", "TIMESTAMP",
}  # fmt: skip
NO_LISTS = "Keep one value a column and one row a thing: join, or use sum() and GROUP BY."
BY_CHANCE = "Write min() or max(), or number the rows with row_number() OVER (... ORDER BY ...) in a WITH clause."
NO_MEDIANS = "A median of wards is none of districts: give sums, or counts by class, and let the indicator divide."
CHOOSES = (
    "any_value",
    "arbitrary",
    "first",
    "last",
    "arg_max",
    "arg_min",
    "max_by",
    "min_by",
    "argmax",
    "argmin",
    "mode",
)
MEDIANS = ("median", "quantile", "quantile_cont", "quantile_disc", "approx_quantile", "mad", "reservoir_quantile")
TEXTS = ("string_agg", "group_concat", "listagg")
LISTS = ("list", "array_agg", "unnest", "histogram", "map", "row", "unpack", "flatten", "generate_series", "range")
PREFIXES = ("list_", "array_", "map_", "struct_", "json_", "union_")
JOINS = {
    "ASOF": "Join on equal keys, with the right period chosen in a WITH clause.",
    "POSITIONAL": "Rows have no place of their own: join on a key.",
    "NATURAL": "Say by which columns: JOIN ... USING (place, period).",
}
WINDOW = "Number the rows with row_number() OVER (...) in a WITH clause, and choose with WHERE after it."


def faults(module: Module) -> list[Problem]:
    """Everything in the module's SQL that is outside the portable subset; the SQL must have been vetted."""
    problems = []
    for node, offset in syntax.nodes(syntax.tree(module.sql)):
        line = syntax.line_at(module.sql, offset)
        found = [*_clauses(node), *_values(node)]
        problems += [Problem(shown(module.sql_file), line, f"{what}.", hint) for what, hint in found]
        for what, at in _stars(node):
            line = line if at == syntax.NOWHERE else syntax.line_at(module.sql, at)
            message = f"uses {what}: a column added to the extract would change the answer."
            problems.append(Problem(shown(module.sql_file), line, message, "Name the columns."))
        problems += [
            Problem(shown(module.sql_file), line, f"{what}.", hint, warning=True) for what, hint in _doubts(node)
        ]
    by_advice = {(problem.line, problem.hint): problem for problem in reversed(problems)}  # the first of each is told
    return list(by_advice.values())


def _clauses(node: dict):
    """Clauses of a SELECT and ways of joining."""
    kind = node.get("type")
    if kind == "PIVOT":
        names = "UNPIVOT" if node.get("unpivot_names") else "PIVOT"
        other = "one SELECT a column, joined by UNION ALL" if names == "UNPIVOT" else "sum(...) FILTER (WHERE ...)"
        yield f"uses {names}, which other engines write otherwise", f"Write {other}."
    if node.get("qualify"):
        yield "uses QUALIFY, which other engines lack", WINDOW
    if kind == "JOIN" and node.get("ref_type") in JOINS:
        yield f"joins by {node['ref_type']} JOIN, which other engines lack or read otherwise", JOINS[node["ref_type"]]
    if kind == "SET_OPERATION_NODE" and str(node.get("setop_type")).endswith("BY_NAME"):
        yield (
            "uses UNION BY NAME, which other engines lack",
            "Name the columns in the same order in both, with UNION ALL.",
        )
    if kind == "RECURSIVE_CTE_NODE":
        yield (
            "uses WITH RECURSIVE, which other engines lack",
            "What lies in what is known here: leave it to the roll-up.",
        )
    modifiers = node.get("modifiers") or []
    kinds = {modifier["type"] for modifier in modifiers}
    if kinds & {"LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER"} and "ORDER_MODIFIER" not in kinds:
        yield (
            "uses LIMIT without ORDER BY: which rows are kept is left to chance",
            "Keep all rows, or choose with WHERE.",
        )
    if any(modifier.get("distinct_on_targets") for modifier in modifiers):
        yield "uses DISTINCT ON, which other engines lack", WINDOW


def _stars(node: dict):
    """`*` in a SELECT, written or meant, and where; not count(*), nor the star that VALUES and ORDER BY ALL stand for."""
    if (node.get("from_table") or {}).get("type") == "EXPRESSION_LIST":
        return
    for star in node.get("select_list") or ():
        if star.get("class") != "STAR":
            continue
        what = "COLUMNS(...)" if star.get("columns") else "SELECT *"
        if star["query_location"] == syntax.NOWHERE:
            what = "FROM without SELECT, which means SELECT *"
        yield what, star["query_location"]


def _values(node: dict):
    """Functions, lists and types that other engines lack or that choose by chance."""
    name = str(node.get("function_name", "")).lower()
    ordered = (node.get("order_bys") or {}).get("orders")
    if node.get("class") in ("FUNCTION", "WINDOW"):
        if name in LISTS or name.startswith(PREFIXES):
            yield f"uses {_written(name)}, which makes or reads lists, structs or maps", NO_LISTS
        elif name in CHOOSES:
            yield f"uses {name}(), which takes whichever of several rows comes first", BY_CHANCE
        elif name in MEDIANS:
            yield f"uses {name}(), which cannot be added up and which other engines compute otherwise", NO_MEDIANS
        elif name in TEXTS and not ordered:
            yield (
                f"uses {name}() without ORDER BY: the order of its parts is left to chance",
                "Order inside the brackets.",
            )
        elif name == "//":
            yield "uses //, which other engines lack", "Write floor(x / nullif(y, 0))."
    if node.get("type") in ("ARRAY_EXTRACT", "ARRAY_SLICE", "STRUCT_EXTRACT"):
        hint = "Keep one value a column; for letters of a text write substring(x, 1, 1)."
        yield "uses [...] or a dot behind a value, which reads lists, structs or letters", hint
    if node.get("type") == "OPERATOR_TRY":
        yield "uses TRY(...), which other engines lack", "Say what may fail: try_cast(x AS BIGINT), nullif(y, 0)."
    if node.get("class") == "TYPE" and str(node.get("type_name", "")).upper() not in TYPES:
        shown_type = "a list" if node["type_name"] == "list" else node["type_name"].upper()
        yield f"casts to {shown_type}, a type other engines lack", f"Known here: {', '.join(sorted(TYPES))}."


def _doubts(node: dict):
    """What may be all right, but not surely."""
    name = str(node.get("function_name", "")).lower()
    refused = (*CHOOSES, *MEDIANS, *LISTS, *TEXTS, "//")
    is_known = name in SHARED or name in refused or name.startswith(PREFIXES)
    if node.get("class") in ("FUNCTION", "WINDOW") and not is_known:
        message = f"uses {name}(), which is not on our list of functions that mean the same elsewhere"
        yield message, "Take one of the list (SHARED in queries/portable.py), or have it added there."
    if name == "/" and not _never_zero(node["arguments"][1]["expression"]):
        hint = "Write x / nullif(y, 0); better, give both numbers and let the indicator divide."
        yield "divides by what may be 0: that is infinity here and an error elsewhere", hint


def _never_zero(divisor: dict) -> bool:
    if divisor.get("class") == "CAST":
        return _never_zero(divisor["child"])
    if divisor.get("class") == "CONSTANT":
        return not _is_zero(divisor["literal"])
    return divisor.get("class") == "FUNCTION" and divisor.get("function_name", "").lower() == "nullif"


def _is_zero(literal: dict) -> bool:
    try:
        return float(literal.get("text", "")) == 0
    except ValueError:
        return False


def _written(name: str) -> str:
    """A function as it was written: brackets are functions to DuckDB's parser."""
    return {"list_value": "[...]", "struct_pack": "{...}", "row": "(..., ...)"}.get(name, f"{name}()")
