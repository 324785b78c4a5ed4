"""An editor's answer to a proof, by the link of their own in its mail: approve exactly these words, hold, release.

The link stands for one letter (its fingerprint) and one editor. It gives no word any more when its time is over, when
the letter is another one, when the editor is gone from the settings or may approve no longer, and when the edition has
begun, ended or is skipped. Looking changes nothing, and answering twice is answering once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from digest.delivery.proofs import ProofLink
from digest.delivery.standing import Stage, Standing
from digest.delivery.withheld import Withheld
from digest.editing.approve import approve
from digest.editing.build import Built
from digest.editing.readiness import Assessor, Readiness
from digest.edition.approval import Approval
from digest.edition.approval_rule import ApprovalRule
from digest.edition.editor import APPROVE
from digest.errors import DigestError, LetterChanged
from digest.ports.editorial import Approvals
from digest.ports.process import Clock
from digest.ports.proofs import MailedProofs
from digest.ports.reports import Reports
from digest.sending.edition_control import EditionControl
from digest.sending.standings import Standings

_HELD_BY = "by {name} from the proof"
_OWN_HOLD = re.compile(_HELD_BY.format(name="[a-z][a-z0-9_-]*"))
_OVER = frozenset(
    {
        Stage.SENDING,
        Stage.PAUSED,
        Stage.HALTED,
        Stage.SENT,
        Stage.NEEDS_A_LOOK,
        Stage.CANCELLED,
        Stage.SKIPPED,
        Stage.MISSED,
    }
)
"""Where an edition stands when nothing that an editor says here would change anything."""
_BARRED = "You saved this edition last, and the settings want another editor to approve it."
CHANGED = "The letter was changed since this proof. Ask for a new proof."


@dataclass(frozen=True, slots=True)
class ProofView:
    """What a link that is alive shows.

    `built` are the letters, while they are those of its proof. `closed` says why no word is taken, empty where one is;
    `barred` why this editor may not approve; `approved` are the approvals of exactly these words; `held` is what keeps
    the edition back, and `is_own_hold` that it was done from a proof.
    """

    link: ProofLink
    standing: Standing
    found: Readiness | None
    built: Built | None
    closed: str = ""
    barred: str = ""
    approved: tuple[Approval, ...] = ()
    held: Withheld | None = None
    is_own_hold: bool = False

    @property
    def is_over(self) -> bool:
        """Return whether the edition has begun, ended, or is not to be."""
        return self.standing.stage in _OVER

    @property
    def may_approve(self) -> bool:
        """Return whether the editor may approve these words, which they have not yet."""
        return not self.closed and not self.barred and all(one.by != self.link.editor for one in self.approved)

    @property
    def may_hold(self) -> bool:
        """Return whether the edition can be held."""
        return not self.closed and self.held is None

    @property
    def may_release(self) -> bool:
        """Return whether the edition can be released: what was held otherwise is released there."""
        return not self.closed and self.is_own_hold


@dataclass(frozen=True, slots=True)
class ProofAnswers:
    """Takes the answers to the proofs of one newsroom. Each returns None, or False, for a link that opens nothing."""

    mailed: MailedProofs
    rule: ApprovalRule
    assessor: Assessor
    approvals: Approvals
    control: EditionControl
    standings: Standings
    reports: Reports
    clock: Clock

    def look(self, token: str) -> ProofView | None:
        """Return what a link shows; it changes nothing, however often it is asked."""
        link = self._alive(token)
        if link is None:
            return None
        edition_id = link.proof.edition
        if self.assessor.missing(edition_id):
            return ProofView(link, self.standings.of(edition_id), None, None, CHANGED)
        found = self.assessor.assess(edition_id)
        standing = self.standings.of_assessed(found)
        same = found.built if found.built and found.built.fingerprint == link.proof.fingerprint else None
        if standing.stage in _OVER:
            return ProofView(link, standing, found, None, f"This edition is {standing}. Here is nothing left to say.")
        if same is None:
            return ProofView(link, standing, found, None, CHANGED)
        held = self.reports.withheld(edition_id)
        return ProofView(
            link=link,
            standing=standing,
            found=found,
            built=same,
            barred=_BARRED if found.last_editor == link.editor else "",
            approved=tuple(one for one in found.approvals if one.fingerprint == same.fingerprint),
            held=held,
            is_own_hold=held is not None and _OWN_HOLD.fullmatch(held.reason) is not None,
        )

    def approve(self, token: str) -> bool:
        """Approve exactly the letter of a link in its editor's name, unless that is done."""
        return self._answer(token, lambda view: view.may_approve, self._approve)

    def hold(self, token: str) -> bool:
        """Hold the edition of a link, unless it is."""
        return self._answer(token, lambda view: view.may_hold, self._hold)

    def release(self, token: str) -> bool:
        """Release the edition of a link, if it was held from a proof."""
        return self._answer(token, lambda view: view.may_release, self._release)

    def _answer(self, token: str, may: Callable[[ProofView], bool], act: Callable[[ProofLink], object]) -> bool:
        """Act where the link's page would offer it; return whether there is such a page, which then says how it is."""
        view = self.look(token)
        if view and may(view):
            act(view.link)
        return view is not None

    def _approve(self, link: ProofLink) -> None:
        proof = link.proof
        try:
            editor = self.rule.editors[link.editor]
            approve(proof.edition, editor, self.assessor, self.approvals, self.clock, proof.fingerprint)
        except LetterChanged:
            return  # between the look and this: the page says so

    def _hold(self, link: ProofLink) -> None:
        self.control.hold(link.proof.edition, _HELD_BY.format(name=link.editor))

    def _release(self, link: ProofLink) -> None:
        try:
            self.control.release(link.proof.edition)
        except DigestError:
            if self.reports.withheld(link.proof.edition):
                raise  # else somebody released it at the same time

    def _alive(self, token: str) -> ProofLink | None:
        """Return the link of a token, or None: whoever asks learns nothing about why it is none."""
        link = self.mailed.link(token)
        if link is None or not link.is_alive(self.clock.now()):
            return None
        editor = self.rule.editors.get(link.editor)
        return link if editor and APPROVE in editor.may else None
