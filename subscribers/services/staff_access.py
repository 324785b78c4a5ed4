"""What the newsroom's people do with readers' data by hand: each look and each act only for a reason, which is kept.

Commands call this, and so does whatever else people will use: a look that is not on record cannot be had.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from subscribers.errors import UnknownSubscriber
from subscribers.policy.addresses import BadAddress, index, normalise
from subscribers.policy.model import Status, Subscriber, SuppressionReason
from subscribers.services.data_export import DataExport, export_data
from subscribers.services.erase import erase
from subscribers.services.import_export import export_csv
from subscribers.services.suppression import suppress, unsuppress
from subscribers.storage.access_log import check_reason, record_access
from subscribers.storage.store import Store

_PAGE = 500


@dataclass(frozen=True, slots=True)
class StaffAccess:
    """What one person does at `now`, for one reason."""

    store: Store
    reason: str
    now: datetime

    @classmethod
    def for_reason(cls, store: Store, reason: str, now: datetime) -> "StaffAccess":
        """Return access for `reason`; raises `SubscribersError` when that is empty or holds an address."""
        return cls(store, check_reason(reason), now)

    def show(self, number: int, deliveries: Sequence[Mapping[str, str]]) -> DataExport:
        """Record the look, which the reader can see, and return everything that is kept about them."""
        record_access(self.store, "show", number, self.reason, self.now)
        return export_data(self.store, number, deliveries)

    def list_with_addresses(self, status: Status | None) -> Iterator[tuple[Subscriber, str]]:
        """Record the look, and yield everybody of `status` with their address, which is empty for the erased."""
        record_access(self.store, "list", None, self.reason, self.now)
        people = self.store.subscribers(status)
        while page := list(islice(people, _PAGE)):
            addresses = self.store.addresses([person.number for person in page])
            yield from ((person, addresses.get(person.number, "")) for person in page)

    def export(self) -> Iterator[Sequence[str]]:
        """Record the look, and yield all subscribers as rows of a CSV file, header first."""
        record_access(self.store, "export", None, self.reason, self.now)
        yield from export_csv(self.store)

    def erase(self, number: int) -> str:
        """Erase a reader's address and preferences for good; return the id that stays."""
        erase(self.store, number, f"by hand: {self.reason}", self.now)
        return self.store.get(number)[0].id

    def suppress(self, number: int) -> str:
        """Forbid all letters to a reader's address, whatever they agree to later; return the reader's id."""
        suppress(self.store, number, SuppressionReason.MANUAL, f"by hand: {self.reason}", self.now)
        return self.store.get(number)[0].id

    def unsuppress(self, number: int) -> bool:
        """Lift the suppression of a reader's address; False when only one confirmation mail is permitted.

        Raises `SubscribersError` when there is nothing to lift.
        """
        address_index = self.store.address_index(number)
        if address_index is None:
            raise UnknownSubscriber("this subscriber's address is erased; only its owner can sign up again")
        return unsuppress(self.store, address_index, f"by hand: {self.reason}", self.now)

    def unsuppress_address(self, address: str) -> bool:
        """Do as `unsuppress` for an address as a person types it, which may be nobody's on the list."""
        try:
            address_index = index(self.store.keyring, normalise(address))
        except BadAddress as fault:
            raise UnknownSubscriber(f"that is not taken for an address: {fault}") from None
        return unsuppress(self.store, address_index, f"by hand: {self.reason}", self.now)
