"""Posting to a chat: whatever it does, one post ends in time, follows nothing, and never says the address."""

import time

import pytest

from digest.errors import DigestError
from digest.fetching.chat_webhook import ChatWebhook
from tests.standins.chat import SECRET, chatting


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        ("takes", ""),
        ("fails", "it answered 500"),
        ("refuses", "it answered 404"),
        ("redirects", "it answered 302"),
        ("hangs", "it "),
        ("drips", "it did not answer in time"),
    ],
)
def test_a_post_ends_in_time_and_says_what_went_wrong(mood: str, fault: str) -> None:
    with chatting() as chat:
        chat.mood = mood
        began = time.monotonic()
        said = ChatWebhook(chat.url, longest_seconds=4).post("{}")
    assert time.monotonic() - began < 12
    assert said.startswith(fault)
    assert bool(said) == (mood != "takes")
    assert SECRET not in said
    assert chat.paths == [f"/hooks/{SECRET}"], "nothing is followed"


@pytest.mark.parametrize(
    "url",
    ["http://chat.example/T0PSECRET", "ftp://chat.example/T0PSECRET", "T0PSECRET", "https://", "https://[T0PSECRET"],
)
def test_an_address_that_is_not_safe_is_refused_without_being_said(url: str) -> None:
    with pytest.raises(DigestError, match="https://") as found:
        ChatWebhook(url)
    assert SECRET not in str(found.value)


def test_a_chat_that_is_not_there_is_a_fault_without_its_address() -> None:
    said = ChatWebhook(f"http://127.0.0.1:1/{SECRET}").post("{}")
    assert said.startswith("it could not be reached")
    assert SECRET not in said
