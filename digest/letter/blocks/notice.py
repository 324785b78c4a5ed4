"""Notice: what the program tells editors. No block of an edition; it stands in mails of its own and above proofs."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Notice:
    """What the program tells editors, in a mail of its own or `above` a proof.

    `rows` are pairs of name and value, `faults` lines of a check, `commands` for a terminal.
    """

    template: ClassVar[str] = "notice"
    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    above: bool = False
