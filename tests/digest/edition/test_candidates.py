"""Editors choose among what a page offers; the choice stands in their own file, with the words that belong to it."""

from digest.articles.model import Article, Image
from digest.edition.candidates import Candidates, candidates, choose
from digest.edition.lock import Lock
from digest.edition.picks_file import parse

URL = "https://example.org/a"
TEXT = f'subject: "A"\nsections:\n  - name: News\n    picks:\n      - {URL}  \n      - https://example.org/unread\n'
ARTICLE = Article(
    URL,
    title="The page's headline",
    image=Image("https://example.org/1.jpg", alt="A harbour", credit="Ada"),
    headlines=("The page's headline", "For networks"),
    images=(Image("https://example.org/2.jpg", alt="A crane", credit="Bo"), Image("https://example.org/3.jpg")),
)


def offered(text: str = TEXT) -> list[Candidates]:
    edition, _ = parse(text, "", "")
    assert edition is not None
    return list(candidates(edition, Lock("", (ARTICLE,))))


def chosen(what: str, number: int, text: str = TEXT) -> str:
    changed = choose(text, offered(text)[0], what, number)
    assert changed is not None
    return changed


def test_the_letter_s_own_stands_first_and_each_once() -> None:
    found, _ = offered()
    assert [one.text for one in found.headlines] == ["The page's headline", "For networks"]
    assert [one.is_taken for one in found.headlines] == [True, False]
    assert [one.url[-5:] for one in found.pictures] == ["1.jpg", "2.jpg", "3.jpg", ""]
    assert [one.is_taken for one in found.pictures] == [True, False, False, False]


def test_a_page_that_was_not_read_offers_nothing_and_says_so() -> None:
    _, unread = offered()
    assert not unread.is_read
    assert (unread.headlines, len(unread.pictures), unread.title) == ((), 1, "")


def test_a_chosen_headline_is_the_editor_s_own_and_the_page_s_is_still_offered() -> None:
    text = chosen("title", 1)
    assert 'title: "For networks"' in text
    found, _ = offered(text)
    assert found.title == "For networks"
    assert [one.text for one in found.headlines] == ["For networks", "The page's headline"]


def test_with_a_picture_go_the_words_about_it() -> None:
    text = chosen("picture", 1)
    assert "picture: https://example.org/2.jpg\n" in text
    assert 'alt: "A crane"\n' in text
    assert 'credit: "Bo"\n' in text


def test_words_about_another_picture_do_not_stay() -> None:
    text = chosen("picture", 2, chosen("picture", 1))
    assert "A crane" not in text
    edition, _ = parse(text, "", "")
    assert edition is not None
    assert next(edition.picks()).picture == "https://example.org/3.jpg"


def test_a_card_can_stand_without_a_picture_and_get_it_back() -> None:
    text = chosen("picture", 3)
    assert "picture: none" in text
    assert [one.is_taken for one in offered(text)[0].pictures] == [False, False, False, True]
    assert 'alt: "A harbour"' in chosen("picture", 0, text)


def test_what_is_not_offered_is_not_written() -> None:
    found, _ = offered()
    assert choose(TEXT, found, "title", 9) is None
    assert choose(TEXT, found, "picture", -1) is None
