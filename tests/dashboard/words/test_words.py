"""The sentences: every language whole and alike, values put in safely, and every key the screens use known."""

import ast
import re
from pathlib import Path

import pytest

from dashboard.words import Reader, count, level, missing, parts, placeholders, say, sentences, text_of, texts
from dashboard.words.reader import ZEROES
from data.problems import ContentError

ENGLISH, NEPALI, BANGLA = Reader("en"), Reader("ne"), Reader("bn")
DASHBOARD = Path(texts.__file__).parent.parent
SAMPLE = {"count": 3}


@pytest.fixture
def languages(tmp_path, monkeypatch):
    """Write the TOML of some languages into an empty folder of words; unwritten ones are empty."""

    def write(**contents):
        for language in ("en", "ne", "bn"):
            (tmp_path / f"{language}.toml").write_text(contents.get(language, ""), "utf-8")
        texts.sentences.cache_clear()

    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    yield write
    texts.sentences.cache_clear()


# The files as they are


@pytest.mark.parametrize("language", ["en", "ne", "bn"])
def test_no_text_is_empty_or_has_odd_ends(language):
    for key, words in sentences(language).items():
        for text in words.values() if isinstance(words, dict) else [words]:
            assert text.strip() == text != "", key


@pytest.mark.parametrize("language", ["ne", "bn"])
def test_translations_have_every_key_with_the_same_placeholders(language):
    own, english = sentences(language), sentences("en")
    assert own.keys() == english.keys()
    assert {key: placeholders(own[key]) for key in own} == {key: placeholders(english[key]) for key in english}
    assert missing() == []


@pytest.mark.parametrize("language", ["en", "ne", "bn"])
def test_every_sentence_can_be_said_in_its_own_script_and_digits(language):
    """Values of letters are put into every sentence: what is left of other digits would be a slip of the translator."""
    for digit_set, zero in ZEROES.items():
        reader = Reader(language, digit_set)
        foreign = {chr(ord(other) + step) for other in ZEROES.values() if other != zero for step in range(10)}
        for key, words in sentences(language).items():
            text = say(key, reader, **dict.fromkeys(placeholders(words), "x"))
            if key not in ("search.hint", "errors.unknown_place_hint"):  # examples of codes
                assert not foreign & set(text), key


@pytest.mark.parametrize(("language", "script"), [("ne", r"[\u0900-\u097F]"), ("bn", r"[\u0980-\u09FF]")])
def test_a_translation_is_no_english_left_over(language, script):
    """All words, but marks (₹, ·), names of formats and bare patterns, are in the language's own script."""
    for key, words in sentences(language).items():
        for text in words.values() if isinstance(words, dict) else [words]:
            rest = re.sub(r"\{\w+\}|CSV|English|EN|[\W\d_]", "", text)
            # each language is named in itself
            assert not rest or re.search(script, rest) or key.startswith("frame.language_"), key


def test_every_state_and_provenance_of_the_house_has_a_word_and_a_sentence():
    states = ("value", "hidden", "not_reported", "not_applicable", "no_data", "unreliable", "cannot_be_added", "zero")
    for reader in (ENGLISH, NEPALI, BANGLA):
        said = [say(f"states.{state}", reader) for state in states]
        assert len(set(said)) == len(states)
        assert all(say(f"state_texts.{state}", reader) for state in states)
        assert len({say(f"provenance.{kind}", reader) for kind in ("published", "reported", "illustrative")}) == 3


def test_the_glossary_uses_the_words_of_the_screens():
    glossary = (DASHBOARD.parent / "GLOSSARY.md").read_text("utf-8")
    keys = [f"states.{state}" for state in ("hidden", "not_reported", "not_applicable", "no_data", "unreliable")]
    keys += ["provenance.published", "provenance.reported", "provenance.illustrative", "table.coverage", "table.source"]
    keys += ["unit_words.households"]
    assert [key for key in keys for reader in (NEPALI, BANGLA) if say(key, reader) not in glossary] == []
    names = [level(reader, name, number=1) for name in ("district", "ward", "cluster") for reader in (NEPALI, BANGLA)]
    assert [name for name in names if name not in glossary] == []


def test_the_glossary_is_in_order_of_the_alphabet():
    text = (DASHBOARD.parent / "GLOSSARY.md").read_text("utf-8")
    entries = [re.sub(r"\W", "", entry).lower() for entry in re.findall(r"^\*\*(.+?)\*\*", text, re.M)]
    assert entries == sorted(entries) and len(entries) > 70


def said_in(source: str) -> list[tuple[int, str, set[str] | None]]:
    """(line, key, names of its values) of every `say` and `parts` in a Python source.

    A key put together is its beginning and `*`; the names are None where values are handed on as `**values`.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        if getattr(node.func, "id", getattr(node.func, "attr", "")) in ("say", "parts"):
            names = {keyword.arg for keyword in node.keywords}
            built = [part.values[0] for part in ast.walk(node.args[0]) if isinstance(part, ast.JoinedStr)]
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                    key = part.value + ("*" if part in built else "")
                    found.append((part.lineno, key, None if None in names else names))
    return sorted(found, key=str)


def test_said_in_finds_keys_their_beginnings_and_values():
    source = 'say("a.hidden", r, place=p)\nwords.say(f"levels.{level}", r)\nsay("a.b" if c else "a.d", r, **more)'
    assert said_in(source) == [(1, "a.hidden", {"place"}), (2, "levels.*", set()), (3, "a.b", None), (3, "a.d", None)]


@pytest.mark.parametrize("path", sorted(DASHBOARD.rglob("*.py")), ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_the_screens_say_only_what_is_written_with_all_its_values(path):
    known, wrong = sentences("en"), []
    for line, key, names in said_in(path.read_text("utf-8")):
        if key.endswith("*"):
            wrong += [] if any(name.startswith(key[:-1]) for name in known) else [f"line {line}: no key begins {key}"]
        elif key not in known:
            wrong.append(f"line {line}: {key} is in no en.toml")
        elif names is not None and placeholders(known[key]) - names:
            wrong.append(f"line {line}: {key} needs {placeholders(known[key]) - names}")
    assert wrong == []


# Saying


def test_a_sentence_takes_text_and_whole_numbers():
    said = say("coverage.counted", NEPALI, places_with_value=8, places_known="१२")
    assert said == "१२ मध्ये ८ स्थानको अङ्क छ।"


@pytest.mark.parametrize(("number", "expected"), [(0, "0 wards"), (1, "1 ward"), (6743, "6,743 wards")])
def test_english_has_a_form_for_one(number, expected):
    assert say("counts.ward", ENGLISH, count=number) == count(ENGLISH, number, "ward") == expected


def test_levels_have_the_name_of_their_country():
    assert level(ENGLISH, "region", "NP") == "provinces"
    assert level(ENGLISH, "region", "BD", 1) == "division"
    assert level(ENGLISH, "region") == "regions"
    assert level(NEPALI, "ward") == "वडाहरू"
    assert level(NEPALI, "ward", number=19) == "वडा"  # Nepali nouns take no plural after a number
    assert count(BANGLA, 507, "local", "BD") == "৫০৭টি উপজেলা ও সিটি কর্পোরেশন"


def test_values_keep_their_digits_and_braces_while_the_sentence_takes_the_readers():
    assert say("notes.earlier_place", NEPALI, code="BD100409") == "BD100409 को अङ्क: कोड फेरिनुअघिको यही ठाउँ।"
    assert say("errors.unknown_place", ENGLISH, text="{count} <b>") == "There is no place “{count} <b>”."


def test_parts_tell_where_the_values_stand():
    told = parts("headline.value", ENGLISH, indicator="Poverty", place="Butwal", period="2021", value="20.3 %")
    assert told == [
        ("indicator", "Poverty"), ("", " in "), ("place", "Butwal"), ("", ", "), ("period", "2021"), ("", ": "),
        ("value", "20.3 %"), ("", "."),
    ]  # fmt: skip


def test_an_unknown_key_warns_and_shows_itself():
    with pytest.warns(UserWarning, match="no words for 'frame.nothing'"):
        assert say("frame.nothing", ENGLISH) == "frame.nothing"


def test_a_missing_value_warns_and_shows_its_name():
    with pytest.warns(UserWarning, match="needs a value for {place}"):
        assert say("titles.place", ENGLISH) == "{place} · Nagar"


@pytest.mark.parametrize("value", [None, 20.3, True])
def test_a_value_that_is_neither_text_nor_whole_number_is_refused(value):
    with pytest.raises(TypeError, match="format it first"):
        say("titles.place", ENGLISH, place=value)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ({"en": "Wards", "ne": "वडा"}, "वडा"), ({"en": "20 wards"}, "२० wards"), ({"bn": "ওয়ার্ড"}, "ওয়ার্ড"),
        ({"en": "Wards", "ne": ""}, "Wards"), ("Wards", "Wards"), ({}, ""), (None, ""),
    ],
)  # fmt: skip
def test_the_text_of_a_card_falls_back_to_english(titles, expected):
    assert text_of(titles, NEPALI) == expected


# Files with mistakes


def test_what_is_not_translated_is_said_in_english_and_listed_with_its_line(languages):
    languages(
        en='[frame]\nhome = "Home"\nback = "Back"\n',
        ne='\n[frame]\nhome = "गृहपृष्ठ"\n',
        bn='frame.home = "প্রথম"\nframe.back = "পেছনে"\n',
    )
    assert say("frame.back", NEPALI) == "Back"
    assert [(Path(problem.file).name, problem.line, problem.warning) for problem in missing()] == [("ne.toml", 2, True)]
    assert "frame.back is not translated. Write it after 'Back'; until then English is shown." in str(missing()[0])


def test_wrong_keys_empty_texts_and_other_placeholders_are_problems(languages):
    english = '[a]\none_place = "In {place}"\nempty = "Nothing"\n'
    wrong = '[a]\none_place = "{plaec}"\nempty = " "\nmore = "x"\n'
    languages(en=english, ne=wrong, bn=english)
    assert [(problem.line, problem.message, problem.warning) for problem in missing()] == [
        (2, "a.one_place has the placeholders plaec, English has place.", False),
        (3, "a.empty is empty or no text.", False),
        (4, "a.more is not in en.toml.", False),
    ]


def test_a_broken_translation_is_one_problem_and_english_is_shown(languages):
    languages(en='[a]\nb = "Words"\n', ne='[a]\nb = "शब्द\n', bn='[a]\nb = "শব্দ"\n')
    assert say("a.b", NEPALI) == "Words"
    assert say("a.b", BANGLA) == "শব্দ"
    assert ["ne.toml:2" in str(problem) for problem in missing()] == [True]


def test_broken_english_is_told_as_content(languages):
    languages(en="[a\n")
    with pytest.raises(ContentError, match="is not valid TOML"):
        say("a.b", ENGLISH)


def test_every_sentence_is_said_somewhere():
    """A key is named whole in the code, or by its beginning (`say(f"states.{state}", ...)`); what nobody says is dead."""
    source = "\n".join(path.read_text("utf-8") for path in DASHBOARD.rglob("*.py"))
    beginnings = tuple(set(re.findall(r'f"([a-z_]+\.[a-z_]*)\{', source)))
    unsaid = [key for key in sentences("en") if f'"{key}"' not in source and not key.startswith(beginnings)]
    assert unsaid == []
