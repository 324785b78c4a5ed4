"""The webhook believes nothing that is not genuinely signed, and everything that is only once."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.web import application
from digest.delivery.events import Consequence, WebhookRefusal
from digest.transports.sendgrid.webhook import SendGridWebhook
from tests.standins.client import Client
from tests.standins.sample import EDITION, NOW
from tests.standins.sendgrid.events import SIGNATURE, TIMESTAMP, Signer, serialise
from tests.standins.sending import Mailbox
from tests.standins.sending import send_edition as run
from tests.standins.time import SetClock

SIGNER = Signer()


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    with Newsroom(folder, {"DIGEST_SENDGRID__WEBHOOK_PUBLIC_KEY": SIGNER.public_key}) as newsroom:
        yield Client(application(newsroom))


def post(client: Client, body: bytes, **headers: str) -> int:
    return client.post("/webhooks/sendgrid", content=body, headers={**SIGNER.headers(body), **headers}).status_code


def test_a_genuine_call_is_taken(client: Client) -> None:
    assert post(client, serialise([])) == 204
    assert post(client, serialise([{"event": "processed"}, {"event": "group_resubscribe"}, {"event": "x"}])) == 204


@pytest.mark.parametrize(
    "change",
    [
        lambda body, headers: (body + b" ", headers),
        lambda body, headers: (body.replace(b"\r\n", b""), headers),
        lambda body, headers: (body, headers | {SIGNATURE: "AAAA"}),
        lambda body, headers: (body, headers | {SIGNATURE: "ä"}),
        lambda body, headers: (body, {TIMESTAMP: headers[TIMESTAMP]}),
        lambda body, headers: (body, {SIGNATURE: headers[SIGNATURE]}),
        lambda body, headers: (headers[TIMESTAMP][-1:].encode() + body, headers | {TIMESTAMP: headers[TIMESTAMP][:-1]}),
        lambda body, _: (body, SIGNER.headers(body, str(int(time.time()) - 3_600))),
        lambda body, _: (body, SIGNER.headers(body, str(int(time.time()) + 3_600))),
        lambda body, _: (body, Signer().headers(body)),
    ],
)
def test_anything_else_is_turned_away(
    client: Client, change: Callable[[bytes, dict[str, str]], tuple[bytes, dict[str, str]]]
) -> None:
    body = serialise([{"event": "processed"}, {"event": "processed"}])
    body, headers = change(body, SIGNER.headers(body))
    encoded = {name.encode(): value.encode() for name, value in headers.items()}
    assert client.post("/webhooks/sendgrid", content=body, headers=encoded).status_code == 403


def test_signed_nonsense_and_floods_are_refused(client: Client) -> None:
    assert post(client, b"nonsense") == 400
    assert post(client, b'{"event": "processed"}') == 400
    assert post(client, b"[" * 100_000) == 400
    assert post(client, b"[" + b"1," * 20_001 + b"1]") == 400
    assert post(client, b"[" + b" " * 9_000_000 + b"]") == 413


def test_no_path_redirects_and_get_changes_nothing(client: Client) -> None:
    assert client.get("/webhooks/sendgrid").status_code == 405
    assert client.post("/webhooks/sendgrid/").status_code == 404
    assert client.get("/health").text == "ok\n"


def test_without_a_key_no_webhook_is_there(newsroom: Newsroom) -> None:
    assert Client(application(newsroom)).post("/webhooks/sendgrid").status_code == 404


def test_events_settle_suppress_and_unsubscribe(newsroom: Newsroom, readers: dict[str, int]) -> None:
    def lost(_batch: object) -> None:
        raise ConnectionResetError

    run(newsroom, Mailbox(lost), 10)
    names = {reader: name for name, reader in zip(*_names(newsroom, readers), strict=True)}
    with Newsroom(newsroom.folder, {"DIGEST_SENDGRID__WEBHOOK_PUBLIC_KEY": SIGNER.public_key}) as serving:
        clock = SetClock(NOW + timedelta(days=1))
        client = Client(application(serving, clock=clock))
        later = int(clock.time.timestamp()) + 400_000_000

        def event(kind: str, who: str, **more: object) -> dict[str, object]:
            return {
                "event": kind,
                "sg_event_id": f"{kind}-{who}",
                "digest_delivery": names[readers[who]],
                "timestamp": later,
                **more,
            }

        events = [event("bounce", "anna", type="bounce"), event("spamreport", "boris"), event("unsubscribe", "chloe")]
        for _ in range(3):
            body = serialise(events)
            assert post(client, body, **SIGNER.headers(body, str(int(clock.time.timestamp())))) == 204
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert (report.accepted, report.uncertain) == (3, 0)
    people = {who: newsroom.store.get(number)[0] for who, number in readers.items()}
    assert people["anna"].suppressed == "hard_bounce"
    assert people["boris"].suppressed == "complaint"
    assert (people["chloe"].status, people["chloe"].suppressed) == ("unsubscribed", None)
    book = newsroom.store.get(readers["chloe"])[1]
    assert [str(record.event) for record in book].count("unsubscribe") == 1


def _names(newsroom: Newsroom, readers: dict[str, int]) -> tuple[list[str], list[int]]:
    recipients, _ = newsroom.subscribers.consenting(EDITION, sorted(readers.values()), NOW)
    return [recipient.delivery for recipient in recipients], [recipient.reader for recipient in recipients]


def test_an_event_older_than_the_consent_changes_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    before = datetime(2020, 1, 1, tzinfo=UTC)
    (name, *_), _ = _names(newsroom, {"anna": readers["anna"]})
    for follows in (Consequence.LEFT, Consequence.COMPLAINT):
        newsroom.subscribers.act_upon([(name, follows, before)])
    person = newsroom.store.get(readers["anna"])[0]
    assert (person.status, person.suppressed) == ("confirmed", None)


def test_a_blocked_mail_and_a_strangers_event_change_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    from digest.delivery.events import Event, Kind
    from digest.sending.delivery_events import record_events

    run(newsroom, Mailbox(), 10)
    names, _ = _names(newsroom, readers)
    late = datetime(2036, 1, 1, tzinfo=UTC)
    events = [
        Event("1", Kind.BLOCKED, names[0], late),
        Event("2", Kind.BOUNCED, "x" * 22, late),
        Event("3", Kind.DROPPED, names[1], late),
    ]
    assert record_events(events, newsroom.settlements, newsroom.subscribers, newsroom.mail_queue) == 2
    assert record_events(events, newsroom.settlements, newsroom.subscribers, newsroom.mail_queue) == 0
    assert newsroom.store.counts()["suppressed"] == 0
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert report.accepted == 3


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["letter-\\ud800", "\\udfff", "letter-\\u0000x", "letter-é"])
@pytest.mark.parametrize("place", ["digest_delivery", "sg_event_id"])
def test_half_a_character_in_a_signed_event_is_no_error_and_keeps_no_other_event_back(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], broken: str, place: str
) -> None:
    run(newsroom, Mailbox(), 10)
    whole = {"event": "bounce", "type": "bounce", "sg_event_id": "1", "timestamp": int(NOW.timestamp()) + 60}
    whole["digest_delivery"] = _names(newsroom, readers)[0][0]
    odd = json.dumps(whole | {"sg_event_id": "2", place: "?"}).replace("?", broken)
    body = f"[{odd},{json.dumps(whole)}]".encode()
    with Newsroom(folder, {"DIGEST_SENDGRID__WEBHOOK_PUBLIC_KEY": SIGNER.public_key}) as serving:
        client = Client(application(serving, clock=SetClock(NOW + timedelta(hours=1))))
        signed = SIGNER.headers(body, str(int(NOW.timestamp()) + 3_600))
        assert post(client, body, **signed) == 204
    assert newsroom.store.counts()["suppressed"] == 1


def test_an_event_dated_in_the_far_future_happened_when_it_came() -> None:
    webhook = SendGridWebhook(SIGNER.public_key)
    for at, found in ((32_503_680_000, NOW), (int(NOW.timestamp()) + 5, NOW), (int(NOW.timestamp()) - 5, None)):
        entry = {"event": "spamreport", "sg_event_id": "1", "digest_delivery": "x", "timestamp": at}
        body = serialise([entry])
        signed = SIGNER.headers(body, str(int(NOW.timestamp())))
        events = webhook.read({name.lower(): value for name, value in signed.items()}, body, NOW)
        assert not isinstance(events, WebhookRefusal)
        assert events[0].at == (found or NOW - timedelta(seconds=5))
