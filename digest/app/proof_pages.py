"""The pages behind editors' own links, joined, for the newsroom as its files and settings are now.

So what approves is the same that the schedule looks at, and an editor who was taken out of digest.toml is out at once.
"""

from functools import partial

from starlette.routing import BaseRoute

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.paths import program_templates
from digest.app.services import Services
from digest.calendar.plan import window_of
from digest.calendar.words import in_words
from digest.delivery.audience import AudienceQuery
from digest.delivery.mail import Letter
from digest.editing.build import Built
from digest.editing.proof import PROOF
from digest.errors import DigestError
from digest.letter.language import own_name
from digest.letter.slots import SLOT
from digest.sending.proof_answer import ProofAnswers, ProofView
from digest.web.html_pages import HtmlPages
from digest.web.proof import Answered, proof_routes
from subscribers.web.csrf import session_token

_SHOWN_OF_A_FINGERPRINT = 12


class NewsroomProofPages:
    """The pages of one newsroom; see `digest.web.proof.ProofPages`."""

    def __init__(self, current: CurrentNewsroom) -> None:
        self._current = current
        self._pages = HtmlPages(program_templates() / "desk", current().settings.digest.title)
        self.render = self._pages.render

    def page(self, token: str, path: str, language: str) -> str | None:
        """Return the page of a link; None for one that opens nothing."""
        if self._is_unknown(token):
            return None
        newsroom = self._current()
        view = answers_of(newsroom, looks=True).look(token)
        if view is None:
            return None
        values = _values(newsroom, view, language)
        return self.render("proof", path=path, form_token=self.form_token(token), **values)

    def letter(self, token: str, language: str) -> str | None:
        """Return the letter in a language, while it is the one that the link stands for."""
        if self._is_unknown(token):
            return None
        view = answers_of(self._current(), looks=True).look(token)
        shown = _letter(view.built, language) if view and view.built else None
        return shown.html.replace(SLOT, PROOF) if shown else None

    def answer(self, token: str, verb: str) -> Answered:
        """Approve, hold or release."""
        if self._is_unknown(token):
            return Answered(is_known=False)
        answers = answers_of(self._current())
        do = {"approve": answers.approve, "hold": answers.hold, "release": answers.release}[verb]
        try:
            return Answered(is_known=do(token))
        except DigestError as error:
            return Answered(is_known=True, why=str(error))

    def form_token(self, token: str) -> str:
        """Return the value that the forms of a link's page carry: signed, so that the link alone does not give it."""
        return session_token(self._current().store.keyring, f"proof {token}")

    def style(self) -> str:
        """Return the style sheet that these pages have beside that of readers' pages."""
        return self._pages.file("proof.css")

    def _is_unknown(self, token: str) -> bool:
        return self._current().mailed_proofs.link(token) is None


def proof_pages(current: CurrentNewsroom) -> list[BaseRoute]:
    """Return the routes of editors' own links; they are asked for under the name that the server began with."""
    pages = NewsroomProofPages(current)
    return proof_routes(pages, current().settings.digest.base_url, pages.style())


def answers_of(newsroom: Newsroom, *, looks: bool = False) -> ProofAnswers:
    """Return what takes the answers to the proofs of a newsroom; one that only `looks` asks no site."""
    services = Services(newsroom, asks_sites=not looks)
    return ProofAnswers(
        newsroom.mailed_proofs,
        services.approval_rule(),
        services.assessor(),
        newsroom.approvals,
        services.edition_control(),
        services.standings(at_desk=True),
        newsroom.reports,
        newsroom.clock,
    )


def _values(newsroom: Newsroom, view: ProofView, language: str) -> dict[str, object]:
    plan, proof, built = newsroom.settings.schedule.plan, view.link.proof, view.built
    window = window_of(proof.edition, plan)
    record = proof.record
    return {
        "view": view,
        "edition": proof.edition,
        "editor": view.link.editor,
        "subject": built.letters[0].subject if built else record.subject if record else proof.edition,
        "when": f"on {in_words(window.due, plan)}" if window else "by hand only",
        "in_words": partial(in_words, plan=plan),
        "changes": proof.changes,
        "problems": _problems(view),
        "recipients": _recipients(newsroom, built),
        "fingerprint": proof.fingerprint[:_SHOWN_OF_A_FINGERPRINT],
        "languages": [(tag, own_name(tag)) for tag in _languages(built)],
        "language": _letter(built, language).variant.language if built else "",
    }


def _problems(view: ProofView) -> list[str]:
    """List what an editor is to look at; nothing of an edition whose time is over."""
    if view.found is None or view.is_over:
        return []
    return [str(problem) for problem in view.found.problems if problem is not view.found.missing_approval]


def _recipients(newsroom: Newsroom, built: Built | None) -> str:
    languages, default = (built.languages, built.own_language) if built else (frozenset[str](), "")
    query = AudienceQuery(languages, default, newsroom.clock.now())
    return f"{newsroom.audiences.count(query).recipients:,}"


def _languages(built: Built | None) -> list[str]:
    return [letter.variant.language for letter in built.letters] if built else []


def _letter(built: Built, language: str) -> Letter:
    """Return the letter in a language that there is one in, else the first."""
    return next((one for one in built.letters if one.variant.language == language), built.letters[0])
