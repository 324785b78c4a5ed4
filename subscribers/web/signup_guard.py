"""The one function that takes every request to sign up, whether a page, a copied form or a script sent it.

It checks, in this order: the form is ours and was filled in by somebody who had time to read; the address looks like
one; the box was ticked; the trap is empty; its domain is no slip of the finger, or was meant; the network has not
asked too often. What comes after that (caps per address, the breaker, suppressions) shows nowhere: the answer is the
same.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from http import HTTPStatus

from subscribers.policy import slips
from subscribers.services.renewal import renew_confirmation
from subscribers.services.signup import SignupRequest, request
from subscribers.services.waiting_line import asks_for_proof
from subscribers.storage.consent_texts import ConsentText, save_consent_text
from subscribers.storage.signup_log import count_outcome
from subscribers.web import csrf
from subscribers.web.captcha import Captcha
from subscribers.web.page import LONGEST_ADDRESS, FormMail, Site
from subscribers.web.throttle import Throttle
from subscribers.web.visitor import Address

_LOOKS_RIGHT = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class SignupForm:
    """A form as it came.

    `website` is a field people do not see (a trap for programs), `visitor` the computer it came from, which is counted
    and forgotten; None where that is not known. `asked_about` is the address that the form asked about because it looks
    like a slip: it is not asked about again.
    """

    address: str
    language: str
    agreed: bool
    token: str
    website: str
    proof: str
    visitor: Address | None
    source: str
    asked_about: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is shown again: what was typed and ticked, what is wrong with it, what was perhaps `meant`."""

    address: str = ""
    agreed: bool = False
    fault: str = ""
    meant: str = ""


EMPTY = Filled()


class SignupResult(StrEnum):
    """What the sender is answered."""

    TAKEN = "taken"  # look into your mailbox; said whatever happens behind
    STALE = "stale"  # the form is old, or was changed: fill it in again
    TOO_FAST = "too_fast"  # it came back at once: send it again
    TRAPPED = "trapped"  # a field is filled in that nobody sees: a program did that, perhaps a reader's own browser
    NOT_AGREED = "not_agreed"
    NO_ADDRESS = "no_address"
    SLIP = "slip"  # did you mean another domain? The form may come again as it is
    TOO_MANY = "too_many"


def status_of(result: SignupResult) -> int:
    """Return the HTTP status of what is not taken: a limit that passes by itself, or a form that wants mending."""
    return HTTPStatus.TOO_MANY_REQUESTS if result is SignupResult.TOO_MANY else HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True)
class SignupTerms:
    """What a sign-up asks for: consent to a version of the privacy policy, and with `altcha` a small computation."""

    policy: str
    altcha: bool


class SignupGuard:
    """Stands before the sign-up of one site."""

    def __init__(self, site: Site, mail: FormMail, terms: SignupTerms) -> None:
        self._site, self._mail, self._terms = site, mail, terms
        self._throttle = Throttle()
        self._wordings: dict[str, ConsentText] = {}
        self.captcha = Captcha(site.store, site.now)

    @property
    def asks_to_compute(self) -> bool:
        """Return whether a browser is asked for a small computation, which takes a script.

        It is where the settings say so, and by itself while more forms come in than the breaker lets through.
        """
        site = self._site
        return self._terms.altcha or asks_for_proof(site.store, site.now(), self._mail.letters_per_hour)

    def wording(self, language: str) -> ConsentText:
        """Return the words that stand beside the box in `language`, with the page around them; made once."""
        if language not in self._wordings:
            policy = self._terms.policy
            text = unescape(" ".join(self._site.render("agreement", language, version=policy).split()))
            page = self._page(language, altcha=self._terms.altcha)
            self._wordings[language] = ConsentText(language, text, policy, page)
        return self._wordings[language]

    def page(self, language: str, token: str = "", filled: Filled = EMPTY, preview: object = None) -> str:
        """Return the HTML of the sign-up page; with nothing filled in it is what the consent text keeps."""
        return self._page(language, altcha=self.asks_to_compute, token=token, filled=filled, preview=preview)

    def _page(self, language: str, *, altcha: bool, **shown: object) -> str:
        site = self._site
        return site.render(
            "join",
            language,
            languages=site.languages,
            chosen=language,
            altcha=altcha,
            version=self._terms.policy,
            **({"token": "", "filled": EMPTY, "preview": None} | shown),
        )

    def token(self, language: str) -> str:
        """Return the token of a form in `language`."""
        return csrf.make_token(self._site.store.keyring, self.wording(language).id, self._site.now())

    def filled(self, form: SignupForm, result: SignupResult) -> Filled:
        """Return a form that was not taken as it is shown again; a tick stays beside the very words it was set to."""
        shown = csrf.wording_shown(self._site.store.keyring, form.token)
        agreed = form.agreed and shown == self.wording(form.language).id
        meant = slips.meant(form.address) or "" if result is SignupResult.SLIP else ""
        return Filled(form.address[:LONGEST_ADDRESS], agreed, result, meant)

    def renew(self, token: str, asked_from: Address | None) -> SignupResult:
        """Mail a new link in the place of an old one from a confirmation mail, if it was ours."""
        site, now = self._site, self._site.now()
        counted = self._throttle.count(asked_from, not self.asks_to_compute, now)
        if not counted.allowed:
            return SignupResult.TOO_MANY
        of = counted.network, counted.number
        renew_confirmation(site.store, self._mail.writer, token, now, self._mail.letters_per_hour, of)
        return SignupResult.TAKEN

    def sign_up(self, form: SignupForm) -> SignupResult:
        """Take a filled form, or say what is wrong with it, before anything is asked about its address."""
        site, now = self._site, self._site.now()
        language = form.language if form.language in site.languages else site.languages[0]
        shown = csrf.read_token(site.store.keyring, form.token, now)
        wording = next((known for known in map(self.wording, site.languages) if known.id == shown), None)
        if wording is None:
            is_fast = csrf.is_too_young(site.store.keyring, form.token, now)
            return SignupResult.TOO_FAST if is_fast else SignupResult.STALE
        is_slip = form.address != form.asked_about and slips.meant(form.address) is not None
        if not _LOOKS_RIGHT.fullmatch(form.address):
            return SignupResult.SLIP if is_slip else SignupResult.NO_ADDRESS
        if not form.agreed:
            return SignupResult.NOT_AGREED
        if form.website:
            with site.store.engine.begin() as connection:
                count_outcome(connection, "trapped", now)
            return SignupResult.TRAPPED
        if is_slip:
            return SignupResult.SLIP
        proven = not self.asks_to_compute or self.captcha.is_solved(form.proof)
        counted = self._throttle.count(form.visitor, proven, now)
        if not counted.allowed:
            return SignupResult.TOO_MANY
        text = save_consent_text(site.store, wording, now)
        signup = SignupRequest(form.address, language, form.source, text, counted.network, counted.number)
        request(site.store, self._mail.writer, signup, now, self._mail.letters_per_hour)
        return SignupResult.TAKEN
