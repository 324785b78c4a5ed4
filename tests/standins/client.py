"""A browser without windows: calls the web application in this very process."""

import asyncio
from typing import Any

import httpx
from starlette.applications import Starlette


class Client:
    """Calls an application; follows no redirect and keeps no cookie."""

    def __init__(self, app: Starlette, host: str = "127.0.0.1") -> None:
        self._app, self._host = app, host

    def request(self, method: str, path: str, content: bytes = b"", headers: Any = None) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, client=(self._host, 40_000))
            async with httpx.AsyncClient(transport=transport, base_url="http://letter.example") as client:
                return await client.request(method, path, content=content, headers=headers)

        return asyncio.run(call())

    def post(self, path: str, content: bytes = b"", headers: Any = None) -> httpx.Response:
        return self.request("POST", path, content, headers)

    def get(self, path: str) -> httpx.Response:
        return self.request("GET", path)
