"""What a process may answer."""

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.articles.model import Article, Image
from digest.errors import PageUnreadable
from digest.fetching.page_reading import Elsewhere
from digest.fetching.worker_answers import read_answer
from digest.storage.private_files import make_private

ARTICLE = Article("https://example.org/a", image=Image("https://example.org/a.jpg"), fetched_at=datetime.now(UTC))


@pytest.mark.parametrize(
    "value", [ARTICLE, Elsewhere("https://example.org/b", ARTICLE), b"bytes", ["a", {"b": (1, 2.5, None)}]]
)
def test_values_come_back_as_they_are(value: object) -> None:
    assert read_answer(pickle.dumps((value, True))) == (value, True)


def test_an_error_of_our_own_comes_back_with_what_it_knows() -> None:
    error, kept = read_answer(pickle.dumps((PageUnreadable("gone", 410), False)))
    assert isinstance(error, PageUnreadable)
    assert (str(error), error.status, kept) == ("gone", 410, False)


@pytest.mark.parametrize("value", [make_private, Path("a"), print, int, ZeroDivisionError("x")])
def test_what_acts_or_is_not_our_own_is_no_answer(value: object) -> None:
    with pytest.raises(ValueError, match="this is no answer"):
        read_answer(pickle.dumps((value, True)))


@pytest.mark.parametrize("data", [b"", b"nonsense", pickle.dumps(1), pickle.dumps((1, 2, 3))])
def test_what_is_no_pair_is_no_answer(data: bytes) -> None:
    with pytest.raises(ValueError, match="this is no answer"):
        read_answer(data)
