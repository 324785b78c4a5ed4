"""Where the desk's own door is, and which addresses lead to a page of the desk and nowhere else. Pure."""

import re

HOME, LOGIN, LOGOUT = "/desk", "/desk/login", "/desk/logout"
_LONGEST = 2_000
_SEGMENT = r"/(?!\.{1,2}(?:[/?]|$))[A-Za-z0-9_.~-]+"
_OWN = re.compile(rf"/desk(?:{_SEGMENT})*(?:\?[!-\[\]-~]*)?")


def own_path(asked: str) -> str:
    r"""Return where to go after the login: the page of the desk that was `asked` for, for anything else the first.

    What browsers read differently than it looks is nothing of ours: `\`, `//`, dots, and what stands for these.
    """
    is_door = asked.partition("?")[0] in {LOGIN, LOGOUT}
    return asked if len(asked) <= _LONGEST and _OWN.fullmatch(asked) and not is_door else HOME
