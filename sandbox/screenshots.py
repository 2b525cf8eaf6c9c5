"""`python -m sandbox.screenshots docs/pictures`: pictures of the page with the demonstration on it, by Debian's Chromium."""

import argparse
import asyncio
import importlib.util
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks
from sandbox.__main__ import Playing, playing, refuse_real_token
from sandbox.person import Person
from sandbox.world import Message

if TYPE_CHECKING:
    from playwright.async_api import Browser

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
PATIENCE = 20.0
LARGEST = 400_000
"""Bytes of a picture: they are part of the repository."""


@dataclass(frozen=True)
class Picture:
    """One view of the page; `scale` is device pixels a CSS pixel."""

    name: str
    width: int
    height: int
    scale: float = 1.0
    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("wide", 1440, 900),
    Picture("phone", 390, 844, scale=2),
    Picture("dark", 1440, 900, scheme="dark"),
)


def main(folder: Path) -> None:
    """Write the pictures, or end with what is missing or wrong."""
    if importlib.util.find_spec("playwright") is None:
        sys.exit("playwright is missing: make install")
    if not CHROMIUM.exists():
        sys.exit(f"{CHROMIUM} is missing: apt-get install chromium, or set CHROMIUM to one.")
    folder.mkdir(parents=True, exist_ok=True)
    paths = {picture: folder / f"{picture.name}.png" for picture in PICTURES}
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(take_all(paths, Path(place)))
    for path in paths.values():
        if path.stat().st_size > LARGEST:
            sys.exit(f"{path} has {path.stat().st_size} bytes; at most {LARGEST} are wanted.")


async def take_all(paths: dict[Picture, Path], place: Path) -> None:
    from playwright.async_api import async_playwright  # not needed by those who only install the bot

    async with playing(0, place) as play, async_playwright() as playwright:
        await main_job(play)
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for picture, path in paths.items():
            await take(browser, picture, play, path)
        await browser.close()


async def main_job(play: Playing) -> None:
    """Olena has opened the proposal that she got, Mark the listing that he wrote about."""
    olena, mark = play.people["olena"], play.people["mark"]
    # What the first Start brings comes in any order, and must not come between the steps below.
    await has(olena, callbacks.Exchange)
    for person in (olena, mark):
        await has(person, callbacks.Settings)
    await olena.opens()
    await presses(olena, callbacks.Inbox)
    await presses(olena, callbacks.Interest)
    await has(olena, callbacks.Snooze)
    await mark.sends("honey")
    await presses(mark, callbacks.Listing)
    await has(mark, callbacks.Propose)
    await play.telegram.idle(20)
    play.telegram.check()


async def presses(person: Person, kind: type[CallbackData]) -> None:
    """Tap the newest message's first button of a kind, as soon as it is there."""
    message, row, column = await has(person, kind, newest=True)
    await person.taps_at(message.id, row, column, timeout=PATIENCE)


async def has(person: Person, kind: type[CallbackData], *, newest: bool = False) -> tuple[Message, int, int]:
    """Wait for a button of this kind, whatever it says: message, row and column.

    Raises:
        TimeoutError: there is none within `PATIENCE` seconds.
    """
    async with asyncio.timeout(PATIENCE):
        while True:
            for message in list(person.chat.messages.values())[-1 if newest else 0 :]:
                for row, line in enumerate((message.markup or {}).get("inline_keyboard", [])):
                    for column, button in enumerate(line):
                        if button.get("callback_data", "").partition(":")[0] == kind.__prefix__:
                            return message, row, column
            await person.chat.bell.wait(0.2)


async def take(browser: "Browser", picture: Picture, play: Playing, path: Path) -> None:
    context = await browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme=picture.scheme,
        locale="en-GB",
        timezone_id="Europe/Kyiv",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    shown = {"people": [play.people["olena"].id, play.people["mark"].id], "active": 0, "tour": {"seen": True}}
    await page.add_init_script(f"localStorage.setItem('pobratym-sandbox', {json.dumps(json.dumps(shown))})")
    await page.goto(play.telegram.base_url)
    await page.get_by_role("region", name=f"Phone of {play.people['olena'].name}", exact=True).get_by_role("log").wait_for()
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(800)
    await page.screenshot(path=path)
    await context.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m sandbox.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write wide.png, phone.png and dark.png")
    arguments = parser.parse_args()
    refuse_real_token()
    main(arguments.folder)
