"""Every sentence, digit, date and amount on the screens, in English, Nepali and Bangla.

`say` gives the words of a key, `format` turns numbers and dates into text, `text_of` picks a card's own words.
"""

from dashboard.words.bidi import isolated
from dashboard.words.format import Reader, digits
from dashboard.words.reader import LANGUAGES
from dashboard.words.texts import file_of, parts, pieces, say, sentences
from data.problems import Problem, line_of, read_toml, shown

__all__ = [
    "LANGUAGES", "Reader", "count", "digits", "isolated", "level", "missing", "parts", "pieces", "placeholders", "say", "sentences",
    "text_of",
]  # fmt: skip

NAMES_OF_LEVELS = {
    ("region", "NP"): "province", ("region", "BD"): "division", ("local", "NP"): "palika", ("local", "BD"): "upazila",
    ("town", "BD"): "pourashava",
}  # fmt: skip


def text_of(titles: dict[str, str] | str | None, reader: Reader) -> str:
    """The reader's text of a card's `{en, ne, bn}`, else its English, else any; "" for none. In the reader's digits,
    and isolated where it runs from right to left.
    """
    if not titles or isinstance(titles, str):
        return isolated(digits(reader, titles or ""))
    return isolated(digits(reader, titles.get(reader.language) or titles.get("en") or next(iter(titles.values()))))


def level(reader: Reader, level: str, country: str = "", number: int | None = None) -> str:
    """The word for a level as its country has it: "wards", with `number=1` "ward"; Nepal's regions are "provinces".

    With a number the word suits to stand after it: Nepali nouns take no plural there.
    """
    form = 1 if number is not None and reader.language == "ne" else number
    key = f"levels.{NAMES_OF_LEVELS.get((level, country), level)}"
    return say(key, reader) if form is None else say(key, reader, count=form)


def count(reader: Reader, number: int, level: str, country: str = "") -> str:
    """So many places of a level: "19 wards", "1 district", "753 local governments"."""
    return say(f"counts.{NAMES_OF_LEVELS.get((level, country), level)}", reader, count=number)


def missing() -> list[Problem]:
    """What the translations lack, for `nagar check`: a warning for each key without words, a problem for wrong ones.

    Wrong is a key that English does not have, an empty text, or placeholders that differ from the English ones.
    """
    found: list[Problem] = []
    for language in LANGUAGES:
        path = file_of(language)
        _, text, problems = read_toml(path)
        found += problems
        if not problems:
            found += _compared(language, shown(path), text)
    return found


def _compared(language: str, file: str, text: str) -> list[Problem]:
    english, own = sentences("en"), sentences(language)
    found = []
    for key in english.keys() - own.keys():
        hint = f"Write it after {_forms(english[key])[0]!r}; until then English is shown."
        found.append(Problem(file, line_of(text, *key.split(".")), f"{key} is not translated.", hint, warning=True))
    for key, words in own.items():
        wrong = _wrong(words, english.get(key))
        if wrong:
            found.append(Problem(file, line_of(text, *key.split(".")), f"{key} {wrong[0]}", wrong[1]))
    return sorted(found)


def _wrong(words, english) -> tuple[str, str] | None:
    """What is wrong with a text beside its English (None: there is none), and what to do."""
    if not all(isinstance(form, str) and form.strip() for form in _forms(words)):
        return "is empty or no text.", "Write the words, or take the line out."
    if english is None:
        return "is not in en.toml.", "Add it there, or correct the key."
    if placeholders(words) != placeholders(english):
        expected, has = (", ".join(sorted(placeholders(of))) or "none" for of in (english, words))
        return f"has the placeholders {has}, English has {expected}.", "Use the English ones."
    return None


def placeholders(words: str | dict[str, str]) -> set[str]:
    """The names in braces in a sentence, over its forms."""
    return {name for form in _forms(words) for _, name in pieces(form) if name}


def _forms(words) -> list:
    return list(words.values()) if isinstance(words, dict) else [words]
