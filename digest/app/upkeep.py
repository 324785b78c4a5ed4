"""The upkeep of one newsroom: its keys, its journal, mails that stand in line, what is forgotten in time."""

from datetime import timedelta

from sqlalchemy import Connection

from digest.app.container import Newsroom
from digest.app.reader_mail import queued_reader_mail
from digest.app.welcome import stored_welcomes, welcome_sender
from digest.mailing.mail_queue import REMEMBERED, forget_ended
from digest.ports.process import Watcher
from digest.storage.chat_queue import SqlChatQueue
from digest.storage.given_numbers import record_unknown_given
from digest.storage.journal_lines import lines_of_deliveries
from digest.storage.lost_attempts import give_up_under_way
from digest.storage.lost_mails import give_up_mails_under_way
from digest.storage.page_answers import SqlPageAnswers
from digest.storage.saved_texts import SqlSavedTexts
from digest.storage.told import SqlTold
from digest.storage.welcome_evidence import give_up_welcomes_under_way
from subscribers.policy.addresses import Cipher
from subscribers.services.consent_audit import record_log_head
from subscribers.services.key_rotation import OtherSecrets, Rotated, rotate
from subscribers.services.new_journal import NewJournal, begin_new_journal
from subscribers.services.retention import apply_retention
from subscribers.services.waiting_line import write_waiting
from subscribers.storage.access_log import check_reason
from subscribers.storage.newcomers import forget_newcomers
from subscribers.storage.numbers import highest_number

TOLD_REMEMBERED = timedelta(days=400)
"""How long it is known what was told: longer than anything that may still be told again."""

PROOFS_REMEMBERED = timedelta(days=60)
"""How long it is known what a proof said: an edition may be proofed anew after a long pause."""

SAVES_REMEMBERED = timedelta(days=60)
"""How long the saved texts of an edition can be brought back when its file is gone; those of all others always can."""


class Upkeep:
    """What keeps a newsroom's database, keys and journal in order."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom, self._clock = newsroom, newsroom.clock

    def rotate_keys(self, watch: Watcher) -> Rotated:
        """Make new keys and encrypt everything anew that was encrypted; return how much that was."""
        room = self._newsroom
        mails = room.mail_queue
        others = OtherSecrets(mails.count_sealed, lambda keyring: mails.reseal(Cipher(keyring)))
        return rotate(room.store, room.key_file, self._clock.now(), others, watch)

    def begin_new_journal(self, reason: str) -> NewJournal:
        """Begin another journal in the place of one that is lost, and return what came of the old one.

        What was under way is uncertain, and what is being sent is paused for `reason`: nobody knows the rest any more.
        Raises `SubscribersError`, before anything is done, when no reason is given.
        """
        now, why = self._clock.now(), check_reason(reason)

        def give_up(connection: Connection) -> None:
            give_up_under_way(connection, why, now)
            give_up_mails_under_way(connection)
            give_up_welcomes_under_way(connection, now)
            record_unknown_given(connection)

        forget_newcomers(self._newsroom.store_as_left)  # the journal may have known that they were welcomed
        lines = lines_of_deliveries(highest_number)
        return begin_new_journal(self._newsroom.store_as_left, lines, give_up, now)

    def write_waiting_mail(self) -> None:
        """Write the mails of forms that stood in line, as far as the breaker lets them through."""
        room = self._newsroom
        write_waiting(room.store, queued_reader_mail(room), self._clock.now(), room.settings.web.letters_per_hour)

    def welcome_newcomers(self) -> int:
        """Hand over the welcome letters of those who have just confirmed; return how many were tried."""
        return welcome_sender(self._newsroom).welcome()

    def tidy(self) -> None:
        """Forget what need not be kept any longer, readers' and mails that have ended; note the consent log's head."""
        now, room = self._clock.now(), self._newsroom
        apply_retention(room.store, timedelta(days=room.settings.readers.forget_left_after_days), now)
        record_log_head(room.store, now)
        forget_ended(room.mail_queue, now)
        SqlTold(room.engine).forget_before(now - TOLD_REMEMBERED)
        room.mailed_proofs.forget_before(now - PROOFS_REMEMBERED)
        SqlSavedTexts(room.engine).forget_gone(room.editions.names(), now - SAVES_REMEMBERED)
        SqlPageAnswers(room.engine).forget_before(now - PROOFS_REMEMBERED)
        SqlChatQueue(room.engine).forget_before(now - TOLD_REMEMBERED)
        stored_welcomes(room).forget_words(now - REMEMBERED)
