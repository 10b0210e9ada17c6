"""A visitor: asks the site for pages in this process, without a port."""

from __future__ import annotations

import re
from pathlib import Path

import anyio
import httpx

from flows.dashboard import make_site

HOST = "127.0.0.1"


class Visitor:
    """Asks a site for addresses, as a browser on this machine would."""

    def __init__(self, processed: Path) -> None:
        self._site = make_site(processed)

    def ask(
        self, address: str, *, method: str = "GET", host: str = HOST, **headers: str
    ) -> httpx.Response:
        """The answer; an error of the site is raised, not hidden in a page."""

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._site, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.request(method, address, headers=headers)

        return anyio.run(asked)

    def page(self, address: str) -> str:
        """The markup of a page that is there."""
        answer = self.ask(address)
        assert answer.status_code == 200, answer.text
        return answer.text


def links(page: str, begin: str) -> list[str]:
    """The addresses that a page links to and that begin so, in its order."""
    found = re.findall(r'href="([^"]+)"', page)
    return [link.replace("&amp;", "&") for link in found if link.startswith(begin)]
