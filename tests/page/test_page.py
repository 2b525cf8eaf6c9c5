"""The chat page as people use it."""

import base64
import contextlib
import re
from itertools import count

import pytest

from sandbox.server import Sandbox
from tests.page.stage import Visit

with contextlib.suppress(ImportError):  # then the browser fixture says what is missing
    from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")
NUMBERS = count(1)
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
HOSTILE = '<img src=x onerror="alert(1)"><b>not bold</b>'


@pytest.fixture
def name() -> str:
    """Somebody new for each test."""
    return f"Ann {next(NUMBERS)}"


async def test_a_conversation(visit: Visit, name: str) -> None:
    await visit.open()
    page = visit.page
    await expect(page.get_by_text("Local sandbox, not Telegram")).to_be_visible()
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_label("Name", exact=True).fill(name)
    await page.get_by_role("button", name="Add", exact=True).click()
    phone = visit.phone(name)
    log = phone.get_by_role("log")

    await phone.get_by_role("button", name="Start", exact=True).click()
    await expect(log.locator("strong", has_text="Welcome")).to_be_visible()
    slow = log.get_by_role("button", name="Slow")
    await slow.click()
    await expect(slow).to_have_attribute("aria-busy", "true")
    await expect(phone.get_by_text("Done", exact=True)).to_be_visible()
    await expect(slow).not_to_have_attribute("aria-busy", "true")
    await log.get_by_role("button", name="Kyiv Oblast").click()
    await expect(log.get_by_text("Region saved")).to_be_visible()
    await expect(log.get_by_role("button", name="Kyiv Oblast")).to_have_count(0)

    field = phone.get_by_label(f"Message from {name}")
    await field.fill("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    await expect(log.get_by_text("Echo: one\ntwo")).to_be_visible()
    await expect(field).to_have_value("")
    await phone.get_by_role("button", name="Commands").click()
    await phone.get_by_role("option", name="/keyboard").click()
    await phone.get_by_role("group", name="Keyboard").get_by_role("button", name="Yes").click()
    await expect(log.get_by_text("Chosen")).to_be_visible()
    await expect(phone.get_by_role("group", name="Keyboard")).to_have_count(0)


async def test_what_is_written_stays_text(telegram: Sandbox, visit: Visit, name: str) -> None:
    hostile = f"{HOSTILE} {name}"
    someone = telegram.person(hostile)
    await someone.sends(HOSTILE)
    await visit.open()
    phone = await visit.take(hostile)
    await expect(phone.get_by_role("log").get_by_text(f"Echo: {HOSTILE}")).to_be_visible()
    await expect(visit.page.get_by_role("navigation").get_by_text(hostile)).to_be_visible()
    assert await visit.page.locator("img[src='x']").count() == 0
    assert await visit.page.locator("b", has_text=re.compile("^not bold$")).count() == 0


async def test_links_are_shown_before_they_are_opened(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.opens("")
    await visit.open()
    phone = await visit.take(name)
    await phone.get_by_role("button", name="Rules, opens a link").click()
    question = phone.get_by_role("dialog", name="Open this link?")
    await expect(question.get_by_text("https://example.org/rules")).to_be_visible()
    await question.press("Escape")
    await expect(question).to_have_count(0)
    await phone.get_by_role("button", name="Deep, opens a link").click()
    await expect(phone.get_by_role("log").get_by_text("Welcome promo-1")).to_be_visible()
    await phone.get_by_role("button", name="Open a deep link").click()
    await phone.get_by_placeholder("start=").fill("from-the-box")
    await phone.get_by_placeholder("start=").press("Enter")
    await expect(phone.get_by_role("log").get_by_text("Welcome from-the-box")).to_be_visible()


async def test_a_photo_and_a_contact(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.opens("")
    await visit.open()
    phone = await visit.take(name)
    log = phone.get_by_role("log")
    await phone.get_by_role("button", name="Attach", exact=True).click()
    async with visit.page.expect_file_chooser() as chooser:
        await phone.get_by_role("button", name="Photo", exact=True).click()
    await (await chooser.value).set_files({"name": "pixel.png", "mimeType": "image/png", "buffer": PIXEL})
    await phone.get_by_label(f"Message from {name}").fill("A pixel")
    await phone.get_by_role("button", name="Send").click()
    await expect(log.get_by_text("Received photo: A pixel")).to_be_visible()
    await expect(log.get_by_role("img", name="Photo")).to_have_js_property("naturalWidth", 1)
    await phone.get_by_role("button", name="Attach", exact=True).click()
    await phone.get_by_role("button", name="My contact").click()
    await phone.get_by_role("dialog").get_by_role("button", name="Share").click()
    await expect(log.get_by_text("Received contact")).to_be_visible()


async def test_an_inline_result_is_chosen(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.opens("")
    await visit.open()
    phone = await visit.take(name)
    field = phone.get_by_label(f"Message from {name}")
    await field.fill(f"@{someone.bot.username} honey")
    await expect(phone.get_by_role("listbox", name="Inline results").get_by_role("option")).to_have_count(2)
    await field.press("ArrowDown")
    await field.press("Enter")
    sent = phone.get_by_role("article", name="You").filter(has_text="Linden honey")
    await expect(sent).to_contain_text(f"via @{someone.bot.username}")
    await expect(sent.locator("strong")).to_have_text("Linden")
    await expect(field).to_have_value("")


async def test_a_reload_keeps_the_chat(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone, other = telegram.person(name), telegram.person(f"{name} the other")
    await someone.opens("")
    await visit.open()
    phone = await visit.take(name)
    await phone.get_by_label(f"Message from {name}").fill("before")
    await phone.get_by_label(f"Message from {name}").press("Enter")
    await expect(phone.get_by_text("Echo: before")).to_be_visible()
    await other.sends("unseen")
    row = visit.page.get_by_role("listitem").filter(has_text=f"{name} the other")
    await expect(row.get_by_label("1 unread message")).to_be_visible()
    seen = await phone.get_by_role("article").all_inner_texts()

    await visit.page.reload()
    await expect(phone.get_by_text("Echo: before")).to_be_visible()
    assert await phone.get_by_role("article").all_inner_texts() == seen
    await expect(row.get_by_label("1 unread message")).to_be_visible()
    await expect(visit.page.get_by_role("listitem").filter(has_text="Echo: before").get_by_label("unread")).to_have_count(0)


async def test_a_lost_socket_gets_what_it_missed(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.opens("")
    await visit.open()
    phone = await visit.take(name)
    await expect(phone.get_by_text("Welcome")).to_be_visible()
    await visit.cut()
    await expect(visit.page.get_by_role("status").filter(has_text="Connection lost")).to_be_visible()
    for words in ("first", "second"):
        await someone.sends(words)
    await expect(phone.get_by_text("first")).to_have_count(0)
    visit.mend()
    for words in ("first", "second"):
        await expect(phone.get_by_text(f"Echo: {words}")).to_have_count(1)
    await expect(visit.page.get_by_role("status").filter(has_text="Connection lost")).to_be_hidden()
    assert re.search(r"[?&]since=\d+&epoch=\w+", visit.sockets[-1])
    assert "since" not in visit.sockets[0]


async def test_the_place_is_kept_while_one_reads_above(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.opens("")
    await someone.sends("one\n" * 12)
    await visit.page.set_viewport_size({"width": 900, "height": 460})
    await visit.open()
    await visit.page.get_by_role("button", name="Show people").click()
    phone = await visit.take(name)
    log = phone.get_by_role("log")
    await phone.get_by_label(f"Message from {name}").fill("/later")
    await phone.get_by_role("button", name="Send").click()
    await expect(log.get_by_text("/later")).to_be_in_viewport()
    await log.evaluate("log => { log.scrollTop = 0; }")
    pill = phone.get_by_role("button", name="1 new message")
    await expect(pill).to_be_visible()
    assert await log.evaluate("log => log.scrollTop") == 0
    await pill.click()
    await expect(log.get_by_text("It is later")).to_be_in_viewport()
    await expect(pill).to_be_hidden()


async def test_block_language_and_edit(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.sends("helo")
    await visit.open()
    phone = await visit.take(name)
    log = phone.get_by_role("log")
    await log.get_by_role("article").filter(has_text="helo").first.hover()
    await log.get_by_role("button", name="Edit").click()
    field = phone.get_by_label(f"Message from {name}")
    await expect(field).to_have_value("helo")
    await field.fill("hello")
    await field.press("Enter")
    await expect(log.get_by_role("article").first).to_contain_text("helloedited")
    await phone.get_by_label("Language of Telegram").select_option("it")
    await expect(visit.page.get_by_role("listitem").filter(has_text=name).get_by_label("Italian")).to_be_visible()
    await phone.get_by_role("button", name="Block the bot").click()
    await expect(field).to_have_count(0)
    await phone.get_by_role("button", name="Unblock the bot").click()
    await expect(field).to_be_visible()


async def test_another_world_replaces_the_old(telegram: Sandbox, visit: Visit, name: str) -> None:
    await telegram.person(name).opens("")
    await visit.open()
    phone = await visit.take(name)
    await expect(phone.get_by_text("Welcome")).to_be_visible()
    telegram.reset()
    telegram.person(f"{name} anew")
    await expect(visit.page.get_by_role("listitem").filter(has_text=f"{name} anew")).to_be_visible()
    await expect(visit.page.get_by_role("listitem")).to_have_count(1)
    await expect(phone).to_have_count(0)


async def test_the_keyboard_is_enough(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.opens("")
    await visit.open()
    page, keys = visit.page, visit.page.keyboard
    phone = await visit.take(name)
    log = phone.get_by_role("log")
    await expect(log.get_by_text("Welcome")).to_be_visible()
    await phone.get_by_label(f"Message from {name}").focus()
    await keys.type("/key")
    await expect(phone.get_by_role("option", name="/keyboard")).to_have_attribute("aria-selected", "true")
    await keys.press("Enter")
    await expect(log.get_by_text("Choose")).to_be_visible()

    await keys.press("ArrowUp")
    await keys.press("Home")
    await keys.press("ArrowDown")
    await expect(log.get_by_role("article").nth(1)).to_be_focused()
    await keys.press("Tab")
    await expect(log.get_by_role("article").nth(1).get_by_role("button", name="Reply")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(log.get_by_text("Region saved")).to_be_visible()
    await expect(log.get_by_role("button", name="Back")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(phone.get_by_role("alertdialog")).to_contain_text("Answered on 3 June")
    await expect(page.get_by_role("button", name="OK")).to_be_focused()
    await keys.press("Enter")
    await expect(log.get_by_role("button", name="Alert")).to_be_focused()


async def test_a_narrow_window_shows_one_phone(telegram: Sandbox, visit: Visit, name: str) -> None:
    someone = telegram.person(name)
    await someone.opens("")
    page = visit.page
    await page.set_viewport_size({"width": 360, "height": 700})
    await visit.open()
    await page.get_by_role("button", name="Show people").click()
    await page.get_by_role("navigation").get_by_role("button", name=re.compile(rf"^{name}\b")).click()
    await expect(visit.phone(name)).to_be_visible()
    await expect(page.get_by_role("region", name="Phone of")).to_have_count(1)
    for open_drawer in ("Tools", "Close"):
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await page.get_by_role("button", name=open_drawer).click()
    await page.get_by_role("group", name="Phones").get_by_role("button").nth(1).click()
    await expect(visit.phone(name)).to_be_hidden()


async def test_the_clock_and_the_faults(visit: Visit) -> None:
    await visit.open()
    page = visit.page
    await page.get_by_role("button", name="Tools").click()
    await page.get_by_role("tab", name="Clock").click()
    await page.get_by_role("button", name="+1 hour").click()
    await expect(page.get_by_text(re.compile(r"moved by \+.*1 h"))).to_be_visible()
    await page.get_by_role("tab", name="Faults").click()
    await page.get_by_label("Kind").select_option("delay")
    await page.get_by_label("Method").fill("sendDice")
    await page.get_by_role("button", name="Plan the fault").click()
    planned = page.get_by_role("listitem").filter(has_text="Slow answer")
    await expect(planned).to_contain_text("sendDice")
    await page.get_by_role("button", name="Remove all").click()
    await expect(planned).to_have_count(0)


ENTITIES = [
    ("bold and italic", [("bold", 0, 15), ("italic", 9, 6)], "<strong>bold and <em>italic</em></strong>"),
    ("abcdef", [("bold", 0, 4), ("italic", 2, 4)], "<strong>ab<em>cd</em></strong><em>ef</em>"),
    ("👍 yes", [("bold", 3, 3)], "👍 <strong>yes</strong>"),
    ("quote\nafter", [("blockquote", 0, 5)], "<blockquote>quote</blockquote>after"),
    ("a<b>&", [("code", 0, 5)], "<code>a&lt;b&gt;&amp;</code>"),
    ("short", [("bold", 3, 99), ("italic", 50, 2)], "sho<strong>rt</strong>"),
]


async def test_entities(visit: Visit) -> None:
    await visit.open()
    script = """async (cases) => {
        const { renderText } = await import("/page/js/entities.js");
        return cases.map(([text, entities]) => {
            const place = document.createElement("div");
            place.append(...renderText(text, entities.map(([type, offset, length]) => ({ type, offset, length })), {}));
            return place.innerHTML;
        });
    }"""
    shown = await visit.page.evaluate(script, [[text, entities] for text, entities, _ in ENTITIES])
    assert shown == [html for _, _, html in ENTITIES]
