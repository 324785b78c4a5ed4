"""An editor: by which name they are known, where their mail goes, and what they may do. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.errors import DigestError

EDIT, APPROVE, SEND = "edit", "approve", "send"


@dataclass(frozen=True, slots=True)
class Editor:
    """One editor of the settings; `may` holds some of the three words above."""

    name: str
    address: str
    may: frozenset[str] = frozenset()


def editor_named(name: str, editors: Mapping[str, Editor]) -> Editor:
    """Return the editor whom somebody named, maybe in capitals; raises `DigestError` when the settings name no such."""
    if found := editors.get(name.strip().lower()):
        return found
    whom = f"which names {', '.join(sorted(editors))}" if editors else "which names nobody yet"
    raise DigestError(f"`{name.strip()[:80]}` is no editor of digest.toml, {whom}; {_to_add(name)}")


def approver_named(name: str, editors: Mapping[str, Editor]) -> Editor:
    """Return the editor in whose name something is approved; raises `DigestError` for anybody who may not."""
    able = sorted(editor.name for editor in editors.values() if APPROVE in editor.may)
    others = f"; {', '.join(able)} may" if able else f'; add "{APPROVE}" to `may` of an editor'
    if not editors:
        raise DigestError(f"digest.toml names no editors, and only they approve; {_to_add(name)}")
    if not name.strip():
        raise DigestError(f"an approval needs the name of an editor: add --by NAME{others}")
    if name.strip().lower() not in editors:
        raise DigestError(f"`{name.strip()[:80]}` is no editor of digest.toml, and only they approve{others}")
    found = editor_named(name, editors)
    if APPROVE not in found.may:
        raise DigestError(f'{found.name} may not approve: digest.toml does not say "{APPROVE}" of them{others}')
    return found


def _to_add(name: str) -> str:
    """Return what to write into digest.toml, for a name that may be one."""
    new = name.strip().lower()
    shown = new if new.isascii() and new.replace("-", "").replace("_", "").isalnum() else "anna"
    return (
        f"to add one, write [editors.{shown}] at its end, and on two lines below "
        'address = "THE ADDRESS" and may = ["edit", "approve", "send"]'
    )
