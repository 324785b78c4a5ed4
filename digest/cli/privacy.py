"""Commands about readers' rights and the proof of consent: show, export, erase, suppress, unsuppress, audit.

Whoever looks at readers' data says why, and it is kept; addresses are shown only where --show-addresses asks for it.
"""

import csv
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.exit_codes import ExitCode
from digest.cli.first_reader import typed_address
from digest.cli.subscribers import Reason, ShowAddresses
from digest.cli.terminal import print_json, say
from digest.counted import counted

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from subscribers.services.consent_audit import Agreement
    from subscribers.services.data_export import DataExport

SubscriberArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The id that `list` shows, or - to type an address unseen by others (standard input)."
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (show, export, erase, suppress, unsuppress, audit):
        app.command()(command)


def show(
    context: typer.Context,
    subscriber: SubscriberArgument,
    reason: Reason = "",
    show_addresses: ShowAddresses = False,
    as_json: JsonOption = False,
) -> None:
    """Show everything that is kept about one subscriber; who looked and why is recorded, and the reader can see it.

    Example: digest subscribers show - --reason "asked by letter"
    """
    from subscribers.services.staff_access import StaffAccess

    with open_newsroom(context) as newsroom:
        access = StaffAccess.for_reason(newsroom.store, reason, newsroom.clock.now())
        number = _number(newsroom, subscriber)
        found = access.show(number, newsroom.reports.deliveries(number))
        if not show_addresses:
            del found.facts["address"]
        if as_json:
            print_json(found.as_json())
        else:
            _print_export(found)


def export(context: typer.Context, reason: Reason = "", show_addresses: ShowAddresses = False) -> None:
    """Write all subscribers as CSV to standard output.

    Refused without --show-addresses, because it holds every address.

    Example: digest subscribers export --show-addresses --reason move
    """
    from digest.errors import DigestError
    from subscribers.services.staff_access import StaffAccess

    if not show_addresses:
        raise DigestError(
            "an export holds every reader's address; if you mean it, add --show-addresses and send the "
            "output to a safe file"
        )
    with open_newsroom(context) as newsroom:
        access = StaffAccess.for_reason(newsroom.store, reason, newsroom.clock.now())
        csv.writer(sys.stdout).writerows(access.export())


def erase(
    context: typer.Context, subscriber: SubscriberArgument, reason: Reason = "", as_json: JsonOption = False
) -> None:
    """Erase a subscriber's address and preferences for good.

    What stays is a number, the consent log, and a fingerprint against imports.

    Example: digest subscribers erase - --reason "asked by letter"
    """
    from subscribers.services.staff_access import StaffAccess

    with open_newsroom(context) as newsroom:
        access = StaffAccess.for_reason(newsroom.store, reason, newsroom.clock.now())
        _say_done(access.erase(_number(newsroom, subscriber)), "erased", as_json)


def suppress(
    context: typer.Context, subscriber: SubscriberArgument, reason: Reason = "", as_json: JsonOption = False
) -> None:
    """Forbid all letters to a subscriber's address, whatever they agree to later.

    Example: digest subscribers suppress - --reason "asked by phone"
    """
    from subscribers.services.staff_access import StaffAccess

    with open_newsroom(context) as newsroom:
        access = StaffAccess.for_reason(newsroom.store, reason, newsroom.clock.now())
        _say_done(access.suppress(_number(newsroom, subscriber)), "suppressed", as_json)


def _say_done(public_id: str, done: str, as_json: bool) -> None:
    if as_json:
        print_json({"id": public_id, "done": done})
    else:
        say(f"{public_id}: {done}")


def unsuppress(
    context: typer.Context, subscriber: SubscriberArgument, reason: Reason = "", as_json: JsonOption = False
) -> None:
    """Lift what a bounce, or you, had forbidden. After a complaint, permit one confirmation mail, and no more.

    With - in place of an ID also for an address that is nobody's on the list.

    Example: digest subscribers unsuppress - --reason "mailbox mended"
    """
    from subscribers.services.staff_access import StaffAccess

    with open_newsroom(context) as newsroom:
        access = StaffAccess.for_reason(newsroom.store, reason, newsroom.clock.now())
        if subscriber == "-":
            lifted = access.unsuppress_address(typed_address())
        else:
            lifted = access.unsuppress(newsroom.store.number_of(subscriber))
        who = "this address" if subscriber == "-" else subscriber
        if as_json:
            print_json({"id": None if subscriber == "-" else subscriber, "lifted": lifted})
        elif lifted:
            say(f"{who}: may be mailed again; delete the address from your ESP's own lists, too")
        else:
            say(
                f"{who}: complained, so it stays suppressed until its owner signs up and confirms again; one "
                "confirmation mail may go out for that"
            )


def audit(
    context: typer.Context,
    subscriber: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Also print what this reader agreed to, word for word.")
    ] = None,
    expect: Annotated[
        str, typer.Option(metavar="HEAD", help="A head you noted earlier; it must still be part of the chain.")
    ] = "",
    page: Annotated[
        bool, typer.Option("--page", help="With ID: print the whole pages that were shown, as HTML.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Verify that nobody changed the consent log: every record, its end, its seal.

    Note the head it prints somewhere else.

    Example: digest subscribers audit
    """
    from subscribers.services.consent_audit import audit_consent, record_break

    with open_newsroom(context, looks=True) as newsroom:
        number = _number(newsroom, subscriber) if subscriber else None
        found = audit_consent(newsroom.store, expect, number)
        log, agreements = found.log, [_agreement_as_dict(one, page) for one in found.agreements]
        if as_json:
            counts = {"records": log.records, "unproven": found.unproven}
            breaks = [{"noticed_at": at.isoformat(), "record": record} for at, record in found.breaks]
            print_json({**counts, "breaks": breaks, "head": log.head, "faults": list(log.faults), "book": agreements})
        else:
            say(f"consent log: {counted(log.records, 'record')}, {'sound' if not log.faults else 'NOT SOUND'}")
            say(f"head: {log.head}")
            for fault in log.faults:
                say(f"fault: {fault}")
            for at, record in found.breaks:
                say(f"a break was noticed on {at.date()} at entry {record:,}")
            for at, kept, lost in found.restores:
                more = f"; later entries that are lost: {lost:,}" if lost else ""
                say(
                    f"an older copy of the database was put back on {at.date()}; it had {counted(kept, 'record')}{more}"
                )
            if found.unproven:
                unproven = counted(found.unproven, "reader")
                say(f"confirmed by an empty date of another program, which proves nothing: {unproven}")
            for agreement in agreements:
                _print_agreement(agreement)
        record_break(newsroom.store, found, newsroom.clock.now())
        if log.faults:
            raise typer.Exit(ExitCode.COULD_NOT)


def _agreement_as_dict(agreement: "Agreement", page: bool) -> dict[str, str]:
    """Return an agreement under the names that programs rely on; with `page` the whole page that was shown, too."""
    record, shown = agreement.record, agreement.shown
    fields = {
        "event": record.event.value,
        "at": record.at.isoformat(),
        "by": record.source,
        "wording": record.wording,
    }
    if shown:
        fields |= {"words": shown.text, "language": shown.language, "policy_version": shown.policy}
        fields |= {"page": shown.page} if page else {}
    return fields


def _print_agreement(fields: dict[str, str]) -> None:
    wording = f", wording {fields['wording']}" if fields["wording"] else ""
    say(f"{fields['at']}  {fields['event']:<11} {fields['by']}{wording}")
    if "words" in fields:
        say(f"    policy {fields['policy_version']}, in {fields['language']}: “{fields['words']}”")
    if "page" in fields:
        say(fields["page"])


def _print_export(found: "DataExport") -> None:
    for name, fact in found.facts.items():
        shown = ", ".join(fact) if isinstance(fact, list) else fact
        say(f"{name.replace('_', ' '):<26} {'-' if shown == '' else shown}")
    for name, entries in found.lists().items():
        say(name.replace("_", " ") if entries else f"{name.replace('_', ' '):<26} -")
        for entry in entries:
            say("  " + "  ".join(f"{key}: {value}" for key, value in entry.items() if value))


def _number(newsroom: "Newsroom", subscriber: str) -> int:
    store = newsroom.store
    return store.number_of(subscriber) if subscriber != "-" else store.number_with(typed_address())
