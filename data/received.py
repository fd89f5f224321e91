"""What municipalities sent, kept byte for byte under its digest; what an organisation approved of it, and the rows of that.

`<folder of snapshots>/received/<digest>/` holds `sent.xlsx`, `record.json` and, where it was read, `checked.xlsx` and the
rows. A snapshot can be built again, these files cannot: they belong into the backup.
"""

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from data import audits, extract, snapshots, warehouse
from data.cards import Built, ExtractCard
from data.problems import ContentError, Problem, shown
from data.receiving import Received
from data.snapshots import digest_of, digest_of_value

FOLDER = "received"
SENT, RECORD, ROWS, CHECKED = "sent.xlsx", "record.json", "rows.json", "checked.xlsx"
BEGINNING = ".receiving-"  # of folders that a killed process left half made
LEFT_SECONDS = 86_400
NAMED = 5  # senders and lines that are named; others are counted
FEWEST_OF_TWINS = 3  # lines: fewer may be alike by chance
UNREADABLE, WRONG, SOUND = "unreadable", "wrong", "sound"


@dataclass(frozen=True)
class Record:
    """What is known of one file that was sent.

    `reports` are what it reports on, as (sender, period) or (sender,): a later approved file that reports on the same
    takes its place there. `approved_by`, `approved_at` and `number` (in order of approval) are empty until it is approved.
    """

    digest: str
    name: str
    bytes: int
    received_at: str
    state: str
    extract: str = ""
    language: str = "en"
    sender: str = ""
    sender_name: str = ""
    reports: tuple[tuple[str, ...], ...] = ()
    rows: int = 0
    rows_digest: str = ""
    figures_digest: str = ""  # of the rows without the sender: two towns that send the same, sent one file
    faults: int = 0
    reason: str = ""
    approved_by: str = ""
    approved_at: str = ""
    number: int = 0


def now() -> str:
    """This moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def folder_of(out: Path, digest: str) -> Path:
    """Where the file of a digest is kept."""
    return Path(out) / FOLDER / digest


def found(out: Path, digest: str) -> Record | None:
    """What is known of a file that was sent before; None for a new one."""
    path = folder_of(out, digest) / RECORD
    return _read(path) if path.is_file() else None


def all_of(out: Path) -> list[Record]:
    """Everything that was ever sent, the first received first."""
    records = [_read(path) for path in sorted((Path(out) / FOLDER).glob(f"[!.]*/{RECORD}"))]
    return sorted(records, key=lambda record: (record.received_at, record.digest))


def approved(out: Path, name: str) -> list[Record]:
    """The approved files of an extract in the order in which they were approved."""
    records = [record for record in all_of(out) if record.extract == name and record.number]
    return sorted(records, key=lambda record: record.number)


def names(out: Path) -> set[str]:
    """The extracts of which something was approved."""
    return {record.extract for record in all_of(out) if record.number}


def _read(path: Path) -> Record:
    try:
        content = json.loads(path.read_text("utf-8"))
        content["reports"] = tuple(map(tuple, content["reports"]))
        return Record(**content)
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"is not the record of a file that was sent ({type(error).__name__}: {error})."
        raise ContentError(Problem(shown(path), 1, message, "Bring it back from the backup.")) from None


def keep(out: Path, sent: Path, record: Record, received: Received | None, checked: bytes | None) -> Record:
    """Keeps a file that was sent, with its record, its rows and the annotated copy. One that is kept already (the same
    bytes) stays as it is, unless it was not approved: then what is known of it now takes the place.
    """
    target = folder_of(out, record.digest)
    before = found(out, record.digest)
    if before is not None and before.number:
        return before
    if before is not None:  # its bytes are kept; a kill between these leaves them and a whole record
        record = replace(record, received_at=before.received_at)
        _describe(target, record, received, checked)
        return record
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{BEGINNING}*"):
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:  # a younger one may be another process at work
            shutil.rmtree(left, ignore_errors=True)
    building = Path(tempfile.mkdtemp(prefix=BEGINNING, dir=target.parent))
    shutil.copyfile(sent, building / SENT)
    if digest_of(building / SENT) != record.digest:
        shutil.rmtree(building)
        raise ContentError(f"{shown(sent)} changed while it was read. Send it again.")
    _describe(building, record, received, checked)
    snapshots.keep_on_disk(building)
    os.rename(building, target)
    return record


def _describe(folder: Path, record: Record, received: Received | None, checked: bytes | None):
    """Writes beside a file what is known of it; the record comes last, for it says that the others are there."""
    if received is not None and record.state == SOUND:
        _write(folder / ROWS, [_as_json(row) for row in received.rows])
    if checked is not None:
        (folder / CHECKED).write_bytes(checked)
    _write(folder / RECORD, asdict(record))


def record_of(
    sent: Path, name: str, card: ExtractCard | None, received: Received | None, sender_name: str, reason: str = ""
) -> Record:
    """The record of a file that was just read (`received`), or that could not be (`reason`)."""
    digest, size = digest_of(sent), sent.stat().st_size
    if received is None:
        return Record(digest, name, size, now(), UNREADABLE, reason=reason)
    sound = not received.wrong and bool(received.rows)
    rows = sorted(json.dumps(_as_json(row), sort_keys=True, ensure_ascii=False) for row in received.rows)
    figures = [row.replace(received.sender, "") for row in rows] if received.sender else []
    reports = _reports(card, received.sender, received.rows) if sound and card else ()
    return Record(
        digest, name, size, now(), SOUND if sound else WRONG, received.extract, received.language, received.sender,
        sender_name, reports, len(received.rows), digest_of_value(rows), digest_of_value(figures), len(received.wrong),
    )  # fmt: skip


def _reports(card: ExtractCard, sender: str, rows: Iterable[Mapping]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted({_report(card, sender, row) for row in rows}))


def _report(card: ExtractCard, sender: str, row: Mapping) -> tuple[str, ...]:
    """What a row is part of: a correction takes the place of all of it, so that a line left out is gone."""
    return (sender, str(row["period"])) if "period" in card.columns else (sender,)


def same_figures(out: Path, record: Record) -> Record | None:
    """The file whose figures are published for the same reports and are the same, number for number; None if there is none."""
    for other in standing(out, record.extract):
        if (
            other.digest != record.digest
            and other.rows_digest == record.rows_digest
            and other.reports == record.reports
        ):
            return other
    return None


def twin(out: Path, record: Record) -> Record | None:
    """A file of another municipality with the same figures, number for number, if these are too many for chance."""
    for other in all_of(out) if record.rows >= FEWEST_OF_TWINS else ():
        if other.sender not in ("", record.sender) and (other.extract, other.figures_digest) == (
            record.extract,
            record.figures_digest,
        ):
            return other
    return None


def standing(out: Path, name: str) -> list[Record]:
    """The approved files of an extract of which something still stands: that were not replaced as a whole."""
    records, found_now = approved(out, name), []
    for number, record in enumerate(records):
        later = {report for other in records[number + 1 :] for report in other.reports}
        if set(record.reports) - later:
            found_now.append(record)
    return found_now


def replaced(out: Path, record: Record) -> list[Record]:
    """The files that stand now and lose something when this one is approved."""
    return [
        other
        for other in standing(out, record.extract)
        if other.digest != record.digest and set(other.reports) & set(record.reports)
    ]


def approve(out: Path, digest: str, organisation: str, card: ExtractCard, places: Mapping) -> Record:
    """Approves a sound file in the name of an organisation: from the next build on its rows are published as reported.

    `ContentError`, and nothing is changed, for one that is not sound, and where the rows with all others that stand do
    not pass the card's audits. One that is approved already stays as it was.
    """
    record = found(out, digest)
    if record is None or record.state != SOUND:
        raise ContentError(f"{record.name if record else digest} is not in order, and cannot be approved.")
    if record.number:
        return record
    organisation = " ".join(organisation.split())
    if not re.search(r"\w", organisation):
        raise ContentError("--approve needs the name of the organisation that approves.")
    with snapshots.writable(Path(out)), snapshots.locked(Path(out)):
        number = 1 + max((other.number for other in all_of(out)), default=0)
        record = replace(record, approved_by=organisation, approved_at=now(), number=number)
        check(card, built(out, card, [*approved(out, card.name), record]), places)
        _write(folder_of(out, digest) / RECORD, asdict(record))
    return record


def built(out: Path, card: ExtractCard, records: list[Record] | None = None) -> Built | None:
    """The approved rows of an extract as publishing takes them; None where nothing was approved.

    Of two files that report on the same the later approved counts, and nothing of the earlier.
    """
    import pandas

    records = approved(out, card.name) if records is None else records
    if not records:
        return None
    by_report: dict[tuple, tuple[Record, list[dict]]] = {}
    for record in records:
        mine: dict[tuple, list[dict]] = {}
        for row in _rows(out, record):
            mine.setdefault(_report(card, record.sender, row), []).append(row)
        by_report |= {report: (record, rows) for report, rows in mine.items()}
    rows = [_typed(card, row) for _, rows in by_report.values() for row in rows]
    frame = pandas.DataFrame({name: _column(card, name, rows) for name in card.columns})
    counted = list({record.digest: record for record, _ in by_report.values()}.values())
    return Built(
        frame=frame,
        provenance="reported",
        publisher=_named([record.sender_name for record in counted]),
        licence="not stated by those who sent it",
        source=_named([record.name for record in counted]),
        read_at=f"sent in as workbooks; approved by {_named([record.approved_by for record in counted])}",
        data_date=max(record.received_at for record in counted)[:10],
        notes=[_note(record) for record in counted],
        reports=[_answer(report, *found) for report, found in sorted(by_report.items())],
    )


def inputs(out: Path, name: str) -> list[str]:
    """What the published rows of an extract depend on, in order."""
    return [f"{record.digest} {record.rows_digest} {record.number}" for record in approved(out, name)]


def check(card: ExtractCard, made: Built, places: Mapping) -> None:
    """`ContentError` where rows would stop a build: keys, places, or the card's audits."""
    with tempfile.TemporaryDirectory() as folder:
        extract.write(Path(folder), card, made, places, "")
        with warehouse.over(Path(folder), {card.name: card}) as connection:
            failed = audits.problems(
                connection,
                {card.name: card},
                {card.name: {"provenance": made.provenance, "source": made.source}},
                places,
            )
    if failed:
        raise ContentError(failed)


def _rows(out: Path, record: Record) -> list[dict]:
    path = folder_of(out, record.digest) / ROWS
    try:
        rows = json.loads(path.read_text("utf-8"))
        told = sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)
    except (OSError, ValueError, TypeError) as error:
        raise ContentError(
            Problem(shown(path), 1, f"cannot be read: {error}.", "Bring it back from the backup.")
        ) from None
    if digest_of_value(told) != record.rows_digest:
        raise ContentError(
            Problem(shown(path), 1, "was changed after it was approved.", "Bring it back from the backup.")
        )
    return rows


def _note(record: Record) -> str:
    return (
        f"{record.sender_name} ({record.sender}) sent {record.name} on {record.received_at[:10]}, approved by "
        f"{record.approved_by} on {record.approved_at[:10]} (digest {record.digest[:12]})."
    )


def _answer(report: tuple[str, ...], record: Record, rows: list[dict]) -> dict:
    """A report that counts: by whom, of which period ("" where the extract has none), how many lines, and when."""
    return {
        "sender": report[0],
        "period": report[1] if len(report) > 1 else "",
        "lines": len(rows),
        "received_on": record.received_at[:10],
        "approved_on": record.approved_at[:10],
        "approved_by": record.approved_by,
    }


def _named(names: Iterable[str]) -> str:
    """A few names, and how many others there are."""
    names = list(dict.fromkeys(names))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _as_json(row: Mapping) -> dict:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _typed(card: ExtractCard, row: Mapping) -> dict:
    days = {name for name, column in card.columns.items() if column.type == "DATE"}
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in row.items()}


def _column(card: ExtractCard, name: str, rows: list[dict]):
    import pandas

    kinds = {"VARCHAR": "str", "BIGINT": "Int64", "DOUBLE": "Float64", "BOOLEAN": "boolean", "DATE": "object"}
    return pandas.Series([row.get(name) for row in rows], dtype=kinds[card.columns[name].type])


def _write(path: Path, content) -> None:
    """Writes JSON that is whole or not there, on the disk before it has its name."""
    new = path.with_name(path.name + ".new")
    with open(new, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
