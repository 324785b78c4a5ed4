"""An editor: by which name they are known, where their mail goes, and what they may do. Pure."""

from dataclasses import dataclass

EDIT, APPROVE, SEND = "edit", "approve", "send"


@dataclass(frozen=True, slots=True)
class Editor:
    """One editor of the settings; `may` holds some of the three words above."""

    name: str
    address: str
    may: frozenset[str] = frozenset()
