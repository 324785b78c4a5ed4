"""The errors of this package; each message says what happened and what to do next, and never holds an address."""


class SubscribersError(Exception):
    """Something about subscribers could not be done."""


class KeysUnusable(SubscribersError):
    """The key file is missing, readable by others, or damaged."""


class UnknownSubscriber(SubscribersError):
    """Nobody on the list fits what was asked for."""


class NotAllowed(SubscribersError):
    """The consent table has no such step: the event does not fit what happened before."""
