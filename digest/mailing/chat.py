"""The newsroom's chat: which events it hears, in which words, and how often each is tried.

Counts only: an id of an edition, fixed words, numbers. Nothing that a reader, an ESP or an editor wrote.
Slack and Mattermost show `text`, Discord shows `content`; programs read the rest. (Incoming webhooks:
docs.slack.dev, developers.mattermost.com, docs.discord.com.)
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from digest.delivery.standing import Stage
from digest.ports.chat import Chat, ChatQueue

MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=30)
LEASE = timedelta(minutes=2)
"""Longer than one post may take: whoever took an event and died leaves it to the next after so long."""
_NO_COUNTS: Mapping[str, int] = {}


class Event(StrEnum):
    """What a chat hears; the values are part of the JSON and stay."""

    MISSING = "missing"
    PROBLEM = "problem"
    APPROVED = "approved"
    STARTED = "started"
    FINISHED = "finished"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class ChatNews:
    """Puts events into the chat's queue, each once; `standing` tells where an edition stands now, in one word."""

    queue: ChatQueue
    standing: Callable[[str], str]

    def tell(
        self, key: str, event: Event, edition_id: str, text: str, now: datetime, counts: Mapping[str, int] = _NO_COUNTS
    ) -> None:
        """Queue `event` about an edition, or about the newsroom when `edition_id` is empty, unless `key` was."""
        if not self.queue.knows(key):
            stands = self.standing(edition_id) if edition_id else ""
            self._enqueue(key, event, {"edition": edition_id, "standing": stands, "counts": dict(counts)}, text, now)

    def tell_of_before(self, key: str, event: Event, edition_id: str, text: str, now: datetime, then: Stage) -> None:
        """Queue `event` of a moment that is over, when the edition stood at `then`, unless `key` was."""
        if not self.queue.knows(key):
            self._enqueue(key, event, {"edition": edition_id, "standing": then.value, "counts": {}}, text, now)

    def _enqueue(self, key: str, event: Event, facts: Mapping[str, object], text: str, now: datetime) -> None:
        body = {"id": key, "event": event.value, **facts}
        self.queue.enqueue(key, json.dumps(body | {"at": now.isoformat(), "text": text, "content": text}), now)


def post_due(queue: ChatQueue, chat: Chat, now: Callable[[], datetime], log: Callable[[str], None]) -> None:
    """Post the events that are due, until one is not taken: then the chat gets a rest.

    One that was tried `MOST_TRIES` times is given up, and the log says so.
    """
    while event := queue.claim(now(), now() + LEASE):
        fault = chat.post(event.body)
        if not fault:
            queue.finish(event, posted=True)
            continue
        if event.tries >= MOST_TRIES:
            queue.finish(event, posted=False)
            log(f"the chat did not take an event in {MOST_TRIES} tries ({fault}); it is given up")
        else:
            queue.requeue(event, now() + FIRST_PAUSE * 2 ** (event.tries - 1))
        return
