"""The errors of this package; each message says what happened and what to do next, and never holds an address."""


class SubscribersError(Exception):
    """Something about subscribers could not be done."""


class KeysUnusable(SubscribersError):
    """The key file is missing, readable by others, or damaged."""


class WrongKeys(KeysUnusable):
    """The key file is not the one that the database was written with."""


class AddressUnreadable(KeysUnusable):
    """A stored address does not open: it was damaged, or written with keys that are gone."""


class UnknownSubscriber(SubscribersError):
    """Nobody on the list fits what was asked for."""


class NotAllowed(SubscribersError):
    """The consent table has no such step: the event does not fit what happened before."""
