"""What `nagar template` and `nagar receive` do: workbooks on their way to municipalities and back."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from dashboard.settings import settings
from dashboard.words import Reader
from dashboard.workbooks import checked, telling
from dashboard.workbooks.template import write
from data import received as kept
from data.problems import ContentError, shown
from data.receiving import Received
from data.receiving import receive as read
from data.sending_places import Senders
from data.snapshots import digest_of, writable
from data.workbook import Unreadable

MOST_KEPT = 100_000_000  # bytes; a larger file is no workbook of ours, and would fill the disk


def template(options) -> int:
    """Writes a template, or lists those there are."""
    known, language = telling.known(), options.lang or settings().language
    if not options.name:
        names = telling.templates(known)
        width = max(map(len, names))
        for name in names:
            print(f"{name.ljust(width)}  {known.cards[name].title(language)}")
        return 0
    card = telling.card_of(known, options.name)
    if options.place and options.place not in Senders(known.places, card.template).codes:
        raise ContentError(
            f"{options.place} is no municipality that reports {options.name}. Give its code, as NP0548201."
        )
    out = options.out or Path(f"{options.name}.{language}.xlsx")
    try:
        out.write_bytes(write(card, known, language, options.place))
    except OSError as error:
        raise ContentError(f"{shown(out)} cannot be written: {error.strerror}.") from None
    print(f"wrote {shown(out)}")
    return 0


def receive(options, build: Callable[[], int]) -> int:
    """Reads each file, tells what is wrong, keeps it; with `--approve` publishes what is in order by one `build`."""
    if options.approve is not None and not options.approve.strip():
        raise ValueError("--approve needs the name of the organisation that approves.")
    arrival = Arrival(settings().data, telling.known(), Reader(options.lang or settings().language), options.place)
    if options.place and options.place not in arrival.known.places:
        raise ValueError(f"--place {options.place!r} is no code of a place.")
    fine, approved = True, 0
    for path in options.files:
        record = arrival.take(path)
        fine = fine and record is not None and record.state == kept.SOUND
        if options.approve is not None and record is not None and record.state == kept.SOUND:
            done = arrival.approve(record, options.approve)
            fine, approved = fine and done is not None, approved + bool(done)
    code = build() if approved else 0
    return max(code, 0 if fine else 1)


class Arrival:
    """Takes files that were sent into the folder of snapshots `out`. `reader` is told of files that cannot be opened."""

    def __init__(self, out: Path, known, reader: Reader, sender: str = ""):
        self.out, self.known, self.reader, self.sender = out, known, reader, sender

    def take(self, path: Path) -> kept.Record | None:
        """Reads and keeps one file and prints what is to be told; None for one that is not even kept."""
        try:
            if path.stat().st_size > MOST_KEPT:
                print(f"{path}: it has more than {MOST_KEPT:,} bytes; it was neither read nor kept.", file=sys.stderr)
                return None
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(shutil.copyfile(path, Path(folder) / "sent.xlsx"))
                return self.keep(copy, path)
        except OSError as error:
            print(f"{path}: cannot be read: {error.strerror}.", file=sys.stderr)
            return None

    def keep(self, copy: Path, path: Path) -> kept.Record:
        received, reason = None, ""
        try:
            received = read(copy, self.known, self.sender)
        except Unreadable as error:
            reason = telling.refusal(error, self.reader)
        before = kept.found(self.out, digest_of(copy))
        record = self.record(copy, path, received, reason)
        annotated = checked.write(received, self.known) if received else None
        with writable(self.out):
            record = kept.keep(self.out, copy, record, received, annotated)
        self.tell(path, record, received, before)
        return record

    def record(self, copy: Path, path: Path, received: Received | None, reason: str) -> kept.Record:
        card = self.known.cards.get(received.extract) if received else None
        place = self.known.places.get(received.sender) if received else None
        return kept.record_of(copy, path.name, card, received, place.name_en if place else "", reason)

    def tell(self, path: Path, record: kept.Record, received: Received | None, before: kept.Record | None):
        """What is wrong on the screen of errors, what is to be known and where all is kept on the other."""
        if before is not None:
            state = f", and approved by {before.approved_by} on {before.approved_at[:10]}" if before.number else ""
            print(f"{path}: this same file was received on {before.received_at[:10]}{state}. Nothing is doubled.")
        if received is None:
            print(f"{path}: {record.reason}", file=sys.stderr)
        else:
            reader = Reader(received.language)
            for fault in received.faults:
                where = "!".join(part for part in (fault.sheet, fault.cell) if part)
                told = f"{path}: {f'{where}: ' if where else ''}{telling.sentence(fault, reader)}"
                print(told, file=sys.stdout if fault.note else sys.stderr)
            card = self.known.cards.get(received.extract)
            what = f"{card.title('en')}; {record.sender_name or 'municipality not known'}; " if card else ""
            print(f"{path}: {what}{record.rows} lines, {record.faults or 'nothing'} to correct.")
            twin = kept.twin(self.out, record)
            if twin is not None:
                print(f"{path}: has the same figures as {twin.name} of {twin.sender_name}. Was another file meant?")
        folder = kept.folder_of(self.out, record.digest)
        print(f"{path}: kept with the digest {record.digest[:12]} in {folder}")
        if received is not None and received.faults:
            print(f"{path}: the annotated copy is {folder / kept.CHECKED}")

    def approve(self, record: kept.Record, organisation: str) -> bool | None:
        """Whether there is something new to publish; None where it could not be approved, which is told."""
        if record.number:
            print(f"{record.name}: is approved already.")
            return False
        same = kept.same_figures(self.out, record)
        if same is not None:
            print(
                f"{record.name}: has the same figures as {same.name}, approved on {same.approved_at[:10]}. Nothing changes."
            )
            return False
        losing = kept.replaced(self.out, record)
        try:
            done = kept.approve(
                self.out, record.digest, organisation, self.known.cards[record.extract], self.known.places
            )
        except ContentError as error:
            for problem in error.problems:
                print(f"{record.name}: cannot be approved: {problem}", file=sys.stderr)
            return None
        print(f"{record.name}: approved by {done.approved_by}; {record.rows} lines.")
        for other in losing:
            reports = ", ".join(" ".join(report[1:]) or "all" for report in other.reports if report in record.reports)
            print(
                f"{record.name}: takes the place of {other.name} of {other.received_at[:10]} ({reports}; {other.rows} lines)."
            )
        return True
