"""The file of styles belongs to the versions that are installed."""

from dashboard import style_hashes
from dashboard.style_hashes import FILE, hash_of, installed_versions, known_hashes, versions_of_file, written
from data.problems import read_toml


def test_the_styles_are_those_of_the_installed_versions():
    told = "Dash or plotly is another version than the one its styles were collected of: run `make style-hashes`."
    assert versions_of_file() == installed_versions(), told


def test_a_hash_is_the_one_browsers_compute():
    # echo -n "" | openssl dgst -sha256 -binary | base64
    assert hash_of("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def test_what_is_written_is_read_again(tmp_path, monkeypatch):
    path = tmp_path / "styles.toml"
    path.write_text(written({'a { content: "\\201C"; }\n', "", "b {}"}), "utf-8")
    with monkeypatch.context() as changed:
        changed.setattr(style_hashes, "FILE", path)
        known_hashes.cache_clear()
        found = set(known_hashes())
    known_hashes.cache_clear()
    assert found == {hash_of('a { content: "\\201C"; }\n'), hash_of(""), hash_of("b {}")}
    assert read_toml(FILE)[2] == [] and len(known_hashes()) > 5
