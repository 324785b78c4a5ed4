"""What a site asks programs not to read: its robots.txt. Pure. Rules: RFC 9309, and `*` and `$` in paths (2.2.3)."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

MAX_BYTES = 512_000
"""What is read of a robots.txt (RFC 9309, 2.5)."""
_LONGEST_RULE = 1_000
_ALLOWED = "%!$&'()*+,/:;=?@[]~"
_Rule = tuple[str, bool]
"""A path as written, and whether it is allowed."""


def may_read(robots: str, agent: str, url: str) -> bool:
    """Return whether `robots`, the text of a site's robots.txt, lets the program called `agent` read the page `url`."""
    parts = urlsplit(url)
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_ALLOWED)
    found = [(len(rule), allowed) for rule, allowed in _rules(robots, agent.lower()) if _matches(rule, path)]
    return max(found, default=(0, True))[1]  # the longest counts, and of two that are as long the one that allows


def _rules(robots: str, agent: str) -> list[_Rule]:
    """Return the rules for a program: those of all groups that name it, or else of those for all."""
    named: list[_Rule] = []
    for_all: list[_Rule] = []
    is_named = False
    for agents, rules in _groups(robots):
        if agent in agents:
            named += rules
            is_named = True
        if "*" in agents:
            for_all += rules
    return named if is_named else for_all


def _groups(robots: str) -> Iterator[tuple[set[str], list[_Rule]]]:
    agents: set[str] = set()
    rules: list[_Rule] = []
    in_rules = False
    for line in robots.removeprefix("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            if in_rules:
                yield agents, rules
                agents, rules, in_rules = set(), [], False
            agents.add(re.split(r"[^a-z*_-]", value.lower())[0])
        elif key in ("allow", "disallow"):
            in_rules = True
            if value and len(value) <= _LONGEST_RULE:
                rules.append((quote(value, safe=_ALLOWED), key == "allow"))
    yield agents, rules


def _matches(rule: str, path: str) -> bool:
    """Return whether a rule is about a path; in time that grows with both, whatever stars a rule has."""
    to_end = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(others, 1):
        if to_end and number == len(others):
            return len(path) - len(piece) >= at and path.endswith(piece)
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not to_end or at == len(path)
