"""Alerts: what happens without a person is told to editors by mail, and on the terminal; the same thing once."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from digest.letter.blocks.notice import Notice
from digest.mailing.editor_mail import EditorMail

_DIGITS = re.compile(r"\d")  # the same trouble at another time is the same trouble


@dataclass(frozen=True, slots=True)
class Alerts:
    """Tells each thing once: editors by mail, ever; the terminal, through `say`, as long as `said` is kept."""

    editors: EditorMail
    say: Callable[[str], None] = lambda _line: None
    said: set[str] = field(default_factory=set)

    def tell(self, key: str, subject: str, notice: Notice, words: str = "") -> None:
        """Tell about `key`, which names a kind and an edition; other `words` make it another thing to tell."""
        whole = f"{key}:{_fingerprint(words)}" if words else key
        if whole in self.said:
            return
        self.editors.notify(whole, subject, notice)
        self.said.add(whole)  # not before: whatever could not be enqueued is told the next time
        self.say(f"{subject}{f': {words}' if words else ''}")

    def was_told(self, key: str) -> bool:
        """Return whether `key` was told before, by this process or by any."""
        return key in self.said or self.editors.was_told(key)


def _fingerprint(words: str) -> str:
    return hashlib.sha256(_DIGITS.sub("", words).encode()).hexdigest()[:12]
