"""Editors and their passphrases: give one, take it away, tell who has one. The names themselves are in digest.toml."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from digest.edition.editor import APPROVE, EDIT, SEND, Editor, editor_named
from digest.edition.passphrase import generated, passphrase_fault
from digest.errors import DigestError
from digest.ports.editors import PassphraseHashes, Passphrases
from digest.ports.process import Clock


@dataclass(frozen=True, slots=True)
class EditorState:
    """What is known of one name; `is_named` says whether digest.toml still has it."""

    name: str
    may: tuple[str, ...]
    has_passphrase: bool
    last_login: date | None
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class EditorAccess:
    """Who may enter the desk of a newsroom whose digest is called `title`."""

    editors: Mapping[str, Editor]
    title: str
    passphrases: Passphrases
    hashes: PassphraseHashes
    clock: Clock

    def named(self, name: str) -> Editor:
        """Return the editor called so; raises `DigestError` when digest.toml names nobody so."""
        return editor_named(name, self.editors)

    def fault(self, editor: Editor, passphrase: str) -> str:
        """Return why this editor needs another passphrase; empty where it will do."""
        return passphrase_fault(passphrase, editor.name, self.title)

    def keep(self, editor: Editor, passphrase: str) -> bool:
        """Keep an editor's new passphrase; they begin anew with it. Return whether anything was before that ends now.

        Raises `DigestError` for one that will not do.
        """
        if fault := self.fault(editor, passphrase):
            raise DigestError(fault)
        return self.passphrases.keep(editor.name, self.hashes.make(passphrase), self.clock.now())

    def generate(self, editor: Editor) -> tuple[str, bool]:
        """Make an editor's new passphrase and keep it; return it, and what `keep` returns."""
        passphrase = generated(secrets.choice)
        return passphrase, self.keep(editor, passphrase)

    def remove(self, name: str) -> str:
        """Take passphrase, sessions, links and approvals away; return of whom.

        Raises `DigestError` where there is none of them. Also of one whom digest.toml does not name any more.
        """
        whom = name.strip().lower()
        if not self.passphrases.remove(whom):
            raise DigestError(f"`{whom[:80]}` has no passphrase, and approved nothing; see `digest editors`")
        return whom

    def states(self) -> list[EditorState]:
        """Return all editors by their names, and who else has a passphrase still."""
        known = self.passphrases.known()
        found = []
        for name in sorted(self.editors.keys() | known.keys()):
            editor, passphrase = self.editors.get(name), known.get(name)
            may = tuple(one for one in (EDIT, APPROVE, SEND) if editor and one in editor.may)
            last = passphrase.last_login if passphrase else None
            found.append(EditorState(name, may, passphrase is not None, last, editor is not None))
        return found


def desk_advice(states: list[EditorState]) -> str:
    """Return what a doctor says of the editors of a desk that is on; empty when all can log in."""
    if not any(state.is_named for state in states):
        return "the desk is on and digest.toml names no editors; add a table [editors.anna] there"
    without = [state.name for state in states if state.is_named and not state.has_passphrase]
    if without:
        them = ", ".join(without)
        return f"the desk is on, and {them} cannot log in without a passphrase; `digest editors add {without[0]}`"
    gone = [state.name for state in states if not state.is_named]
    if gone:
        them = ", ".join(gone)
        return f"{them} has a passphrase and is no editor of digest.toml any more; `digest editors remove {gone[0]}`"
    return ""
