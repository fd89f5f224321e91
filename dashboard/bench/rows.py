"""The table of the benchmark: what is measured, what it must be, what is aimed at, and how it is measured.

A measurement is a file `measure_*.py` beside this one with a function `measure(bench) -> dict`: the id of a row to what was
found, a number in the row's unit or, as a sentence, why there is none.
"""

from dataclasses import dataclass

KB, MB = 1_000, 1_000_000  # bytes, as decimal as those that a telephone company counts
GROUPS = {
    "bytes": "bytes",
    "ratios": "x",
    "counts": "",
    "seconds": "s",
    "megabytes": "MB",
    "per_second": "/s",
}  # group -> unit


@dataclass(frozen=True)
class Row:
    """`group` is a key of `GROUPS` and gives the unit; `must` and `aim` are in it. `higher` says that more is better.

    `how` is a sentence; `raw_rows` is how many raw rows must be published before a must can be said to be met.
    """

    id: str
    title: str
    group: str
    must: float
    aim: float | None
    how: str
    higher: bool = False
    raw_rows: int = 0

    @property
    def unit(self) -> str:
        return GROUPS[self.group]

    def met(self, value: float) -> str:
        """`aim`, `must` or `no`: what a value reaches."""
        reaches = (lambda bound: value >= bound) if self.higher else (lambda bound: value <= bound)
        if self.aim is not None and reaches(self.aim):
            return "aim"
        return "must" if reaches(self.must) else "no"


POVERTY = "first view of Poverty, 753 palikas, phone"
PHONE = "Chromium as a phone: processor 4 times slower, 1.6 Mbit/s, 150 ms"
SERVER = "one process, over the loopback, medians over interleaved rounds"
LONG = "`--long` on a snapshot of 100 million budget lines"
RAW = 100_000_000

ROWS = (
    Row("phone_cold_bytes", f"{POVERTY}, cold: bytes", "bytes", 450 * KB, 380 * KB,
        f"{PHONE}; all that passes on the line until nothing more is asked for, headers included"),
    Row("first_view_bytes", "the same, asked for without a browser", "bytes", 450 * KB, 380 * KB,
        "the page, what it names, its rest, what that names; headers included"),
    Row("phone_readable", f"{POVERTY}, cold: text readable", "seconds", 2.5, 1.5,
        f"{PHONE}; from the start until the first frame with a heading and its figure"),
    Row("phone_drawn", f"{POVERTY}, cold: map drawn", "seconds", 4.5, 3.3,
        f"{PHONE}; until the first frame with a map that is not blank"),
    Row("phone_warm", f"{POVERTY}, warm: map drawn", "seconds", 2.0, 1.2, f"{PHONE}; the second visit"),
    Row("phone_change_bytes", "change of indicator, phone: bytes", "bytes", 3 * KB, 2 * KB,
        f"{PHONE}; all that passes on the line after the tap"),
    Row("change_bytes", "the same, asked for without a browser", "bytes", 3 * KB, 2 * KB,
        "the answer of the other indicator, its rest and what they newly name, headers included"),
    Row("phone_change", "change of indicator, phone: time", "seconds", 0.35, 0.25,
        f"{PHONE}; from the tap until text and map both show the other indicator"),
    Row("wards_bytes", "all 6,743 wards, desktop: bytes", "bytes", 750 * KB, 600 * KB,
        "Chromium, 1280 x 800, line and processor as they are; an empty cache"),
    Row("wards_drawn", "all 6,743 wards, desktop: drawn", "seconds", 1.5, 0.9, "the same"),
    Row("wards_recoloured", "all 6,743 wards, desktop: recoloured", "seconds", 0.12, 0.07,
        "the same; from the click until the map shows the other indicator"),
    Row("vizro_over_interaction", "interaction uncached, one client: Vizro's time over Nagar's", "ratios", 8, 12,
        f"{SERVER}; the same map and bars of the same data, nothing kept on either side; what stands below them comes later",
        higher=True),
    Row("over_vizro_throughput", "throughput at 8 clients over Vizro's, uncached", "ratios", 10, 15,
        f"{SERVER}; answers a second", higher=True),
    Row("over_vizro_throughput_cached", "throughput at 8 clients over Vizro's, cached", "ratios", 25, 40,
        f"{SERVER}; answers a second, both with their caches filled", higher=True),
    Row("cached_vs_plain_get", "cached interaction against a plain GET of the same bytes", "ratios", 2, 1.5,
        f"{SERVER}; the GET is answered from memory by a server of the same kind that does nothing else"),
    Row("uncached_vs_bare_sql", "uncached interaction, with roll-up, protection and words, against its bare SQL",
        "ratios", 3, 2, "in one process; the very statements the interaction sent, sent again and fetched"),
    Row("cube_vs_select1", "cube query against SELECT 1", "ratios", 20, 12,
        "one indicator rolled up to 753 palikas, fetched, against SELECT 1, each on a cursor of its own"),
    Row("flows_vs_select1", "the same for top flows", "ratios", 20, 12,
        "the 20 largest flows between palikas and the rest, one period; of a small made-up room where the snapshot has no "
        "flows, with `--long` of 50 million records"),
    Row("cube_vs_raw", "cube against scanning the raw rows, rows identical", "ratios", 500, 1000,
        f"{LONG}; one statement, over the cube and over the module's SELECT over the extract", higher=True, raw_rows=RAW),
    Row("executions_of_32", "32 identical cold requests: executions", "counts", 1, None,
        "statements sent by 32 at once over statements sent by one alone"),
    Row("last_of_32", "32 identical cold requests: the last against one alone", "ratios", 1.25, None,
        "at a server; from the start of all until the last has its answer"),
    Row("first_answer_seconds", "`nagar serve`, files warm: first page answered", "seconds", 2, 1.5,
        "from starting the command until the first visitor has the page of Poverty; median of 5 starts"),
    Row("server_memory", "server memory per process, 100 million raw rows published", "megabytes", 250, 180,
        "memory that is the process's own after every page was asked for, three seconds later; with `--long` the room is served beside all of "
        "Nagar's own", raw_rows=RAW),
    Row("publish_vs_bare", "publishing 100 million rows under a 4 GB limit, against the bare DuckDB statements", "ratios",
        4, 2, f"{LONG} and 50 million migration records; `nagar build` against sorting the extracts and running the modules' "
        "SELECTs", raw_rows=RAW),
    Row("soak_errors", "ten minutes of 64 clients mixing all pages: errors", "counts", 0, None,
        "`--long`; anything but 200 counts"),
    Row("soak_p99_vs_p50", "the same: p99 over p50", "ratios", 10, None, "`--long`"),
    Row("soak_memory_growth", "the same: memory at the end over memory after the first minute", "ratios", 1.1, None,
        "`--long`"),
)  # fmt: skip
BY_ID = {row.id: row for row in ROWS}


def group_of(name: str) -> str:
    """The group of a figure: that of its row, and beside the table that which the end of its name says."""
    if name in BY_ID:
        return BY_ID[name].group
    endings = {
        "_per_second": "per_second",
        "_bytes": "bytes",
        "_requests": "counts",
        "_of_32": "counts",
        "_seconds": "seconds",
        "_mb": "megabytes",
    }
    return next((group for ending, group in endings.items() if name.endswith(ending)), "ratios")
