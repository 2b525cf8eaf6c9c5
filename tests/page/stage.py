"""One browser's view of the page, as the tests drive it."""

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page, WebSocketRoute

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def lacking() -> str | None:
    """What keeps these tests from running."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed"
    return None if CHROMIUM.exists() else f"{CHROMIUM} is missing (apt-get install chromium)"


class Visit:
    """One browser's view of the page. `cut()` breaks its socket and holds it broken until `mend()`."""

    def __init__(self, page: "Page", address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        self.sockets: list[str] = []
        self._open: list[WebSocketRoute] = []
        self._broken = False
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        page.on("console", lambda line: self.complaints.append(line.text) if "Content Security Policy" in line.text else None)

    async def open(self) -> None:
        await self.page.route_web_socket("**/ws**", self._socket)
        await self.page.goto(self.address)

    async def _socket(self, route: "WebSocketRoute") -> None:
        self.sockets.append(route.url)
        if self._broken:
            await route.close(code=1011, reason="cut by the test")
            return
        route.connect_to_server()
        self._open.append(route)

    async def cut(self) -> None:
        self._broken = True
        for route in self._open:
            await route.close(code=1011, reason="cut by the test")
        self._open.clear()

    def mend(self) -> None:
        self._broken = False

    async def take(self, name: str) -> "Locator":
        """Puts the person on the left phone."""
        await self.page.get_by_role("button", name=f"Show {name} on the left phone").click()
        return self.phone(name)

    def phone(self, name: str) -> "Locator":
        return self.page.get_by_role("region", name=f"Phone of {name}", exact=True)
