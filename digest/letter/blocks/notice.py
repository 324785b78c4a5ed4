"""Notice: what the program tells editors. No block of an edition; it stands in mails of its own and above proofs."""

from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import ReaderLink
from digest.letter.inbox_line import InboxLine


@dataclass(frozen=True, slots=True)
class Notice:
    """What the program tells editors, in a mail of its own or `above` a proof.

    `rows` are pairs of name and value, `faults` lines of a check, `commands` for a terminal. `changes` were made
    `since` something, in a sentence; `button` is where the one button leads, which is the editor's own; `inbox` is what
    mail programs show of the letter.
    """

    template: ClassVar[str] = "notice"
    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    above: bool = False
    since: str = ""
    changes: tuple[str, ...] = ()
    button: ReaderLink = ""
    inbox: tuple[InboxLine, ...] = ()
