"""A new link in the place of one from a confirmation mail that is too old: the same request, made once more.

It goes to the address that the old one went to, to no other, and under the caps of the sign-up. As there, neither what
comes back nor the time it takes tells anything, and nobody is on the list before they confirm.
"""

from datetime import datetime

from subscribers.policy.model import Status
from subscribers.ports import ReaderMail
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.signup import SignupRequest, request, request_move
from subscribers.storage.pending_requests import find_old
from subscribers.storage.store import Store

_NOBODYS = SignupRequest("", "", "a link that is nobody's", "")


def renew_confirmation(
    store: Store, mail: ReaderMail, token: str, now: datetime, letters_per_hour: int, of: tuple[bytes, int] = (b"", 1)
) -> SignupOutcome:
    """Make the request of an old link anew; `of` is the network that asks, and which one of it in this hour this is.

    Not for somebody who left since: who comes back signs up afresh, with the words of today.
    """
    with store.reading.connect() as connection:
        old = find_old(connection, token)
        known = store.find_by_index(connection, old.address_index) if old else None
    is_here = known is not None and known[1] is Status.CONFIRMED
    if old is None or (old.used and not is_here):
        return request(store, mail, _NOBODYS, now, letters_per_hour)
    address = store.cipher.decrypt(old.address, old.public_id)
    if old.moves is not None:
        return request_move(store, mail, old.moves, address, now, letters_per_hour)
    again = SignupRequest(address, old.language, old.source, old.wording, *of)
    return request(store, mail, again, now, letters_per_hour)
