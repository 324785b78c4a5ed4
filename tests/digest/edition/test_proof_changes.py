"""What a proof says was changed since the last one: in words, the fewest moves, never nothing when letters differ."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.articles.model import Article, Image
from digest.edition.cards import cards
from digest.edition.lock import Lock
from digest.edition.model import Brief, Edition, Note, Pick, Section
from digest.edition.proof_changes import ELSEWHERE, changes, listed
from digest.edition.proof_record import ProofRecord, from_json, record_of, to_json
from digest.problem import Mark
from tests.standins.chance import examples

PICKS = tuple(Pick(f"https://example.org/{name}") for name in "abcd")
EDITION = Edition("2026-11-27", "editions/2026-11-27.yaml", "A vote", (Section("News", PICKS),))


def article(url: str) -> Article:
    """Return what was read of a page, told apart by its address."""
    image = Image(f"{url}.jpg", alt="A harbour")
    return Article(url, title=f"Headline {url[-1]}", summary="Words.", image=image)


def record(edition: Edition = EDITION, appeal: object = "Give", fingerprint: str = "1") -> ProofRecord:
    """Return the record of an edition with a page for each of its picks."""
    lock = Lock(edition.id, tuple(article(pick.url) for pick in edition.picks()))
    return record_of(edition, cards(edition, lock), appeal, fingerprint)


def with_picks(*picks: Pick) -> Edition:
    return replace(EDITION, sections=(Section("News", picks),))


BEFORE = record()


def test_the_same_edition_has_no_changes_wherever_its_lines_stand() -> None:
    moved = replace(EDITION, marks={"subject": Mark(9, 1)}, briefs=(Brief("Rain.", mark=Mark(20, 3)),))
    before = record(replace(EDITION, briefs=(Brief("Rain.", mark=Mark(10, 3)),)))
    assert changes(before, record(moved)) == []


def test_subject_preheader_and_note_are_told_in_their_words() -> None:
    other = replace(EDITION, subject="Another vote", preheader="And rain", note=Note("Dear readers"))
    assert changes(BEFORE, record(other, fingerprint="2")) == [
        "subject: “Another vote”; it was “A vote”",
        "preheader added: “And rain”",
        "added: the editor’s note",
    ]
    assert changes(record(other), BEFORE)[1:] == [
        "preheader taken out: “And rain”",
        "taken out: the editor’s note",
    ]
    assert changes(record(other), record(replace(other, note=Note("Dear reader")))) == ["changed: the editor’s note"]


def test_picks_that_come_and_go_are_named_by_their_headlines() -> None:
    now = with_picks(*PICKS[1:], Pick("https://example.org/e"))
    assert changes(BEFORE, record(now)) == ["added to News: “Headline e”", "taken out of News: “Headline a”"]


def test_one_pick_that_goes_up_is_one_move() -> None:
    assert changes(BEFORE, record(with_picks(PICKS[3], *PICKS[:3]))) == ["moved to another place in News: “Headline d”"]


def test_a_pick_in_another_section_says_which() -> None:
    now = replace(EDITION, sections=(Section("News", PICKS[:3]), Section("Life", PICKS[3:])))
    before = replace(EDITION, sections=(Section("News", PICKS[1:]), Section("Life", PICKS[:1])))
    assert "moved from Life to News: “Headline a”" in changes(record(before), record(now))


def test_a_pick_in_another_section_is_told_also_where_the_order_is_the_same() -> None:
    now = replace(EDITION, sections=(Section("News", PICKS[:3]), Section("Life", PICKS[3:])))
    assert changes(BEFORE, record(now)) == ["moved from News to Life: “Headline d”"]


def test_the_headline_the_summary_and_the_picture_of_a_card_are_told_each() -> None:
    own = replace(PICKS[0], title="Ours", summary="Our words", picture="none")
    assert changes(BEFORE, record(with_picks(own, *PICKS[1:]))) == [
        "headline: “Ours”; it was “Headline a”",
        "another summary: “Ours”",
        "now without a picture: “Ours”",
    ]
    told = changes(BEFORE, record(with_picks(replace(PICKS[0], byline="Anna Kalna"), *PICKS[1:])))
    assert told == ["byline, kicker, topics or links changed: “Headline a”"]


def test_another_lead_is_told() -> None:
    now = with_picks(PICKS[0], replace(PICKS[1], lead=True), *PICKS[2:])
    assert changes(BEFORE, record(now)) == ["leads the letter now: “Headline b”"]


def test_other_parts_and_the_appeal_are_named_as_editors_call_them() -> None:
    now = replace(EDITION, briefs=(Brief("Rain."),), in_this_issue=True, without=("appeal",))
    assert changes(BEFORE, record(now)) == [
        "added: the list of headlines",
        "added: which blocks are left out",
        "added: the briefs",
        "taken out: the appeal",
    ]
    assert changes(BEFORE, record(appeal="Give more")) == ["changed: the appeal"]


def test_a_letter_that_is_another_one_is_never_said_to_be_the_same() -> None:
    assert changes(BEFORE, record(fingerprint="2")) == [ELSEWHERE]
    assert changes(record(fingerprint=""), record()) == [], "a draft has no fingerprint to compare"


def test_many_changes_are_counted_behind_the_first() -> None:
    assert listed([f"change {number}" for number in range(20)], 3) == [
        "change 0",
        "change 1",
        "change 2",
        "and 17 more changes",
    ]
    assert listed(["one"]) == ["one"]
    assert listed(["one", "two"], 1) == ["one", "and 1 more change"]


def test_a_record_is_kept_as_text_and_one_of_another_form_is_none() -> None:
    assert from_json(to_json(BEFORE)) == BEFORE
    assert from_json("{}") is None
    assert from_json("no JSON") is None
    assert from_json(to_json(BEFORE)[:-1] + ', "more": 1}') is None


@settings(max_examples=examples(60), deadline=None)
@given(order=st.permutations(range(6)))
def test_the_moves_that_are_told_lead_from_one_order_to_the_other(order: list[int]) -> None:
    picks = [Pick(f"https://example.org/{name}") for name in "abcdef"]
    lines = changes(record(with_picks(*picks)), record(with_picks(*(picks[number] for number in order))))
    moved = {line[-2] for line in lines}
    stay = [number for number in order if "abcdef"[number] not in moved]
    assert stay == sorted(stay)
    assert len(lines) == len(moved)
