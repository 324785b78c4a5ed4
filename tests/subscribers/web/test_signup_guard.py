"""The guard of the sign-up: which check comes first, what is counted of a form, and what is asked of the subscribers."""

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address

import pytest

from digest.app.container import Newsroom
from digest.app.looks import pages_of
from digest.app.web import site_of
from subscribers.storage.consent_texts import find_consent_text
from subscribers.storage.signup_log import outcomes_of_day
from subscribers.web.page import FormMail
from subscribers.web.signup_guard import Filled, SignupForm, SignupGuard, SignupResult, SignupTerms
from subscribers.web.throttle import WITHOUT_PROOF
from tests.standins.forms import SentMail
from tests.standins.sample import NOW
from tests.standins.time import SetClock

READ = timedelta(seconds=5)
"""As long as it takes to fill in a form."""
VISITOR = ip_address("93.184.215.7")


class Door:
    """A guard under a set clock, with a form that was filled in well and the mails it causes."""

    def __init__(self, newsroom: Newsroom, *, altcha: bool = False, letters_per_hour: int = 1_000) -> None:
        self.newsroom, self.clock, self.mail = newsroom, SetClock(NOW), SentMail()
        self.terms = SignupTerms("2026-09-01", altcha)
        site = site_of(newsroom, pages_of(newsroom), self.clock)
        self.guard = SignupGuard(site, FormMail(self.mail, letters_per_hour), self.terms)
        token = self.guard.token("en")
        self.form = SignupForm("dora@example.org", "en", True, token, "", "", VISITOR, "a test")
        self.clock.time += READ

    def send(self, **changes: object) -> SignupResult:
        return self.guard.sign_up(replace(self.form, **changes))  # type: ignore[arg-type]

    @property
    def addresses(self) -> list[str]:
        return [address for _, address, _ in self.mail.carried]

    @property
    def outcomes(self) -> dict[str, int]:
        with self.newsroom.engine.connect() as connection:
            return outcomes_of_day(connection, NOW.date())


@pytest.fixture
def door(newsroom: Newsroom) -> Door:
    return Door(newsroom)


def test_a_good_form_is_taken_with_its_source_and_the_words_that_were_shown(door: Door) -> None:
    assert door.send() is SignupResult.TAKEN
    assert (door.addresses, door.mail.languages, door.outcomes) == (["dora@example.org"], ["en"], {"written": 1})
    with door.newsroom.engine.connect() as connection:
        source, wording, language = connection.exec_driver_sql(
            "SELECT source, wording, language FROM pending_request"
        ).one()
    assert (source, language) == ("a test", "en")
    assert find_consent_text(door.newsroom.store, wording) == door.guard.wording("en")


@pytest.mark.parametrize(
    "address",
    [
        "dora",
        "@example.org",
        "dora@example",
        "dora@example.",
        "dora@.org",
        "dora@exa mple.org",
        "a@b@example.org",
        "x" * 65 + "@example.org",
        " dora@example.org",
    ],
)
def test_what_does_not_look_like_an_address_is_told_and_not_asked_about(door: Door, address: str) -> None:
    assert door.send(address=address) is SignupResult.NO_ADDRESS
    assert (door.addresses, door.outcomes) == ([], {})


@pytest.mark.parametrize("address", ["x" * 64 + "@example.org", "o'dora+news@a.b.example.org", "дора@пример.рф"])
def test_what_looks_like_an_address_is_answered_alike_whether_mail_goes_there_or_not(door: Door, address: str) -> None:
    assert door.send(address=address) is SignupResult.TAKEN


def test_checks_come_in_the_order_form_address_box_trap_network(newsroom: Newsroom) -> None:
    door = Door(newsroom, altcha=True)
    wrong: dict[str, object] = {"token": "x", "address": "x", "agreed": False, "website": "x"}
    for _ in range(WITHOUT_PROOF):
        door.send()
    results = [door.send(**wrong)]
    for name in list(wrong):
        del wrong[name]
        results.append(door.send(**wrong))
    assert results == [
        SignupResult.STALE,
        SignupResult.NO_ADDRESS,
        SignupResult.NOT_AGREED,
        SignupResult.TRAPPED,
        SignupResult.TOO_MANY,
    ]
    assert door.outcomes == {"written": 1, "capped": WITHOUT_PROOF - 1, "trapped": 1}


def test_forms_with_a_fault_or_in_the_trap_do_not_count_for_their_network(newsroom: Newsroom) -> None:
    door = Door(newsroom, altcha=True)
    for _ in range(WITHOUT_PROOF):
        door.send(agreed=False)
        door.send(website="https://spam.example")
    assert door.send() is SignupResult.TAKEN
    assert door.addresses == ["dora@example.org"]


def test_a_language_without_words_is_the_digests_own_and_the_words_may_be_of_another(door: Door) -> None:
    assert door.send(language="tlh") is SignupResult.TAKEN
    assert door.send(address="x@example.org", language="uk") is SignupResult.TAKEN
    assert door.mail.languages == ["en", "uk"]
    with door.newsroom.engine.connect() as connection:
        wordings = set(connection.exec_driver_sql("SELECT wording FROM pending_request").scalars())
    assert wordings == {door.guard.wording("en").id}, "what was shown is what was agreed to"


def test_a_token_of_words_that_no_language_has_is_stale(door: Door) -> None:
    assert door.send(token="") is SignupResult.STALE
    assert door.send(token=door.guard.token("uk")) is SignupResult.TOO_FAST, "it came back at once"
    token = door.guard.token("uk")
    door.clock.time += READ
    assert door.send(token=token) is SignupResult.TAKEN


def test_the_words_beside_the_box_are_made_once_and_name_the_policy(door: Door) -> None:
    wording = door.guard.wording("en")
    assert door.guard.wording("en") is wording
    assert (wording.language, wording.policy) == ("en", door.terms.policy)
    assert f"version {door.terms.policy}" in wording.text
    assert not {"<", "&", "\n"} & set(wording.text)
    assert "  " not in wording.text
    assert wording.page == door.guard.page("en"), "the page with nothing filled in"
    assert door.guard.wording("uk").id != wording.id


def test_the_page_shows_what_was_typed_and_what_is_wrong_with_it(door: Door) -> None:
    page = door.guard.page("en", "tok-1", Filled('"<b>', fault="no_address"))
    assert 'value="tok-1"' in page
    assert "&#34;&lt;b&gt;" in page
    assert 'role="alert"' in page
    assert 'role="alert"' not in door.guard.page("en")


def test_a_slip_in_the_domain_is_asked_about_once_and_never_refused(door: Door) -> None:
    assert door.send(address="dora@gmial.con") is SignupResult.SLIP
    assert door.addresses == []
    assert door.outcomes == {}, "nothing is written before it is sent for good"
    filled = door.guard.filled(replace(door.form, address="dora@gmial.con"), SignupResult.SLIP)
    assert filled == Filled("dora@gmial.con", agreed=True, fault="slip", meant="dora@gmail.com")
    assert door.send(address="dora@gmial.co", asked_about="dora@gmial.con") is SignupResult.SLIP, "asked about another"
    assert door.send(address="dora@gmial.con", asked_about="dora@gmial.con") is SignupResult.TAKEN
    assert door.addresses == ["dora@gmial.con"]
    assert door.send(address="dora@gmail,com") is SignupResult.SLIP, "what is no address at all is worth asking about"
    assert door.send(address="dora@gmail,com", asked_about="dora@gmail,com") is SignupResult.NO_ADDRESS


def test_a_tick_stays_beside_the_words_it_was_set_to_and_no_others(door: Door) -> None:
    def ticked(**changes: object) -> bool:
        form = replace(door.form, **changes)  # type: ignore[arg-type]
        return door.guard.filled(form, SignupResult.NO_ADDRESS).agreed

    assert ticked()
    door.clock.time += timedelta(days=3)
    assert ticked(), "also in a form that lay for too long"
    assert not ticked(agreed=False)
    assert not ticked(language="uk"), "the page that follows shows other words"
    assert not ticked(token=f"1{door.form.token}")
    assert not ticked(token="")


def test_where_a_computation_is_asked_for_a_form_without_it_meets_a_lower_limit(newsroom: Newsroom) -> None:
    door = Door(newsroom, altcha=True)
    results = [door.send() for _ in range(WITHOUT_PROOF + 1)]
    assert results == [SignupResult.TAKEN] * WITHOUT_PROOF + [SignupResult.TOO_MANY]
    assert door.send(visitor=ip_address("93.184.216.7")) is SignupResult.TAKEN, "another network"


def test_the_breaker_of_the_site_holds_mails_back_and_the_answer_stays_the_same(newsroom: Newsroom) -> None:
    door = Door(newsroom, letters_per_hour=2)
    for number in range(4):
        network = ip_address(f"93.184.{number}.7")
        assert door.send(address=f"reader.{number}@example.org", visitor=network) is SignupResult.TAKEN
    assert len(door.addresses) == 2
    assert door.outcomes == {"written": 2, "paused": 2}
