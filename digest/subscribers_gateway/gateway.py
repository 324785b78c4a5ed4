"""Who may get a letter, asked at the freeze and again for each part; what follows from events about mailboxes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Select

from digest.delivery.audience import AudienceQuery
from digest.delivery.batch import Recipient
from digest.delivery.events import NOBODY, Consequence
from digest.delivery.mail import NAME_PREFIX
from digest.delivery.variant import NO_RULES, AppealMode, LetterOptions, MailboxRules, Variant, section_key
from digest.letter.language import variant_language
from digest.subscribers_gateway.delivery_names import DeliveryNames
from subscribers.policy.model import SuppressionReason
from subscribers.policy.preferences import Appeals, ReaderPreferences, read_preferences
from subscribers.policy.tokens import Purpose, make_all
from subscribers.services import audience
from subscribers.services.journal_replay import JournalTail
from subscribers.services.left_counts import count_left
from subscribers.services.suppression import suppress_by_events
from subscribers.services.unsubscribe import unsubscribe_by_events
from subscribers.storage.mailboxes import Mailbox, mailboxes_of_mails, mailboxes_of_readers
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import Suppression

_DAMAGED = (ValueError, TypeError, AttributeError)
"""What reading the preferences of a damaged row raises."""


class SubscribersGateway:
    """The subscribers as the digest sees them; see `digest.ports.readers.Subscribers`.

    `mailboxes` says at which of them asking for support is a danger; `frozen` returns what an edition that began to go
    out said about that then, which goes on to count for it, or None for any other edition.
    """

    def __init__(
        self,
        store: Store,
        mailboxes: MailboxRules = NO_RULES,
        frozen: Callable[[str], MailboxRules | None] = lambda _edition: None,
    ) -> None:
        self._store, self._rules, self._frozen = store, mailboxes, frozen
        self._mode_at = lru_cache(10_000)(mailboxes.mode)
        self._frozen_mode_at: dict[str, Callable[[str], AppealMode]] = {}
        self._names = DeliveryNames(store.keyring)
        self._tail = JournalTail(store)

    def verify_journal(self) -> None:
        """Raise `JournalLost` unless every line of the journal follows from the one before it, also those applied."""
        self._store.journal.file.verify()

    def candidates(self, query: AudienceQuery) -> Select[tuple[int, str, int, str | None]]:
        """Return the query for everybody who could be written to: language decides the variant, time zone the wave."""
        asked, default = audience.languages(self._store), query.default
        chosen = {tag: variant_language(tag, query.languages, default) for tag in asked}
        variants = {tag: str(Variant(language)) for tag, language in chosen.items() if language != default}
        waves = {zone: query.wave_of(zone) for zone in audience.zones(self._store)} if query.wave_of else {}
        return audience.candidates(variants, str(Variant(default)), waves, query.now)

    def fewer_sections(self, query: AudienceQuery) -> frozenset[Variant]:
        """Return the variants that readers who left sections out may need, today and on any later day.

        What mailboxes they have is not looked at: each may be under any rule there is.
        """
        modes = self._rules.modes
        return frozenset(
            Variant(variant_language(language, query.languages, query.default), letter_options(stored, mode, day))
            for language, stored in audience.readers_without_sections(self._store)
            for mode in modes
            for day in (query.now.date(), date.max)
        )

    def consenting(
        self, edition_id: str, readers: Sequence[int], now: datetime
    ) -> tuple[list[Recipient], Mapping[int, str]]:
        """Return who of `readers` may be written to at `now`, with address and token, and why the others may not."""
        self._tail.catch_up()  # a wish that found the database held by others stands in the journal only
        found, excluded = audience.consenting(self._store, readers, now)
        tokens = make_all(self._store.keyring, Purpose.LETTER, found.public_ids, found.moves)
        names = self._names.encode(edition_id, found.numbers, found.moves, found.address_indexes)
        today, mode_at = now.date(), self._mode_of(edition_id)
        try:
            options = [
                letter_options(preferences, mode_at(address.rpartition("@")[2]), today)
                for address, preferences in zip(found.addresses, found.preferences, strict=True)
            ]
        except _DAMAGED:  # what a reader wants for their safety is not known, so they get nothing
            stored = zip(found.numbers, found.preferences, strict=True)
            broken = {reader for reader, preferences in stored if not _is_readable(preferences, today)}
            if not broken:
                raise
            rest, others = self.consenting(edition_id, [one for one in found.numbers if one not in broken], now)
            return rest, {**excluded, **others, **dict.fromkeys(broken, audience.UNREADABLE)}
        return list(map(Recipient, found.numbers, found.addresses, names, tokens, options)), excluded

    def _mode_of(self, edition_id: str) -> Callable[[str], AppealMode]:
        """Return the rule for mailboxes that counts for an edition, remembered once that has begun."""
        if edition_id not in self._frozen_mode_at:
            frozen = self._frozen(edition_id)
            if frozen is None:
                return self._mode_at
            self._frozen_mode_at[edition_id] = lru_cache(10_000)(frozen.mode)
        return self._frozen_mode_at[edition_id]

    def count_left(self, since: Sequence[datetime], until: datetime) -> list[int]:
        """Count the readers who left from each instant to the next, and from the last one to `until`."""
        return count_left(self._store, since, until)

    def deliveries(self, names: Collection[str]) -> dict[str, tuple[str, int]]:
        """Return edition and reader of deliveries by their names; names that are not ours are left out.

        Readers whom a restored backup does not know are `NOBODY`: their numbers may be others' now.
        """
        decoded = {name: delivery for name in names if (delivery := self._names.decode(name))}
        mailboxes = self._of_readers(decoded)
        return {name: (edition, reader if name in mailboxes else NOBODY) for name, (edition, reader) in decoded.items()}

    def act_upon(self, told: Sequence[tuple[str, Consequence, datetime]]) -> None:
        """Do what follows from events, each about the delivery or transactional mail of that name, at an instant.

        It concerns the mailbox that this mail went to, and nobody who consented after that; who was erased meanwhile
        stays so.
        """
        mailboxes = self._mailboxes({name for name, _, _ in told})
        suppressions, unsubscribing = list[Suppression](), list[tuple[int, str, datetime]]()
        for name, follows, at in told:
            mailbox, source = mailboxes.get(name, (None, ""))
            if mailbox is None:
                continue
            if follows in {Consequence.HARD_BOUNCE, Consequence.COMPLAINT}:
                if mailbox.address_index is not None:
                    reason = SuppressionReason(follows.value)
                    suppressions.append(Suppression(mailbox.address_index, reason, source, at))
            elif mailbox.reader is not None and (mailbox.is_present or follows is Consequence.LEFT):
                unsubscribing.append((mailbox.reader, source, at))
        if suppressions:
            suppress_by_events(self._store, suppressions)
        if unsubscribing:
            unsubscribe_by_events(self._store, unsubscribing)

    def _mailboxes(self, names: Collection[str]) -> dict[str, tuple[Mailbox, str]]:
        """Return the mailboxes that mails went to, as far as known, and what is recorded of an event about each."""
        mails = [name for name in names if name.startswith(NAME_PREFIX)]
        of_mails = mailboxes_of_mails(self._store, mails) if mails else {}
        found = {name: (mailbox, "event of a single mail") for name, mailbox in of_mails.items()}
        decoded = {name: delivery for name in names if (delivery := self._names.decode(name))}
        of_readers = self._of_readers(decoded).items()
        return found | {name: (mailbox, f"event of edition {decoded[name][0]}") for name, mailbox in of_readers}

    def _of_readers(self, decoded: Mapping[str, tuple[str, int]]) -> dict[str, Mailbox]:
        """Return the mailboxes of deliveries, by name, that are, or were, the mailboxes of the readers they name."""
        wanted = {name: (reader, self._names.moves(name)) for name, (_, reader) in decoded.items()}
        mailboxes = mailboxes_of_readers(self._store, set(wanted.values())) if wanted else {}
        return {
            name: mailboxes[key]
            for name, key in wanted.items()
            if key in mailboxes and self._names.is_of(name, mailboxes[key].address_index)
        }


@lru_cache(10_000)
def letter_options(stored: str, mode: AppealMode, today: date) -> LetterOptions:
    """Return the options of the letter that a reader's preferences, as they are stored, lead to.

    Of their own preference about appeals and the rule for their mailbox (`mode`, stored nowhere) the stricter counts. A
    yes/no preference is an option of the same name; a `TypeError` here says that one has no such option yet.
    """
    preferences = read_preferences(stored)
    sections = tuple(map(section_key, preferences.without))
    return LetterOptions(appeal=_appeal(preferences, mode, today), without=sections, **preferences.yes_no())


def _is_readable(stored: str, today: date) -> bool:
    try:
        letter_options(stored, AppealMode.SHOW, today)
    except _DAMAGED:
        return False
    return True


def _appeal(preferences: ReaderPreferences, mode: AppealMode, today: date) -> AppealMode:
    if preferences.appeals is Appeals.HIDE or (preferences.appeals_after and today < preferences.appeals_after):
        return AppealMode.HIDE
    if preferences.appeals is Appeals.WARN and mode is AppealMode.SHOW:
        return AppealMode.WARN
    return mode
