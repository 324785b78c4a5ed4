"""Candidates of an edition: the inbox and the sources, with what was sent or is picked already marked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.articles.model import Article
from digest.articles.sources.listed import Listed
from digest.delivery.statuses import EditionState
from digest.editing.candidates import Candidate, Candidates
from digest.edition.inbox_link import InboxLink
from digest.edition.lock import Lock
from digest.storage.edition_files import EditionFiles
from tests.standins.candidates import FakeSentLetters, FakeSourceLists
from tests.standins.inbox import FakeInboxFile
from tests.standins.time import SetClock

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SITE = "https://lantern.example"
EDITION = "2026-11-27"
FEED = "lantern.example/feed"


def article(name: str, days_ago: float | None = 1, *topics: str) -> Listed:
    published = None if days_ago is None else NOW - timedelta(days=days_ago)
    return Listed(f"{SITE}/{name}", f"About {name}", published, topics)


def finder(
    folder: Path,
    *articles: Listed,
    links: tuple[str, ...] = (),
    letters: FakeSentLetters | None = None,
    picks: tuple[str, ...] = (),
) -> Candidates:
    (folder / "editions").mkdir(exist_ok=True)
    if picks:
        lines = "".join(f"      - {SITE}/{name}\n" for name in picks)
        text = f'subject: "S"\nsections:\n  - name: News\n    picks:\n{lines}'
        (folder / f"editions/{EDITION}.yaml").write_text(text, encoding="utf-8")
    inbox = FakeInboxFile([InboxLink(f"{SITE}/{name}", f"note of {name}", "2026-11-26", "token cms") for name in links])
    sources = FakeSourceLists({FEED: articles})
    return Candidates(inbox, EditionFiles(folder), letters or FakeSentLetters(), sources, SetClock(NOW))


def names(found: Candidates) -> dict[str, list[str]]:
    groups = found.of(EDITION).groups
    return {one.origin: [candidate.url.removeprefix(f"{SITE}/") for candidate in one.candidates] for one in groups}


def one(found: Candidates, name: str) -> Candidate:
    every = [candidate for group in found.of(EDITION).groups for candidate in group.candidates]
    return next(candidate for candidate in every if candidate.url == f"{SITE}/{name}")


def test_the_inbox_stands_first_and_knows_what_a_source_tells_of_its_links(tmp_path: Path) -> None:
    found = finder(tmp_path, article("a", 1, "News"), article("b"), links=("b", "elsewhere"))
    assert names(found) == {"inbox": ["b", "elsewhere"], FEED: ["a"]}, "a page stands in one group alone"
    waiting = one(found, "b")
    assert (waiting.title, waiting.note, waiting.by) == ("About b", "note of b", "token cms")
    assert one(found, "elsewhere").title == ""
    assert one(found, "a").topics == ("News",)


def test_only_what_is_new_since_shortly_before_the_last_letter_is_listed(tmp_path: Path) -> None:
    letters = FakeSentLetters({"2026-11-20": NOW - timedelta(days=6), "2026-11-13": NOW - timedelta(days=13)})
    found = finder(tmp_path, article("new", 1), article("between", 7.9), article("old", 8.1), letters=letters)
    assert names(found)[FEED] == ["new", "between"]
    assert found.of(EDITION).since == NOW - timedelta(days=8)


def test_special_letters_corrections_and_the_edition_itself_are_not_the_last_one(tmp_path: Path) -> None:
    ago = {"2026-11-20": 6, "2026-11-20-correction-1": 5, "2026-11-21-special": 4, EDITION: 0, "2026-12-04": 0}
    letters = FakeSentLetters({name: NOW - timedelta(days=days) for name, days in ago.items()})
    assert finder(tmp_path, letters=letters).of(EDITION).since == NOW - timedelta(days=8)


def test_a_newsroom_that_sent_nothing_looks_back_two_weeks_and_at_what_has_no_time(tmp_path: Path) -> None:
    found = finder(tmp_path, article("a", 13.9), article("old", 14.1), article("undated", None))
    assert names(found)[FEED] == ["a", "undated"]


def test_what_was_sent_or_is_picked_is_marked_whatever_its_form(tmp_path: Path) -> None:
    letters = FakeSentLetters({}, {"lantern.example/sent": "2026-11-20", "www.lantern.example/again": EDITION})
    found = finder(
        tmp_path, article("sent/"), article("again"), article("picked"), letters=letters, picks=("picked?a=",)
    )
    assert one(found, "sent/").sent_in == "2026-11-20"
    assert one(found, "again").sent_in == "", "what this edition had is no news that it has"
    marked = finder(tmp_path, article("picked"), article("free"), picks=("picked",))
    assert one(marked, "picked").is_picked
    assert [one(marked, name).is_free for name in ("picked", "free")] == [False, True]


def test_a_pick_is_known_by_the_address_that_its_page_gives_itself_too(tmp_path: Path) -> None:
    found = finder(tmp_path, article("own"), article("short"), picks=("short",))
    files = EditionFiles(tmp_path)
    files.change_lock(None, Lock(EDITION, (Article(f"{SITE}/short", canonical_url=f"{SITE}/own"),)))
    assert one(found, "own").is_picked
    assert one(found, "short").is_picked


def test_a_source_that_fails_is_a_group_with_its_fault(tmp_path: Path) -> None:
    found = finder(tmp_path, article("a"))
    assert isinstance(found.sources, FakeSourceLists)
    found.sources.faults["broken.example"] = "it did not answer"
    groups = {group.origin: group for group in found.of(EDITION).groups}
    assert groups["broken.example"].fault == "it did not answer"
    assert groups[FEED].candidates


def test_what_waits_is_told_without_asking_any_source(tmp_path: Path) -> None:
    letters = FakeSentLetters({}, {"lantern.example/sent": "2026-11-20"})
    found = finder(tmp_path, article("a"), links=("sent", "b"), letters=letters)
    assert isinstance(found.sources, FakeSourceLists)
    assert [(link.url, sent) for link, sent in found.waiting().links] == [
        (f"{SITE}/sent", "2026-11-20"),
        (f"{SITE}/b", ""),
    ]
    assert found.sources.asked == []


def test_what_no_letter_can_link_to_is_no_candidate(tmp_path: Path) -> None:
    broken = Listed("https://anna:secret@lantern.example/", "Broken", NOW)
    assert names(finder(tmp_path, broken, article("a")))[FEED] == ["a"]


def test_only_what_readers_have_is_taken_out_of_the_inbox_and_only_what_was_seen(folder: Path) -> None:
    ago = {name: NOW - timedelta(days=7) for name in ("2026-11-06", "2026-11-13", "2026-11-20")}
    pages = {"lantern.example/a": "2026-11-06", "lantern.example/b": "2026-11-13", "lantern.example/c": "2026-11-20"}
    letters = FakeSentLetters(ago, pages | {"lantern.example/gone": "2026-10-30"})
    letters.states = {"2026-11-13": EditionState.CANCELLED, "2026-11-20": EditionState.SENDING}
    inbox = FakeInboxFile([InboxLink(f"https://lantern.example/{name}") for name in ("a", "b", "c", "d", "gone")])
    found = Candidates(inbox, EditionFiles(folder), letters, FakeSourceLists(), SetClock(NOW))
    assert found.done_with() == {"lantern.example/a": "2026-11-06"}
    assert [one.url for one in found.would_tidy().taken] == ["https://lantern.example/a"]
    assert found.tidy([]).taken == ()
    assert found.tidy(["lantern.example/d", "lantern.example/b"]).taken == ()
    assert [one.url for one in found.tidy(["lantern.example/a"]).taken] == ["https://lantern.example/a"]
    assert [one.url for one in inbox.links] == [f"https://lantern.example/{name}" for name in ("b", "c", "d", "gone")]
