"""What the chat hears of a moment says where the edition stood at that moment, however late it is told."""

import json
from collections.abc import Iterator

from digest.mailing.chat import ChatNews
from digest.sending.chat_watch import ChatWatch
from digest.storage.chat_queue import SqlChatQueue
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition


def told(newsroom: SampleNewsroom, stands_now: str) -> dict[str, str]:
    """Return each event that the chat hears, and where it says that the edition stood."""
    queue = SqlChatQueue(newsroom.engine)
    ChatWatch(ChatNews(queue, lambda _: stands_now), newsroom.reports, newsroom.approvals).tell(EDITION, NOW)
    return {one["event"]: one["standing"] for one in _waiting(queue)}


def _waiting(queue: SqlChatQueue) -> Iterator[dict[str, str]]:
    while event := queue.claim(NOW, NOW.replace(year=2100)):
        yield json.loads(event.body)


def test_what_is_told_when_all_is_over_stands_as_it_did(newsroom: SampleNewsroom, readers: dict[str, int]) -> None:
    newsroom.approvals.approve(EDITION, "f" * 64, "marta", NOW)
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    assert told(newsroom, "sent") == {"approved": "ready", "started": "sending", "finished": "sent"}


def test_an_approval_that_is_told_in_time_stands_as_it_does(newsroom: SampleNewsroom) -> None:
    newsroom.approvals.approve(EDITION, "f" * 64, "marta", NOW)
    assert told(newsroom, "held") == {"approved": "held"}
