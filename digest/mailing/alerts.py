"""Alerts: editors hear by mail what happens without a person, and the log says it too; the same thing once."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from digest.letter.blocks.notice import Notice
from digest.mailing.editor_mail import EditorMail
from digest.mailing.notices import needs_attention

_DIGITS = re.compile(r"\d")  # the same fault at another time is the same fault


@dataclass(frozen=True, slots=True)
class Alerts:
    """Notifies of each thing once: editors by mail, ever; `log`, which gets a line, as long as `told_keys` is kept."""

    editors: EditorMail
    log: Callable[[str], None] = lambda _line: None
    told_keys: set[str] = field(default_factory=set)

    @property
    def have_editors(self) -> bool:
        """Return whether there is anybody to mail to."""
        return bool(self.editors.addresses)

    def notify(self, key: str, subject: str, notice: Notice, words: str = "") -> None:
        """Notify about `key`, which names a kind and an edition; other `words` make it another thing."""
        whole = f"{key}:{_fingerprint(words)}" if words else key
        if whole in self.told_keys:
            return
        self.editors.notify(whole, subject, notice)
        self.told_keys.add(whole)  # not before: whatever could not be enqueued is told the next time
        self.log(f"{subject}{f': {words}' if words else ''}")

    def notify_of_error(self, edition_id: str, error: Exception, occasion: str = "") -> None:
        """Notify about what stopped an edition.

        The schedule meets the same error at every look, and tells of it once; whoever tries again by hand names each
        `occasion`, of which editors hear anew.
        """
        key = f"trouble:{edition_id}:{occasion}" if occasion else f"trouble:{edition_id}"
        self.notify(key, f"{edition_id} needs you", needs_attention(edition_id, str(error)), str(error))

    def was_notified(self, key: str) -> bool:
        """Return whether `key` was told before, by this process or by any."""
        return key in self.told_keys or self.editors.was_notified(key)


def _fingerprint(words: str) -> str:
    return hashlib.sha256(_DIGITS.sub("", words).encode()).hexdigest()[:12]
