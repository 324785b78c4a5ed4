"""Joins the inbox's door for editorial systems, on the newsroom's own web."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digest.app.container import Newsroom
from digest.app.inbox import inbox_tokens
from digest.editing.link_inbox import InboxDoor
from digest.ports.process import Clock
from digest.storage.inbox_file import LinkInboxFile
from digest.web.inbox import Strangers, inbox_route
from subscribers.web.throttle import Throttle
from subscribers.web.visitor import visitor


def inbox_door(newsroom: Newsroom, clock: Clock, missing: Callable[[Request], Response]) -> Route:
    """Return the door of editorial systems, which is `missing` while nobody has a token."""
    throttle, proxies = Throttle(), newsroom.settings.web.trusted_proxies

    def is_counted(request: Request) -> bool:
        return throttle.count(visitor(request, proxies), proven=True, now=clock.now()).allowed

    door = InboxDoor(LinkInboxFile(newsroom.folder), inbox_tokens(newsroom), clock)
    return inbox_route(door, Strangers(missing, is_counted))
