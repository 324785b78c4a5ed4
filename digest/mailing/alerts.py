"""Alerts: editors hear by mail what happens without a person, and the log says it too; the same thing once."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from digest.letter.blocks.notice import Notice
from digest.mailing.chat import ChatNews, Event
from digest.mailing.editor_mail import EditorMail
from digest.mailing.notices import faulty_settings, needs_attention
from digest.ports.told import Told

_EDITION = re.compile(r":(\d{4}-\d\d-\d\d[\w-]*)")  # in a key
_DIGITS = re.compile(r"\d")  # the same fault at another time is the same fault


@dataclass(frozen=True, slots=True)
class Alerts:
    """Notifies of each thing once: editors by mail, if there are any, and `log`, which gets a line.

    `told` remembers it for every process, also after a restart and where there are no editors.
    """

    editors: EditorMail
    told: Told
    log: Callable[[str], None] = lambda _line: None
    chat: ChatNews | None = None

    @property
    def have_editors(self) -> bool:
        """Return whether there is anybody to mail to."""
        return bool(self.editors.addresses)

    def notify(
        self, key: str, subject: str, notice: Notice, words: str = "", event: Event | None = Event.PROBLEM
    ) -> None:
        """Notify about `key`, which names a kind and an edition; other `words` make it another thing.

        The chat hears no more of it than `event` and the subject, which is of fixed words and the edition's id.
        """
        whole = f"{key}:{_fingerprint(words)}" if words else key
        if self.told.knows(whole):
            return
        self.editors.notify(whole, subject, notice)
        if event:
            self._tell_chat(whole, subject, event)
        self.say_once(whole, f"{subject}{f': {words}' if words else ''}")

    def notify_others(self, key: str, subject: str, event: Event) -> None:
        """Tell the chat and the log about `key`, of which editors get another mail than a notice."""
        if not self.told.knows(key):
            self._tell_chat(key, subject, event)
            self.say_once(key, subject)

    def _tell_chat(self, key: str, subject: str, event: Event) -> None:
        if self.chat:
            found = _EDITION.search(key)
            self.chat.tell(key, event, found[1] if found else "", subject, self.editors.clock.now())

    def say_once(self, key: str, line: str) -> None:
        """Log `line` about `key`, unless it was told; whatever goes before and fails is told the next time."""
        if self.told.remember(key, self.editors.clock.now()):
            self.log(line)

    def notify_of_error(self, edition_id: str, error: Exception, occasion: str = "") -> None:
        """Notify about what stopped an edition.

        The schedule meets the same error at every look, and tells of it once; whoever tries again by hand names each
        `occasion`, of which editors hear anew.
        """
        key = f"trouble:{edition_id}:{occasion}" if occasion else f"trouble:{edition_id}"
        self.notify(key, f"{edition_id} needs you", needs_attention(edition_id, str(error)), str(error))

    def notify_of_settings(self, faults: str) -> None:
        """Notify about the faults in digest.toml, a line each: of the same ones once until all were mended."""
        key = f"settings:{_fingerprint(faults)}"
        if self.told.knows(key):
            return
        at = self.editors.clock.now()  # the queue remembers a key for longer than faults last
        self.editors.notify(f"{key}:{at:%Y-%m-%dT%H:%M}", "digest.toml has faults", faulty_settings(faults))
        self._tell_chat(f"{key}/{at:%Y-%m-%dT%H:%M}", "digest.toml has faults", Event.PROBLEM)
        self.say_once(key, f"digest.toml has faults; the settings before them hold until they are mended: {faults}")

    def end_settings_faults(self) -> None:
        """Say that digest.toml is mended, if its faults were told; the same ones are news from now on."""
        if self.told.forget("settings:"):
            self.log("digest.toml is mended; what it says holds from now on")

    def was_notified(self, key: str) -> bool:
        """Return whether `key` was told before, by this process or by any."""
        return self.told.knows(key)


def _fingerprint(words: str) -> str:
    return hashlib.sha256(_DIGITS.sub("", words).encode()).hexdigest()[:12]
