"""The guided tour and the main job on the page, with our own bot and the demonstration behind it."""

import contextlib
import json
import re
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from sandbox.__main__ import Playing, playing
from tests.page.stage import Visit

with contextlib.suppress(ImportError):  # then the browser fixture says what is missing
    from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = pytest.mark.asyncio(loop_scope="session")
PATIENCE = 10_000
"""Milliseconds for what the bot does by itself."""
KYIV_NOON = 9
"""In UTC, an hour at which a reminder may reach Kyiv in summer and winter."""


@pytest_asyncio.fixture(loop_scope="session")
async def play() -> AsyncIterator[Playing]:
    """The demonstration, at an hour when nobody sleeps in Kyiv."""
    with tempfile.TemporaryDirectory() as folder:
        async with playing(0, Path(folder)) as play:
            now = datetime.fromtimestamp(play.telegram.clock.now(), tz=UTC)
            noon = now.replace(hour=KYIV_NOON, minute=0) + timedelta(days=now.hour >= KYIV_NOON)
            play.telegram.advance((noon - now).total_seconds())
            await play.telegram.idle(20)
            yield play
            await play.telegram.idle()
            play.telegram.check()


@pytest_asyncio.fixture(loop_scope="session")
async def demo(play: Playing, browser: "Browser") -> AsyncIterator[Visit]:
    """Somebody's first visit to the demonstration."""
    context = await browser.new_context(viewport={"width": 1600, "height": 900}, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    visit = Visit(await context.new_page(), play.telegram.base_url)
    await visit.open()
    yield visit
    await context.close()
    assert visit.complaints == []


class Guide:
    """The tour as a visitor reads it."""

    def __init__(self, visit: Visit) -> None:
        self.page = visit.page
        self.card = visit.page.get_by_role("region", name="Guided tour")
        self.here = visit.page.locator("[data-tour='here']")

    async def says(self, step: int, title: str) -> None:
        await expect(self.card).to_contain_text(f"Step {step} of 12", timeout=PATIENCE)
        await expect(self.card.get_by_role("heading", name=title).first).to_be_visible()

    async def press(self, name: str) -> None:
        await self.card.get_by_role("button", name=name, exact=True).click()

    async def fits(self, width: int) -> None:
        await self.page.set_viewport_size({"width": width, "height": 740})
        await self.page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
        await expect(self.here).to_be_in_viewport(ratio=1)
        card, main = await self.card.bounding_box(), await self.page.locator("main").bounding_box()
        assert card
        assert main
        assert card["y"] + card["height"] <= main["y"] + 1, "the card lies over the phones"


def names(play: Playing) -> tuple[str, str, str]:
    return play.people["newcomer"].name, play.people["olena"].name, play.people["mark"].name


async def test_an_introduction_from_both_phones(play: Playing, demo: Visit) -> None:
    """Days pass, the reminder comes; Olena exchanges contacts and Mark's phone shows hers; the page is loaded anew in the middle."""
    page = demo.page
    _, olena, mark = names(play)
    await page.get_by_role("button", name="Not now").click()
    left = await demo.take(olena)
    await page.get_by_role("button", name=f"Show {mark} on the right phone").click()
    right = demo.phone(mark)
    await expect(left.get_by_role("log").get_by_text("✉️ Вам пропонують співпрацю")).to_be_visible(timeout=PATIENCE)
    await expect(left.get_by_role("heading", name="Побратим")).to_be_visible()
    await expect(right.get_by_role("heading", name="Pobratym")).to_be_visible()

    await page.locator(".clock-chip").click()
    await page.get_by_role("button", name="+3 days").click()
    reminder = left.get_by_role("article").filter(has_text="⏰")
    await expect(reminder).to_be_visible(timeout=PATIENCE)
    await reminder.get_by_role("button", name="Обмінятися контактами").click()
    await expect(left.get_by_role("button", name="Вибрати, що показати")).to_be_visible()
    await expect(right.get_by_text("+380671234567")).to_have_count(0)

    await page.reload()
    await expect(page.get_by_role("button", name="Start the tour")).to_have_count(0)
    await left.get_by_role("button", name="✅ Обмінятися", exact=True).click()
    await expect(left.get_by_text("mark@cascade.example")).to_be_visible(timeout=PATIENCE)
    news = right.get_by_role("article").filter(has_text="contacts are exchanged")
    await expect(news).to_contain_text("+380671234567", timeout=PATIENCE)
    await expect(news.get_by_text("olena@pasika.example")).to_be_visible()


async def test_registration_and_approval_from_both_phones(play: Playing, demo: Visit) -> None:
    """A newcomer registers on the left phone, her office approves on the right one, and she is told."""
    page = demo.page
    newcomer, official = play.people["newcomer"].name, play.people["office"].name
    await page.get_by_role("button", name="Not now").click()
    left = await demo.take(newcomer)
    await page.get_by_role("button", name=f"Show {official} on the right phone").click()
    right = demo.phone(official)
    field = left.get_by_label(f"Message from {newcomer}")

    async def presses(name: str) -> None:
        await left.get_by_role("log").get_by_role("button", name=name).last.click()

    async def writes(text: str, after: str) -> None:
        await expect(left.get_by_role("article").last).to_contain_text(after, timeout=PATIENCE)
        await field.fill(text)
        await field.press("Enter")

    await left.get_by_role("button", name="Start", exact=True).click()
    for name in ("Київська область", "Погоджуюся", "Зареєструватися"):
        await presses(name)
    await writes("Вулик Наталії", "крок 1 з 6")
    await presses("Пропонуємо товар чи послугу")
    await writes("Крем-мед із ягодами", "крок 3 з 6")
    await writes("Крем-мед із чорницею у банках по 250 г, до 800 кг на місяць.", "крок 4 з 6")
    for name in ("Харчові продукти й напої", "Продовжити", "Дистрибуція", "Продовжити", "Надіслати офісу"):
        await presses(name)
    await expect(left.get_by_role("article").last).to_contain_text("KV-0003", timeout=PATIENCE)

    news = right.get_by_role("article").filter(has_text="KV-0003")
    await news.get_by_role("button", name="Відкрити").click()
    await right.get_by_role("log").get_by_role("button", name="Схвалити").last.click()
    await expect(left.get_by_role("article").last).to_contain_text("Ваше оголошення опубліковано", timeout=PATIENCE)


async def test_the_tour_from_first_to_last(play: Playing, demo: Visit) -> None:
    guide = Guide(demo)
    newcomer, olena, mark = names(play)
    await guide.press("Start the tour")
    await guide.says(1, "You are Nataliia in Kyiv Oblast")
    await expect(guide.card).to_contain_text(f"Left phone: {newcomer}")
    await expect(guide.here).to_have_text("Start")
    await guide.here.click()
    await guide.says(2, "Say where you work")
    await expect(guide.here).to_have_text("Київська область")
    await guide.here.click()
    await guide.says(3, "Your data on one screen")
    await guide.here.click()
    await guide.says(4, "Search by simply writing")
    await guide.press("Write it for me")
    await expect(demo.phone(newcomer).get_by_label(f"Message from {newcomer}")).to_be_focused()
    await demo.page.keyboard.press("Enter")
    await guide.says(5, "Somebody in Washington looks for honey")
    await guide.here.click()
    await guide.says(6, "From here one can propose cooperation")
    await expect(guide.here).to_contain_text("Single-flower honey for bakeries")

    await demo.page.reload()
    await guide.says(6, "From here one can propose cooperation")
    await guide.press("Next")
    await guide.says(7, "Olena is busy, and three days go by")
    await expect(demo.phone(olena)).to_be_visible()
    await guide.here.click()
    await expect(guide.here).to_have_text("+3 days")
    await guide.here.click()
    await guide.says(8, "The reminder has come")
    await guide.here.click()
    await guide.says(9, "First see what Mark will get")
    await guide.here.click()
    await guide.says(10, "Olena has Mark's contacts")
    await expect(guide.here).to_contain_text("mark@cascade.example")
    await guide.press("Next")
    await guide.says(11, "And Mark has hers, in the same moment")
    await expect(demo.phone(mark).locator(guide.here)).to_contain_text("olena@pasika.example", timeout=PATIENCE)
    await guide.press("Next")
    await guide.says(12, "That was the main job")
    await guide.press("Finish")
    await expect(guide.card).to_be_hidden()
    assert await demo.page.locator(".guided").count() == 0
    await demo.page.get_by_role("button", name="Guided tour").click()
    await guide.says(1, "You are Nataliia in Kyiv Oblast")
    await expect(guide.card).to_contain_text("This has been done here already.")
    await guide.press("Next")
    await guide.says(2, "Say where you work")


async def test_the_tour_is_left_and_taken_up_again(play: Playing, demo: Visit) -> None:
    """With Esc; past steps that do not fit, with somebody else on the phone, at night, in another language."""
    page, guide = demo.page, Guide(demo)
    newcomer, olena, _ = names(play)
    await guide.card.get_by_role("button", name="Start the tour").press("Enter")
    await guide.says(1, "You are Nataliia")
    for width in (360, 800, 1600):
        await guide.fits(width)
    await guide.press("Skip this step")
    await guide.says(2, "Say where you work")
    await expect(guide.card).to_contain_text("Is it not on the screen?")

    await demo.take(olena)
    await guide.press(f"Show {newcomer} here again")
    await expect(demo.phone(newcomer)).to_be_visible()
    # Esc that closes something else is not meant for the tour.
    await demo.phone(newcomer).get_by_role("button", name="Open a deep link").click()
    await page.keyboard.press("Escape")
    await expect(demo.phone(newcomer).get_by_placeholder("start=")).to_be_hidden()
    await expect(guide.card).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(guide.card).to_be_hidden()
    assert await guide.here.count() == 0

    await page.reload()
    resume = page.get_by_role("button", name="Go on with the tour, step 2 of 12")
    await resume.press("Enter")
    for step in range(2, 6):
        await guide.says(step, "")
        await guide.press("Skip this step")
    await guide.press("Next")
    # At night the bot wakes nobody.
    play.telegram.advance(12 * 3600)
    await guide.here.click()
    await guide.here.click()
    await guide.press("Wait for the morning")
    await guide.says(8, "The reminder has come")

    await page.get_by_role("button", name="УКР").click()
    await expect(page.get_by_role("region", name="Екскурсія")).to_contain_text("Крок 8 з 12")
    await page.get_by_role("button", name="Вийти з екскурсії").press("Enter")
    await expect(page.get_by_role("button", name=re.compile("Продовжити екскурсію"))).to_be_focused()


async def test_no_tour_without_the_demonstration(visit: Visit) -> None:
    await visit.open()
    await expect(visit.page.get_by_role("button", name="Add a person")).to_be_visible()
    await visit.page.wait_for_function("document.querySelector('.people-list')?.textContent !== 'Connecting…'")
    await expect(visit.page.get_by_role("button", name="Guided tour")).to_have_count(0)
    kept = await visit.page.evaluate("localStorage.getItem('pobratym-sandbox')")
    assert "tour" not in json.loads(kept)
