"""The server's secret: given, made once, or refused with what to do."""

import secrets
import stat
import sys
from dataclasses import replace

import pytest

from dashboard.settings import FEWEST_CHARACTERS, SHORTEST_SECRET, Settings, secret_of, settings, weakness
from data.problems import ContentError

STRONG = "f3c1a9" + "0b7de28456" * 3


@pytest.fixture
def setting(tmp_path):
    return Settings(data=tmp_path / "data", sources=None, language="en", host="127.0.0.1", port=8050, threads=8, keep=3)


def test_without_one_a_secret_is_made_once_and_only_its_owner_may_read_it(setting):
    made = secret_of(setting)
    assert weakness(made) == "" and secret_of(setting) == made  # the next process has the same
    if sys.platform != "win32":
        assert stat.S_IMODE((setting.data / "secret").stat().st_mode) == 0o600
    other = replace(setting, data=setting.data / "other")
    assert secret_of(other) != made


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_secret_that_others_may_read_is_refused(setting):
    secret_of(setting)
    (setting.data / "secret").chmod(0o640)
    with pytest.raises(ContentError, match="can be read by others than its owner. Run: chmod 600"):
        secret_of(setting)


def test_a_damaged_file_is_refused(setting):
    secret_of(setting)
    (setting.data / "secret").write_text("short")
    with pytest.raises(ContentError, match="Delete the file; the next start makes a new one"):
        secret_of(setting)


@pytest.mark.parametrize(("secret", "why"), [
    (STRONG[: SHORTEST_SECRET - 1], "has 31 characters where 32 are the least"),
    ("abc" * 20, "is made of 3 different characters only"),
    ("change-me-" + STRONG, "holds the word 'change'"), ("my Secret " + STRONG, "holds the word 'secret'"),
    ("nagar" + STRONG, "holds the word 'nagar'"),
])  # fmt: skip
def test_a_weak_secret_is_refused_where_others_can_reach_the_server(setting, secret, why):
    public = replace(setting, host="0.0.0.0", secret=secret)
    with pytest.raises(ContentError) as refused:
        secret_of(public)
    assert f"NAGAR_SECRET {why}" in str(refused.value) and "0.0.0.0 is reachable" in str(refused.value)
    assert secret not in str(refused.value)
    assert secret_of(replace(setting, secret=secret)) == secret  # on this machine only it will do


def test_a_strong_secret_is_taken(setting, monkeypatch):
    assert len(STRONG) >= SHORTEST_SECRET and len(set(STRONG)) >= FEWEST_CHARACTERS
    monkeypatch.setenv("NAGAR_SECRET", STRONG)
    assert secret_of(replace(settings(), data=setting.data, host="0.0.0.0")) == STRONG
    assert not (setting.data / "secret").exists()


def test_random_secrets_are_never_weak():
    assert all(weakness(secrets.token_hex(32)) == "" for _ in range(200))
