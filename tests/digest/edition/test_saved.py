"""Who saved the text that a file has now."""

from digest.edition.saved import Version, text_hash, version_of
from tests.standins.sample import NOW


def saved(number: int, text: str, by: str, *, is_written: bool = True) -> Version:
    return Version(number, text_hash(text), by, NOW, "", is_written)


def test_it_is_the_last_that_was_written() -> None:
    versions = [saved(3, "c", "ben", is_written=False), saved(2, "b", "anna"), saved(1, "a", "ben")]
    assert version_of(versions, "b") == versions[1]


def test_a_save_whose_record_was_cut_off_counts_where_the_file_says_it() -> None:
    versions = [saved(3, "c", "ben", is_written=False), saved(2, "b", "anna")]
    assert version_of(versions, "c") == versions[0]


def test_a_text_that_was_saved_before_the_last_one_was_put_back_elsewhere() -> None:
    assert version_of([saved(2, "b", "anna"), saved(1, "a", "ben")], "a") is None
    assert version_of([], "a") is None
