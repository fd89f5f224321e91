"""All extracts we know, and those that a snapshot holds. Files are read, nothing is executed."""

from pathlib import Path

from data.cards import CompletedCard, ExtractCard, read, read_completed
from data.problems import Problem

EXTRACTS = Path(__file__).resolve().parent / "extracts"


def cards(folder: Path = EXTRACTS) -> tuple[dict[str, ExtractCard], list[Problem]]:
    """Every sound card of the folder by name, in order of names, and all problems; a broken card is left out."""
    found, problems = {}, []
    for path in sorted(Path(folder).glob("*.toml")):
        card, wrong = read(path)
        problems += wrong
        if card:
            found[card.name] = card
    return found, problems


def in_snapshot(folder: Path) -> dict[str, CompletedCard]:
    """The completed cards of a snapshot by name; `ContentError` for one that cannot be read."""
    return {path.stem: read_completed(path) for path in sorted((Path(folder) / "extracts").glob("*.json"))}
