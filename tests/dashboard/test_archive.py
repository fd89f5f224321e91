"""A link reopens the data it was made on as long as they are kept, and says so where they are not."""

import csv
import io
import json
import os
import shutil
import threading
from dataclasses import replace
from types import SimpleNamespace

import duckdb
import pytest

from dashboard import archive
from dashboard.app import create_app
from dashboard.archive import Archive, NotOpened, found, kept, open_kept, resolve
from dashboard.markup import el, text_of
from dashboard.pages.frame import suggestions
from dashboard.pages.router import draw
from dashboard.site import Site
from dashboard.state import View
from data import snapshots
from data.problems import ContentError
from queries import native
from queries.run import open_house

ONE, TWO, NEAR, NOW = "a1" * 32, "b2" * 32, "a1" * 5 + "c3" * 27, "f0" * 32


def folder_of(snapshots_folder, digest: str, day: str = "2026-01-01"):
    """A snapshot that has a manifest and nothing else."""
    path = snapshots_folder / f"{day}-{digest[:12]}"
    path.mkdir(parents=True)
    manifest = {"format": snapshots.FORMAT, "digest": digest, "date": day, "files": {}, "extracts": {}}
    (path / "manifest.json").write_text(json.dumps(manifest))
    return path


def site_of(digest: str) -> Site:
    return Site(SimpleNamespace(digest=digest, folder=None), digest[:12])


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Two kept snapshots; opening one takes no time and is noted."""
    folder_of(tmp_path, ONE)
    folder_of(tmp_path, TWO, "2026-01-02")
    calls = []

    def fake(folder, *_):
        calls.append(folder.name)
        return SimpleNamespace(digest=snapshots.manifest(folder)["digest"], folder=folder)

    monkeypatch.setattr(archive, "open_kept", fake)
    monkeypatch.setattr(archive, "open_site", lambda house, *_: Site(house, house.digest[:12]))
    return calls


# Finding by digest


def test_a_snapshot_is_found_by_the_beginning_of_its_digest(tmp_path, opened):
    assert found(tmp_path, "b2b2b2").name == "2026-01-02-b2b2b2b2b2b2"
    assert [one.digest for one in kept(tmp_path)] == [TWO, ONE]  # newest first


def test_what_is_being_built_or_removed_is_not_kept(tmp_path, opened):
    os.rename(tmp_path / f"2026-01-01-{ONE[:12]}", tmp_path / ".removing-it")
    assert [one.digest for one in kept(tmp_path)] == [TWO]
    assert kept(tmp_path / "nowhere") == []


@pytest.mark.parametrize("wanted, told", [("ffffff", "No snapshot here begins"), ("a1a1a1", "More than one snapshot")])
def test_the_command_is_told_which_snapshots_there_are(tmp_path, opened, wanted, told):
    folder_of(tmp_path, NEAR, "2026-01-03")
    with pytest.raises(ContentError, match=f"{told}.*{wanted}.*{TWO[:12]}"):
        found(tmp_path, wanted)


# Opening


def test_a_link_to_the_current_data_is_a_link_to_the_current_site(tmp_path, opened):
    site = replace(site_of(NOW), archive=Archive(tmp_path))
    assert resolve(site, View(snapshot=NOW[:8])) == (site, View())
    assert resolve(site, View()) == (site, View()) and opened == []


def test_an_older_snapshot_is_opened_once_and_knows_what_is_current(tmp_path, opened):
    site = replace(site_of(NOW), archive=Archive(tmp_path))
    older, view = resolve(site, View(page="people", snapshot=ONE[:8]))
    assert (older.house.digest, older.current, view.snapshot) == (ONE, site, ONE[:12])
    assert resolve(site, View(snapshot=ONE))[0] is older and len(opened) == 1


@pytest.mark.parametrize("wanted, why", [("ffffff", "not_kept"), ("a1a1a1", "ambiguous")])
def test_what_cannot_be_found_is_said(tmp_path, opened, wanted, why):
    folder_of(tmp_path, NEAR)
    assert resolve(replace(site_of(NOW), archive=Archive(tmp_path)), View(snapshot=wanted)) == NotOpened(why, wanted)
    assert opened == []


def test_a_link_that_also_fits_the_current_snapshot_is_not_guessed(tmp_path, opened):
    site = replace(site_of(NEAR), archive=Archive(tmp_path))
    assert resolve(site, View(snapshot="a1a1a1a1")).why == "ambiguous"
    assert resolve(site, View(snapshot=NEAR[:12]))[0] is site


def test_a_removed_snapshot_is_gone_even_where_it_is_still_open(tmp_path, opened):
    site = replace(site_of(NOW), archive=Archive(tmp_path))
    assert isinstance(resolve(site, View(snapshot=ONE)), tuple)
    shutil.rmtree(tmp_path / f"2026-01-01-{ONE[:12]}")
    assert resolve(site, View(snapshot=ONE)) == NotOpened("not_kept", ONE)
    assert site.archive._sites == {}  # and its memory is given back


def test_no_more_than_a_few_are_kept_open(tmp_path, opened):
    site, digests = replace(site_of(NOW), archive=Archive(tmp_path)), [ONE, TWO, "c4" * 32]
    folder_of(tmp_path, "c4" * 32, "2026-01-03")
    for digest in [*digests, digests[0]]:
        assert resolve(site, View(snapshot=digest))[0].house.digest == digest
    assert len(site.archive._sites) == archive.OPEN == 2 and len(opened) == 4  # the first was closed and opened again


def test_a_damaged_snapshot_is_refused_and_not_tried_again_and_again(tmp_path, opened, monkeypatch):
    tried = []

    def broken(folder):
        tried.append(folder)
        raise ContentError("was changed or cut short")

    monkeypatch.setattr(archive, "open_kept", broken)
    site = replace(site_of(NOW), archive=Archive(tmp_path))
    assert [resolve(site, View(snapshot=ONE)).why for _ in range(3)] == ["unreadable"] * 3 and len(tried) == 1


def test_a_snapshot_of_another_format_goes_by_its_name_and_is_unreadable(tmp_path):
    path = folder_of(tmp_path, ONE) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": snapshots.FORMAT + 1}))
    site = replace(site_of(NOW), archive=Archive(tmp_path))
    assert resolve(site, View(snapshot=ONE)).why == "unreadable"


def test_many_who_ask_at_once_open_it_once_and_the_rest_are_not_kept_waiting(tmp_path, opened, until, monkeypatch):
    """One opens, two may wait for it, the others are told at once: the server's threads stay free."""
    inside, go_on, slow = threading.Event(), threading.Event(), archive.open_kept

    def opening(folder):
        inside.set()
        assert go_on.wait(600)
        return slow(folder)

    monkeypatch.setattr(archive, "open_kept", opening)
    monkeypatch.setattr(archive, "WAIT_SECONDS", 600)
    site, answers = replace(site_of(NOW), archive=Archive(tmp_path)), []
    threads = [threading.Thread(target=lambda: answers.append(resolve(site, View(snapshot=ONE)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert inside.wait(600)
    until(lambda: len(answers) >= 8 - archive.WAITING)  # those that are told at once are done; those that wait are not
    assert answers == [NotOpened("busy", ONE)] * (8 - archive.WAITING)
    go_on.set()
    for thread in threads:
        thread.join()
    shown = [answer for answer in answers if isinstance(answer, tuple)]
    assert len(shown) == archive.WAITING and len({id(site) for site, _ in shown}) == 1 and len(opened) == 1


# Two real snapshots


def changed(folder, target, day: str, sql: str, title: str = "") -> None:
    """A copy of a snapshot with other people counted, and perhaps another title of the question."""
    shutil.copytree(folder, target)
    cube, card = target / "cubes/people/population.parquet", target / "queries/people/indicators.toml"
    new = cube.with_suffix(".new")
    duckdb.sql(f"COPY (SELECT * REPLACE ({sql}) FROM read_parquet('{cube}')) TO '{new}' (FORMAT parquet)")
    os.replace(new, cube)
    sums = "people/population.local.totals"  # of the cube as it was
    (target / f"cubes/{sums}.parquet").unlink()
    if title:
        card.write_text(card.read_text("utf-8").replace('en = "Population"', f'en = "{title}"'), "utf-8")
    native.write(target)
    manifest = snapshots.manifest(target)
    del manifest["cubes"][sums]
    (target / "manifest.json").unlink()
    digest = snapshots.content_digest(target, [])
    files = {name: snapshots.digest_of(target / name) for name in snapshots.files_in(target)}
    (target / "manifest.json").write_text(json.dumps({**manifest, "digest": digest, "date": day, "files": files}))
    os.rename(target, target.with_name(f"{day}-{digest[:12]}"))


@pytest.fixture(scope="module")
def two(bundled_snapshot, tmp_path_factory):
    """A server over a snapshot of today; beside it is one of a month ago, when each ward had a person less."""
    out = tmp_path_factory.mktemp("two") / "snapshots"
    out.mkdir()
    changed(bundled_snapshot, out / "old", "2026-10-22", "persons - 1 AS persons", "People then")
    changed(bundled_snapshot, out / "new", "2026-11-22", "persons AS persons")
    old, new = sorted(out.iterdir())
    app = create_app(open_house(new))
    return SimpleNamespace(old=old, new=new, app=app, client=app.server.test_client(), site=app.site,
                           digest=snapshots.manifest(old)["digest"])  # fmt: skip


NOW_LIVING, WARDS = 28_925_480, 6_743
SHOWN_NOW, SHOWN_THEN = "2,89,25,480 persons", "2,89,18,737 persons"  # 28,925,480 - 6,743


def words_of(site, url: str) -> str:
    return text_of(el("div", draw(site, View.from_url(url)).children)).replace("\u00a0", " ")


@pytest.mark.slow
class TestTwoSnapshots:
    def test_the_link_gives_the_old_number_and_the_page_the_new(self, two):
        then = words_of(two.site, f"/people?snapshot={two.digest[:12]}")
        assert SHOWN_NOW in words_of(two.site, "/people")
        assert SHOWN_THEN in then and SHOWN_NOW not in then
        assert f"You see the data of 22 October 2026 ({two.digest[:8]}). Newer data are there, of 22 November" in then

    def test_the_old_data_keep_the_words_they_were_shown_with(self, two):
        assert "People then in Nepal" in words_of(two.site, f"/people?snapshot={two.digest[:12]}")
        assert "People then" not in words_of(two.site, "/people")

    def test_the_old_csv_holds_the_old_numbers_and_says_so(self, two):
        sums = []
        for url in ("/csv/people?of=ranking", f"/csv/people?of=ranking&snapshot={two.digest[:12]}"):
            head, _, table = two.client.get(url).get_data(as_text=True).partition("\r\n\r\n")
            sums.append(sum(int(row["value"]) for row in csv.DictReader(io.StringIO(table))))
        assert sums == [NOW_LIVING, NOW_LIVING - WARDS]
        assert f"Snapshot,{two.digest} (2026-10-22)" in head and f"snapshot={two.digest[:12]}" in head

    def test_the_page_comes_through_the_server_and_alone(self, two):
        url = f"/people?snapshot={two.digest[:12]}"
        for text in (two.client.get(f"{part}{url}").get_data(as_text=True) for part in ("", "/page", "/whole")):
            assert "2,89,18,737" in text and "2,89,25,480" not in text

    def test_a_page_of_old_data_has_a_tag_of_its_own_and_can_be_told_by_its_difference(self, two, undone):
        now, then = (two.client.get(f"/page{url}") for url in ("/people", f"/people?snapshot={two.digest[:12]}"))
        tags = [answer.headers["ETag"] for answer in (now, then)]
        assert tags[0] != tags[1]
        again = two.client.get(f"/page/people?snapshot={two.digest[:12]}", headers={"If-None-Match": tags[0]})
        assert again.status_code == 200 and again.data == then.data
        shown = {"Nagar-Shown": tags[0].strip('W/"') + " /people"}
        difference = two.client.get(f"/page/people?snapshot={two.digest[:12]}", headers=shown)
        assert difference.headers["Nagar-Difference"] and undone(now.data, difference.data) == then.data

    @pytest.mark.parametrize(
        "path", ["/?", "/people?", "/people?place=NP03&", "/people?by=nepal-clusters&", "/budget?place=BD&",
                 "/alliance?", "/poverty?place=NP03&", "/place/NP0548201?", "/data?", "/place/NP99?", "/nothing?"])  # fmt: skip
    def test_every_link_of_an_old_page_stays_on_the_old_data(self, two, path):
        page = draw(two.site, View.from_url(f"{path}snapshot={two.digest[:12]}"))
        away = {href for href in addresses(page.children) if f"snapshot={two.digest[:12]}" not in href} - {"#main"}
        assert len(away) == 1, away  # the way to the current data

    def test_pages_of_the_current_data_name_no_snapshot_but_in_links_to_share(self, two):
        page = draw(two.site, View.from_url(f"/people?snapshot={two.site.house.digest[:12]}"))
        named = {href for href in addresses(page.children) if "snapshot=" in href}
        assert named and all(f"snapshot={two.site.house.digest[:12]}" in href for href in named)
        assert words_of(two.site, f"/people?snapshot={two.site.house.digest[:12]}") == words_of(two.site, "/people")
        assert len(named) == 1  # the same address in every card

    def test_the_search_of_an_old_page_leads_to_old_pages(self, two):
        older, view = resolve(two.site, View.from_url(f"/people?snapshot={two.digest[:12]}"))
        assert all(two.digest[:12] in href for href in addresses(suggestions(older, view, "Butwal")))

    def test_outlines_of_both_are_served(self, two):
        older, _ = resolve(two.site, View(snapshot=two.digest))
        assert older.shapes_url("NP0331", "NP03") == two.site.shapes_url("NP0331", "NP03")  # nothing moved: one address
        assert older.bounds(["NP0331"]) == two.site.bounds(["NP0331"]) is not None  # each read where they lie
        moved = replace(older, shapes=two.digest[:12])  # as it is where a boundary or a group has changed
        two.site.archive._sites[two.digest] = moved
        answer = two.client.get(moved.shapes_url("NP0331", "NP03"))
        assert answer.status_code == 200 and len(json.loads(answer.data)["features"]) == 13
        two.site.archive._sites[two.digest] = older
        assert two.client.get(moved.shapes_url("NP0331", "NP03")).status_code == 404

    def test_the_command_reads_the_old_data_too(self, two):
        house = open_kept(two.old)
        assert house.digest == two.digest and house.registry.broken == {}

    def test_one_changed_byte_and_it_is_not_shown(self, two, tmp_path):
        copy = tmp_path / two.old.name
        shutil.copytree(two.old, copy)
        with open(copy / "cubes/people/population.parquet", "ab") as file:
            file.write(b"x")
        site = replace(two.site, archive=Archive(tmp_path))
        text = words_of(site, f"/people?snapshot={two.digest[:12]}")
        assert "The data of this link cannot be opened." in text and "persons" not in text

    def test_a_question_made_by_rules_unknown_today_is_told_and_the_others_work(self, two, tmp_path):
        copy = tmp_path / two.old.name
        shutil.copytree(two.old, copy)
        manifest = snapshots.manifest(copy)
        manifest["cubes"]["poverty/headcount"]["module"] = "0" * 64
        (copy / "manifest.json").write_text(json.dumps(manifest))
        site = replace(two.site, archive=Archive(tmp_path))
        text = words_of(site, f"/poverty?snapshot={two.digest[:12]}")
        assert (
            "queries/poverty/headcount.toml:1: poverty/headcount was made by rules this version does not know" in text
        )
        assert str(tmp_path) not in text and "poorest fifth" in text


def addresses(element) -> list[str]:
    """All addresses of a page: of links, and those the map follows."""
    if isinstance(element, list):
        return [href for child in element for href in addresses(child)]
    if not isinstance(element, dict):
        return []
    props = element.get("props", {})
    own = [props[key] for key in ("href", "data-select", "data-drill", "data-open", "data-link") if props.get(key)]
    own = [href for href in own if not href.startswith("/shapes/")]
    return own + addresses(props.get("children"))


# Data that are no longer kept


@pytest.mark.slow
@pytest.mark.parametrize(
    "language, told",
    [("en", "The data of this link are no longer kept."), ("ne", "यो लिङ्कको तथ्याङ्क अब राखिएको छैन।"),
     ("bn", "এই লিঙ্কের তথ্য আর রাখা নেই।")],
)  # fmt: skip
def test_data_no_longer_kept_are_told_before_any_other_figure_is_shown(app, language, told):
    url = f"/people?place=NP03&snapshot=abcdef123456&lang={language}"
    page = draw(app.site, View.from_url(url))
    text = text_of(el("div", page.children))
    assert told in text and "abcdef123456" in text and not page.found
    assert "60,21,003" not in text and "६०,२१,००३" not in text and "৬০,২১,০০৩" not in text
    offered = [href for href in addresses(page.children) if href.startswith("/people?place=NP03")]
    assert f"/people?place=NP03&lang={language}" in offered  # the same view on the data of today


@pytest.mark.slow
@pytest.mark.parametrize("url", ["/people?snapshot=abcdef123456", "/csv/people?of=map&snapshot=abcdef123456"])
def test_it_is_told_in_the_status_and_no_file_is_made(app, url):
    answer = app.server.test_client().get(url)
    assert answer.status_code == 404
    if url.startswith("/csv"):
        assert "no longer kept" in answer.get_data(as_text=True) and "persons" not in answer.get_data(as_text=True)


@pytest.mark.slow
@pytest.mark.parametrize("odd", ["latest", "12345", "ABCDEF123456", "../../etc", "<b>"])
def test_what_is_no_digest_is_left_out_and_told(app, odd):
    page = draw(app.site, View.from_url(f"/people?snapshot={odd}"))
    text = text_of(el("div", page.children))
    assert page.found and f"“{odd}” in the address is not understood and was left out." in text
