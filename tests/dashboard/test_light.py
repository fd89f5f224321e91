"""A server starts light: what is heavy is imported when a snapshot is built, never to draw a page."""

import subprocess
import sys
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parent.parent.parent
# Dash itself brings plotly's class of figures; no figure of ours is made of it, and the classes of traces stay away.
HEAVY = [
    "pandas", "geopandas", "shapely", "pyproj", "pyogrio", "esda", "libpysal", "scipy", "sklearn", "sqlglot", "pyarrow",
    "plotly.express", "plotly.graph_objs._choropleth", "plotly.graph_objs._bar", "python_calamine", "redis", "rich",
    "networkx", "lifelines", "matplotlib",
]  # fmt: skip
SERVED = """
import sys
from pathlib import Path
import orjson
from dashboard import cli, serving
from dashboard.app import create_app
from queries.run import open_house

client = create_app(open_house(Path(sys.argv[1]))).server.test_client()
statuses = [client.get("/").status_code, client.get("/healthz").status_code]
for path, query in (("/poverty", "?place=NP03&by=district"), ("/place/NP0331201", ""), ("/", ""), ("/data", "")):
    statuses.append(client.get(f"/page{path}{query}").status_code)
statuses.append(client.get("/csv/poverty?place=NP03&by=district").status_code)
print(orjson.dumps({"statuses": statuses, "modules": sorted(sys.modules)}).decode())
about = Path("/proc/self/status")  # resource.getrusage would tell of the process that started this one
print(next((line.split()[1] for line in about.read_text().splitlines() if line.startswith("VmHWM")), 0)
      if about.exists() else 0)
"""
MOST_MEGABYTES = 250  # of one process that has drawn pages of every kind


def test_pages_are_drawn_without_the_libraries_that_build_a_snapshot(bundled_snapshot):
    done = subprocess.run([sys.executable, "-c", SERVED, str(bundled_snapshot)], cwd=ROOT, capture_output=True, check=True)  # fmt: skip
    text, kilobytes = done.stdout.splitlines()[-2:]
    found = orjson.loads(text)
    assert found["statuses"] == [200] * len(found["statuses"])
    assert [name for name in HEAVY if name in found["modules"]] == []
    assert int(kilobytes) / 1000 < MOST_MEGABYTES
