"""Any error in words for its user, also one nobody planned for: here it is known which libraries may raise it."""

import sys
from pathlib import Path

from digest.errors import DigestError
from subscribers.errors import SubscribersError


def describe(error: Exception) -> str:
    """Describe any error in the words its user is to read, which never name a reader."""
    return f"error: {in_words(error)}"


def in_words(error: Exception) -> str:
    """Do as `describe`, without saying that it is an error."""
    return str(error) if isinstance(error, DigestError | SubscribersError) else _unforeseen(error)


def _unforeseen(error: Exception) -> str:
    """Describe an error nobody planned for: where it happened, not its text, which might name a reader."""
    if "sqlalchemy" in sys.modules:
        from sqlalchemy.exc import DatabaseError

        if isinstance(error, DatabaseError):
            return (
                f"the database could not be used ({error.orig}); nothing is lost: mend the cause and run the same "
                "command again"
            )
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the system'}: {error.strerror}; mend the cause and run the same command again"
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return (
        f"the program met something it was not made for ({type(error).__name__} at {place}); nothing is lost, "
        "please report these words"
    )
