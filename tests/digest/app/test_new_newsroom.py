"""New keys are made only where there is nothing that old ones would be missed for, wherever the readers are kept."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.first_settings import settings_text
from digest.app.new_newsroom import first_files, make_newsroom
from digest.app.paths import KEY_FILE
from digest.app.schemas import schema_files
from digest.errors import DigestError, InputProblems
from tests.standins.forms import join
from tests.standins.sample import NOW


def test_the_clone_of_a_newsroom_becomes_one_also_after_a_first_command(folder: Path) -> None:
    shutil.rmtree(folder / "data")
    with Newsroom(folder, {}) as newsroom:
        assert newsroom.reports.recent(1) == []
    assert make_newsroom(folder, {}) == [".gitignore", *schema_files(), str(KEY_FILE)]
    with Newsroom(folder, {}) as newsroom:
        assert join(newsroom.store, "anna@example.org", NOW)


@pytest.mark.usefixtures("readers")
def test_readers_without_their_keys_get_no_new_ones_wherever_they_are_kept(
    newsroom: Newsroom, folder: Path, tmp_path: Path
) -> None:
    newsroom.engine.dispose()
    (folder / KEY_FILE).rename(tmp_path / "copy.json")
    with pytest.raises(DigestError, match=r"restore .*readers\.json from your copy"):
        make_newsroom(folder, {})
    elsewhere = tmp_path / "elsewhere.db"
    shutil.copy(folder / "data/digest.db", elsewhere)
    shutil.rmtree(folder / "data")
    with pytest.raises(DigestError, match="restore"):
        make_newsroom(folder, {"DIGEST_DATABASE__URL": f"sqlite:///{elsewhere}"})
    settings = folder / "digest.toml"
    settings.write_text(f'{settings.read_text()}\n[database]\nurl = "sqlite:///{elsewhere}"\n')
    with pytest.raises(DigestError, match="restore"):
        make_newsroom(folder, {})
    assert not (folder / KEY_FILE).exists()


def test_a_journal_that_tells_of_readers_is_missed_by_new_keys_too(newsroom: Newsroom, folder: Path) -> None:
    assert newsroom.store.journal.file.path.exists()
    newsroom.engine.dispose()
    (folder / "data/digest.db").unlink()
    (folder / KEY_FILE).unlink()
    newsroom.store.journal.append("2026-11-27T07:00:00+00:00", "unsubscribe", "00" * 12)
    with pytest.raises(DigestError, match="journal"):
        make_newsroom(folder, {})
    assert not (folder / KEY_FILE).exists()


def test_an_empty_journal_keeps_nobody_from_new_keys(newsroom: Newsroom, folder: Path) -> None:
    assert newsroom.store.journal.file.path.exists()
    newsroom.engine.dispose()
    (folder / "data/digest.db").unlink()
    (folder / KEY_FILE).unlink()
    make_newsroom(folder, {})
    assert (folder / KEY_FILE).exists()


def test_keys_may_lie_outside_of_the_folder(tmp_path: Path) -> None:
    keys = tmp_path / "safe" / "keys.json"
    assert make_newsroom(tmp_path / "new", {"DIGEST_KEYS__FILE": str(keys)})[-1] == str(keys)
    assert keys.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "new" / KEY_FILE).exists()


@pytest.mark.parametrize(("text", "words"), [("[keys", "not valid TOML"), ("[keys]\nfiel = 'x'", "unknown key `fiel`")])
def test_where_the_settings_do_not_say_where_keys_lie_none_are_made(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "digest.toml").write_text(text)
    with pytest.raises(InputProblems, match=words):
        make_newsroom(tmp_path, {})
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("now", "environment", "edition"),
    [
        (datetime(2026, 11, 25, 12, tzinfo=UTC), {}, "2026-12-01"),
        (datetime(2026, 12, 1, 15, tzinfo=UTC), {}, "2026-12-01"),
        (datetime(2026, 12, 1, 16, tzinfo=UTC), {}, "2026-12-08"),
        (datetime(2026, 11, 25, 12, tzinfo=UTC), {"DIGEST_SCHEDULE__DAY": "friday"}, "2026-11-27"),
    ],
    ids=["before", "window open", "window over", "environment"],
)
def test_the_sample_is_of_the_letter_that_commands_mean_when_none_is_named(
    tmp_path: Path, now: datetime, environment: dict[str, str], edition: str
) -> None:
    settings = settings_text({"schedule": "tuesday 06:00 Europe/Kyiv"}, now.date())
    assert list(first_files(tmp_path, settings, environment, now)) == [
        f"editions/{edition}.yaml",
        f"editions/{edition}.lock.json",
        "digest.toml",
    ]
