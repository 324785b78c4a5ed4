"""Sections that are filled when their edition is locked: from which sources, with which articles, and what stops it."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.articles.sources.listed import Listed
from digest.editing.candidates import Candidates
from digest.editing.fill import Filler, newest
from digest.edition.model import Fill
from digest.errors import DigestError
from digest.ports.editorial import SourceList
from digest.storage.edition_files import EditionFiles
from tests.standins.candidates import FakeSentLetters, FakeSourceLists
from tests.standins.chance import examples
from tests.standins.inbox import FakeInboxFile
from tests.standins.time import SetClock

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SITE = "https://lantern.example"
EDITION = "2026-11-27"
FEED, OTHER = "lantern.example/feed", "other.example/rss"


def article(name: str, hours_ago: float | None = 1, *topics: str) -> Listed:
    return Listed(
        f"{SITE}/{name}", f"About {name}", None if hours_ago is None else NOW - timedelta(hours=hours_ago), topics
    )


class Room:
    """An edition with a text, and sources that list what they are told."""

    def __init__(self, folder: Path, sections: str, files: Callable[[Path], EditionFiles] = EditionFiles) -> None:
        (folder / "editions").mkdir()
        self.path = folder / f"editions/{EDITION}.yaml"
        self.path.write_text(f'subject: "S"\nsections:\n{sections}', encoding="utf-8")
        self.sources, self.letters = FakeSourceLists(), FakeSentLetters()
        editions = files(folder)
        candidates = Candidates(FakeInboxFile(), editions, self.letters, self.sources, SetClock(NOW))
        self.filler = Filler(editions, candidates)

    def picks(self) -> list[str]:
        edition, problems = self.filler.files.read(EDITION)
        assert edition is not None, problems
        return [pick.url.removeprefix(f"{SITE}/") for pick in edition.picks()]


def section(name: str, fill: str, *picks: str) -> str:
    lines = "".join(f"      - {SITE}/{pick}\n" for pick in picks)
    return f"  - name: {name}\n    fill: {fill}\n    picks:\n{lines}"


def test_the_newest_with_the_tag_are_put_behind_the_editors_own(tmp_path: Path) -> None:
    room = Room(tmp_path, section("News", "{tag: war, up_to: 2}", "own"))
    room.sources.articles[FEED] = (
        article("new", 1, "War"),
        article("other", 1, "Sport"),
        article("old", 30, "WAR"),
        article("older", 40, "War"),
    )
    filled = room.filler.fill(EDITION)
    assert [(one.name, [found.title for found in one.articles]) for one in filled.sections] == [
        ("News", ["About new", "About old"])
    ]
    assert filled.problems == ()
    assert room.picks() == ["own", "new", "old"]
    assert f"{SITE}/old  # About old, 2026-11-25" in room.path.read_text(encoding="utf-8")
    assert "filled: 2026-11-26" in room.path.read_text(encoding="utf-8")


def test_what_was_filled_is_never_filled_again_and_asks_nobody(tmp_path: Path) -> None:
    room = Room(tmp_path, section("News", "{up_to: 2}"))
    room.sources.articles[FEED] = (article("a"),)
    room.filler.fill(EDITION)
    before, room.sources.articles[FEED] = room.path.read_bytes(), (article("b", 0.5),)
    assert room.filler.fill(EDITION).sections == ()
    assert room.path.read_bytes() == before
    assert len(room.sources.asked) == 1


def test_an_edition_without_any_fill_asks_nobody(tmp_path: Path) -> None:
    room = Room(tmp_path, f"  - name: News\n    picks:\n      - {SITE}/a\n")
    room.sources.articles[FEED] = (article("b"),)
    assert room.filler.fill(EDITION).sections == ()
    assert room.sources.asked == []


def test_what_was_sent_or_is_picked_anywhere_is_left_out(tmp_path: Path) -> None:
    room = Room(tmp_path, section("News", "{up_to: 9}") + f"  - name: B\n    picks:\n      - {SITE}/picked\n")
    room.letters.pages = {"lantern.example/sent": "2026-11-20"}
    names = ("sent", "picked", "free", "free?utm_source=x")
    room.sources.articles[FEED] = tuple(article(name) for name in names)
    room.filler.fill(EDITION)
    assert room.picks() == ["free", "picked"]


def test_two_sections_get_nothing_twice(tmp_path: Path) -> None:
    room = Room(tmp_path, section("News", "{up_to: 1}") + section("More", "{up_to: 2}", "own"))
    room.sources.articles[FEED] = (article("a", 1), article("b", 2), article("c", 3))
    filled = room.filler.fill(EDITION)
    assert [one.name for one in filled.sections] == ["More", "News"] or [one.name for one in filled.sections] == [
        "News",
        "More",
    ]
    assert room.picks() == ["a", "own", "b", "c"]


def test_only_what_is_new_since_the_last_letter_and_has_a_time_is_taken(tmp_path: Path) -> None:
    room = Room(tmp_path, section("News", "{up_to: 9}"))
    room.letters.began = {"2026-11-20": NOW - timedelta(days=6)}
    room.sources.articles[FEED] = (article("new", 24), article("old", 24 * 9), article("undated", None))
    room.filler.fill(EDITION)
    assert room.picks() == ["new"]


@pytest.mark.parametrize("source", ["other", "OTHER.example", "other.example/rss", "https://other.example/rss"])
def test_one_source_is_named_by_a_part_of_its_address(tmp_path: Path, source: str) -> None:
    room = Room(tmp_path, section("News", f'{{source: "{source}", up_to: 9}}'))
    room.sources.articles = {FEED: (article("a"),), OTHER: (article("b"),)}
    room.filler.fill(EDITION)
    assert room.picks() == ["b"]
    assert room.sources.asked == [(OTHER,)]


def test_two_sources_of_one_name_both_fill(tmp_path: Path) -> None:
    class OfOneName(FakeSourceLists):
        def recent(self, names: Collection[str]) -> list[SourceList]:
            return [SourceList(name, (article(one),)) for name in names for one in ("a", "b")]

    room = Room(tmp_path, section("News", "{up_to: 9}"))
    sources = OfOneName({FEED: ()})
    filler = Filler(room.filler.files, replace(room.filler.candidates, sources=sources))
    filler.fill(EDITION)
    assert room.picks() == ["a", "b"]


@pytest.mark.parametrize(
    ("source", "fault"), [("nowhere", "is no source of digest.toml"), ("example", "is several sources of digest.toml")]
)
def test_a_source_that_nobody_can_know_is_said_and_nothing_is_written(tmp_path: Path, source: str, fault: str) -> None:
    room = Room(tmp_path, section("News", f"{{source: {source}, up_to: 9}}"))
    room.sources.articles = {FEED: (article("a"),), OTHER: (article("b"),)}
    before = room.path.read_bytes()
    (problem,) = room.filler.fill(EDITION).problems
    assert fault in problem.what
    assert f"sources here: {FEED}, {OTHER}" in problem.what
    assert (problem.file, problem.mark.line) == (f"editions/{EDITION}.yaml", 4)
    assert room.path.read_bytes() == before


def test_a_newsroom_without_sources_is_told_so(tmp_path: Path) -> None:
    (problem,) = Room(tmp_path, section("News", "{up_to: 9}")).filler.fill(EDITION).problems
    assert "there is no source to fill from" in problem.what


def test_a_source_that_fails_is_said_and_the_others_fill(tmp_path: Path) -> None:
    room = Room(tmp_path, section("News", "{up_to: 9}"))
    room.sources.articles[FEED] = (article("a"),)
    room.sources.faults[OTHER] = "it did not answer"
    (problem,) = room.filler.fill(EDITION).problems
    assert "the section `News` is filled without other.example/rss: it did not answer" in problem.what
    assert room.picks() == ["a"]


def test_where_nothing_is_new_the_fill_waits_and_says_so(tmp_path: Path) -> None:
    room = Room(tmp_path, section("News", "{tag: War, up_to: 9}"))
    room.sources.articles[FEED] = (article("a", 1, "Sport"),)
    (problem,) = room.filler.fill(EDITION).problems
    assert "nothing new was found with the tag `War`" in problem.what
    assert "filled" not in room.path.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_into_says_what_to_write(tmp_path: Path) -> None:
    room = Room(tmp_path, "")
    room.path.write_text('{"subject": "S", "sections": [{"name": "N", "fill": {"up_to": 3}}]}', encoding="utf-8")
    room.sources.articles[FEED] = (article("a"),)
    filled = room.filler.fill(EDITION)
    assert filled.sections == ()
    assert f"or write - {SITE}/a" in filled.problems[0].remedy


def test_a_file_that_somebody_saves_meanwhile_is_left_as_they_saved_it(tmp_path: Path) -> None:
    class SavedMeanwhile(EditionFiles):
        def change_text(self, edition_id: str, before: str, text: str) -> bool:
            room.path.write_text(room.path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
            return super().change_text(edition_id, before, text)

    room = Room(tmp_path, section("News", "{up_to: 9}"), SavedMeanwhile)
    room.sources.articles[FEED] = (article("a"),)
    with pytest.raises(DigestError, match="was saved while it was being filled; nothing was changed, run it again"):
        room.filler.fill(EDITION)
    assert room.picks() == []
    assert "# mine" in room.path.read_text(encoding="utf-8")


@settings(max_examples=examples(60))
@given(order=st.permutations([article(name, hours) for name, hours in (("a", 1), ("b", 1), ("c", 2), ("d", 0.5))]))
def test_the_same_articles_are_chosen_in_whatever_order_sources_list_them(order: list[Listed]) -> None:
    lists = [SourceList("one", tuple(order[:2])), SourceList("two", tuple(order[2:]))]
    found = newest(lists, Fill("3"), NOW - timedelta(days=7), set())
    assert [one.url.removeprefix(f"{SITE}/") for one in found] == ["d", "a", "b"]
