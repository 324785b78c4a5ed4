"""The link inbox as a service: what is taken, from whom, and with which token."""

from datetime import UTC, datetime

import pytest

from digest.editing.link_inbox import (
    MOST_AN_HOUR,
    MOST_TOKENS,
    InboxDoor,
    LinkInbox,
    new_token,
    revoke_token,
)
from digest.edition.inbox_link import Given, from_bookmarklet
from digest.errors import DigestError, InboxFull
from tests.standins.inbox import FakeInboxFile, FakeInboxTokens
from tests.standins.time import SetClock

CLOCK = SetClock(datetime(2026, 11, 26, 12, 0, tzinfo=UTC))
SITE = "https://lantern.example"


def door() -> InboxDoor:
    return InboxDoor(FakeInboxFile(), FakeInboxTokens(), CLOCK)


def test_a_link_is_kept_with_who_brought_it_and_when() -> None:
    file = FakeInboxFile()
    inbox = LinkInbox(file, CLOCK)
    (link,), new = inbox.add([Given(f"{SITE}/a?utm_source=x", "read  this")], from_bookmarklet("anna"))
    assert (file.links, new) == ([link], 1)
    assert inbox.add([Given(f"{SITE}/a")], "x").new == 0
    assert (link.url, link.note) == (f"{SITE}/a", "read this")
    assert (link.added, link.origin) == ("2026-11-26T12:00+00:00", "bookmarklet of anna")


def test_of_several_links_none_is_taken_where_one_is_none() -> None:
    file = FakeInboxFile()
    with pytest.raises(DigestError, match="link 2: the address does not begin with https://"):
        LinkInbox(file, CLOCK).add([Given(f"{SITE}/a"), Given("javascript:alert(1)")], "x")
    assert file.links == []


def test_a_token_opens_the_door_until_it_is_revoked_and_no_other_does() -> None:
    own = door()
    assert not own.is_there()
    token, other = new_token(own.tokens, "cms", CLOCK), new_token(own.tokens, "ghost", CLOCK)
    assert own.is_there()
    assert token.startswith("inbox_")
    assert len(token) > 40
    assert token != other
    assert (own.name_of(token), own.name_of(other)) == ("cms", "ghost")
    for wrong in ("", "inbox_", token[:-1], token + "a", token.upper(), "cms", "ü\ud800"):
        assert own.name_of(wrong) == ""
    assert token not in str(own.tokens.hashes())
    revoke_token(own.tokens, "cms")
    assert own.name_of(token) == ""
    assert own.name_of(other) == "ghost"


def test_what_comes_with_a_token_says_so() -> None:
    own = door()
    new_token(own.tokens, "cms", CLOCK)
    assert own.take("cms", [Given(f"{SITE}/a"), Given(f"{SITE}/b")]) == ""
    assert [link.origin for link in own.file.read().links] == ["token cms"] * 2


def test_links_beyond_an_hours_are_not_taken_and_a_body_without_any_counts_as_one() -> None:
    own = door()
    new_token(own.tokens, "cms", CLOCK)
    assert own.take("cms", []) == ""
    assert own.take("cms", [Given("no link")]) != ""
    assert own.take("cms", [Given(f"{SITE}/{number}") for number in range(MOST_AN_HOUR - 2)]) == ""
    with pytest.raises(InboxFull):
        own.take("cms", [Given(f"{SITE}/new")])
    assert len(own.file.read().links) == MOST_AN_HOUR - 2


@pytest.mark.parametrize("name", ["", "CMS", "a b", "-a", "a" * 41, "ü", "a\n"])
def test_a_name_is_short_and_plain(name: str) -> None:
    with pytest.raises(DigestError, match="is no name of a token"):
        new_token(FakeInboxTokens(), name, CLOCK)


def test_a_name_is_given_once_and_there_are_not_many() -> None:
    tokens = FakeInboxTokens()
    for number in range(MOST_TOKENS):
        new_token(tokens, f"t{number}", CLOCK)
    with pytest.raises(DigestError, match="20 tokens already"):
        new_token(tokens, "one-more", CLOCK)
    revoke_token(tokens, "t1")
    with pytest.raises(DigestError, match="there is a token `t0` already; revoke it first"):
        new_token(tokens, "t0", CLOCK)
    with pytest.raises(DigestError, match="there is no token `nobody`; tokens here: t0, t10"):
        revoke_token(tokens, "nobody")
