"""Both questions of the roster agree, always."""

from sqlalchemy import text

from digest.app.container import Newsroom
from subscribers.policy.model import SuppressionReason
from subscribers.services import audience
from subscribers.services.erase import erase
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.readers import populate
from tests.standins.sample import NOW


def test_the_freeze_and_the_hand_over_agree_on_everybody(newsroom: Newsroom) -> None:
    populate(newsroom.store, 300, NOW)
    erased = newsroom.store.number_of(next(newsroom.store.subscribers()).id)
    erase(newsroom.store, erased, "x", NOW)
    with newsroom.engine.connect() as connection:
        frozen = {number: reason for number, _, _, reason in connection.execute(audience.candidates({}, "en", {}, NOW))}
        everybody = list(connection.scalars(text("SELECT number FROM subscriber ORDER BY number")))
    reachable, excluded = audience.consenting(newsroom.store, everybody, NOW)
    assert set(reachable.numbers) == {number for number, reason in frozen.items() if reason is None}
    assert excluded == {number: reason for number, reason in frozen.items() if reason is not None} | {
        erased: audience.ERASED
    }


def test_languages_choose_variants(newsroom: Newsroom, readers: dict[str, int]) -> None:
    with newsroom.engine.connect() as connection:
        found = {
            number: variant
            for number, variant, _, _ in connection.execute(audience.candidates({"ru": "ru"}, "en", {}, NOW))
        }
    assert found == {readers["anna"]: "en", readers["boris"]: "ru", readers["chloe"]: "en"}
    assert audience.languages(newsroom.store) == ["", "en", "ru"]


def test_only_those_asked_about_are_answered_with_the_reason_that_weighs_most(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    suppress(newsroom.store, readers["anna"], SuppressionReason.COMPLAINT, "x", NOW)
    reachable, excluded = audience.consenting(newsroom.store, [readers["anna"], readers["chloe"], 99], NOW)
    assert reachable.addresses == ["chloe@example.org"]
    assert excluded == {readers["anna"]: audience.SUPPRESSED, 99: audience.ERASED}
    assert audience.consenting(newsroom.store, [], NOW) == (audience.Reachable([], [], [], []), {})
