"""Who saved the text that a file has now."""

from digest.edition.saved import Version, text_hash, version_of, wrote_last
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


def test_whoever_changed_no_word_is_not_the_last_who_wrote() -> None:
    says = {text_hash(text): words for text, words in {"a": "A", "b": "B", "b ": "B", "b  ": "B", "c": "C"}.items()}
    history = [
        saved(6, "b  ", "chloe"),
        saved(5, "c", "dora", is_written=False),
        saved(4, "b ", ""),
        saved(3, "b", "anna"),
        saved(2, "a", "ben"),
        saved(1, "b", "dora"),
    ]
    author = wrote_last(history, history[0], lambda one: says[one.text])
    assert author == history[3], "not whoever said the same before somebody changed it"
    assert wrote_last(history, history[4], lambda one: says[one.text]) == history[4]


def test_a_long_row_of_saves_that_change_nothing_is_not_followed_to_its_end() -> None:
    asked = list[int]()
    history = [saved(number, "a", f"n{number}") for number in range(300, 0, -1)]
    wrote_last(history, history[0], lambda one: asked.append(one.number))
    assert len(asked) < 30
