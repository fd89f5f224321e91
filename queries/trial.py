"""A query tried out on real rows, in a process of its own: how long it takes, how many rows come, whether by chance.

A query that runs away takes this process down and nothing else: it is asked to stop when its time is up, and ended with
its process when it does not. It never writes to the disk, and has a limit of memory.

`python -m queries.trial` is that process: a JSON a line in, a JSON a line out.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import duckdb

from data import heavy
from data.problems import ROOT, Problem, line_of, shown
from queries import contract
from queries.example import BY_CHANCE, written
from queries.query import Module

MEMORY_MB = 1000
MERCY_SECONDS = 10  # for a query that does not stop when asked: to load its extracts, and to end
CLOSE = 1e-9


class Trials:
    """The process that tries queries out over a snapshot's extracts. A context manager; a query that hangs costs one."""

    def __init__(self, snapshot: Path, cards: Mapping):
        self.snapshot, self.cards, self.process, self.answers = Path(snapshot), cards, None, None

    def __enter__(self) -> "Trials":
        return self

    def __exit__(self, *_):
        self._end()

    def problems(self, module: Module) -> list[Problem]:
        """What trying the module out shows: too slow, too many rows, an answer left to chance, or DuckDB's refusal."""
        found = self._answer(module)
        if found is None or "stopped" in found:
            return [_over_budget(module, "seconds", "takes more than")]
        if "error" in found:
            return [contract.sql_problem(module, duckdb.Error(found["error"]))]
        problems = []
        if found["rows"] > module.card.budget.rows:
            problems.append(_over_budget(module, "rows", "gives more than"))
        if found["differs"]:
            message = (
                f"{module.id}: the answer is another when the rows of the extract come in another order; "
                f"for instance {written(found['differs'])}."
            )
            problems.append(Problem(shown(module.sql_file), 1, message, BY_CHANCE))
        return problems

    def _answer(self, module: Module) -> dict | None:
        """What the process says of a module; None when it had to be ended."""
        if self.process is None:
            self._begin()
        tables = {name: _table_of(self.snapshot, self.cards[name]) for name in module.tables}
        asked = {"sql": contract.plain(module.sql), "tables": tables, "key": list(module.key),
                 "rows": module.card.budget.rows, "seconds": module.card.budget.seconds}  # fmt: skip
        try:
            self.process.stdin.write(json.dumps(asked) + "\n")
            self.process.stdin.flush()
            answer = self.answers.get(timeout=2 * module.card.budget.seconds + MERCY_SECONDS)
        except (queue.Empty, OSError):
            answer = None
        if answer is None:
            self._end()
        return answer

    def _begin(self):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "queries.trial"], cwd=ROOT, env=environment, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.answers = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self.process.stdout, self.answers), daemon=True).start()
        self.answers.get()  # that it is there: how long a busy machine takes to begin is no fault of a query

    def _end(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):  # what was still to be written has nobody to read it
                    pipe.close()
            self.process = None


def _table_of(snapshot: Path, card) -> dict:
    """Where an extract's rows lie in a snapshot (None: it has none), and its columns as its card has them."""
    path = Path(snapshot) / "extracts" / f"{card.name}.parquet"
    columns = [[column.name, column.type] for column in card.columns.values()]
    return {"file": str(path) if path.is_file() else None, "columns": columns}


def _listen(lines, answers) -> None:
    try:
        for line in lines:
            answers.put(json.loads(line))
    except ValueError:  # the pipe was closed, or the process was ended in the middle of a line
        pass
    answers.put(None)


def _over_budget(module: Module, name: str, does: str) -> Problem:
    budget = module.card.budget
    line = line_of(module.card_file.read_text("utf-8"), "budget", name)
    whose = "its card" if name in budget.model_fields_set else "a card without [budget]"
    message = f"{module.id} {does} {getattr(budget, name):,.10g} {name}, which is the most that {whose} allows."
    hint = f"Filter, and group to the grain, in the SELECT; or raise {name} below [budget] if it must be so."
    return Problem(shown(module.card_file), line, message, hint)


# What the process does.


def tried(asked: Mapping) -> dict:
    """Runs the SQL twice, the second time over the same rows in the opposite order: `rows` and what `differs`. Over large
    extracts, which are read where they lie, it runs once.

    Or `stopped`, when its seconds are up. `duckdb.Error` where it fails.
    """
    with duckdb.connect(config={"threads": 2, "memory_limit": f"{MEMORY_MB}MB", "temp_directory": ""}) as connection:
        large = [name for name, table in asked["tables"].items() if table["file"] and heavy.is_large(table["file"])]
        for name, table in asked["tables"].items():
            _load(connection, name, table)
        heavy.allow(connection, [asked["tables"][name]["file"] for name in large])
        connection.execute("SET enable_external_access = false")
        limited = f"SELECT * FROM ({asked['sql']}\n) LIMIT {int(asked['rows']) + 1}"
        stop = threading.Timer(asked["seconds"], connection.interrupt)
        stop.start()
        try:
            connection.execute(f"CREATE TABLE answer AS {limited}")
        except duckdb.InterruptException:
            return {"stopped": True}
        finally:
            stop.cancel()
        rows = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
        differs = rows <= asked["rows"] and not large and _differs(connection, asked, limited)
        return {"rows": rows, "differs": differs}


def _load(connection, name: str, table: Mapping) -> None:
    if table["file"] is None:
        columns = ", ".join(f'"{column}" {kind}' for column, kind in table["columns"])
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
        return
    columns = ", ".join(f'"{column}"' for column, _ in table["columns"])
    what = "VIEW" if heavy.is_large(table["file"]) else "TABLE"
    connection.execute(
        f"CREATE {what} \"{name}\" AS SELECT {columns} FROM read_parquet('{heavy.quoted(table['file'])}')"
    )


def _differs(connection, asked: Mapping, limited: str):
    """A row of the answer that is another over the extracts' rows turned round; False where there is none."""
    for name in asked["tables"]:
        connection.execute(f'CREATE TABLE turned AS SELECT * FROM "{name}" ORDER BY rowid DESC')
        connection.execute(f'DROP TABLE "{name}"')
        connection.execute(f'ALTER TABLE turned RENAME TO "{name}"')
    connection.execute(f"CREATE TABLE other AS {limited}")
    types = {name: kind for name, kind, *_ in connection.execute("DESCRIBE answer").fetchall()}
    key = [f'"{name}"' for name in asked["key"] if name in types]
    exact = [f'"{name}"' for name, kind in types.items() if kind not in ("DOUBLE", "FLOAT")]
    listed = ", ".join(exact)
    left = f"SELECT {listed} FROM answer EXCEPT ALL SELECT {listed} FROM other ORDER BY ALL LIMIT 1" if exact else ""
    if left and (row := connection.execute(left).fetchone()):
        return {name.strip('"'): str(value) for name, value in zip(exact, row, strict=True) if value is not None}
    floats = [name for name in types if f'"{name}"' not in exact]
    unique = (
        key and not connection.execute(f"SELECT 1 FROM answer GROUP BY {', '.join(key)} HAVING count(*) > 1").fetchone()
    )
    if not floats or not unique:
        return False
    apart = " OR ".join(
        f'(a."{n}" IS DISTINCT FROM o."{n}") AND ((a."{n}" IS NULL) <> (o."{n}" IS NULL) '
        f'OR abs(a."{n}" - o."{n}") > {CLOSE} * greatest(1, abs(a."{n}"), abs(o."{n}")))'
        for n in floats
    )
    names = ", ".join(f"a.{name}" for name in key)
    sql = f"SELECT {names} FROM answer a JOIN other o USING ({', '.join(key)}) WHERE {apart} LIMIT 1"
    row = connection.execute(sql).fetchone()
    return {name.strip('"'): str(value) for name, value in zip(key, row, strict=True)} if row else False


def main() -> None:
    """Says with a line that it is there, and answers each line of the input with a line."""
    print("{}", flush=True)
    for line in sys.stdin:
        try:
            answer = tried(json.loads(line))
        except duckdb.Error as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
