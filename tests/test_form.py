"""A form as people fill it: wrong answers, changes of mind, interruptions."""

import io
import struct
import zlib

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.people import HONEY, arrives, fills_registration


def png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    picture = io.BytesIO()
    picture.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)))
    picture.write(chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b""))
    return picture.getvalue()


async def to_title(olena: Person) -> None:
    await olena.taps("Register")
    await olena.sees("step 1 of 6")
    await olena.sends(HONEY.business)
    await olena.taps(HONEY.kind)
    await olena.sees("step 3 of 6")


async def to_sectors(olena: Person) -> None:
    await to_title(olena)
    await olena.sends(HONEY.title)
    await olena.sees("step 4 of 6")
    await olena.sends(HONEY.summary)
    await olena.sees("step 5 of 6")


async def test_back_keeps_the_answer_and_offers_to_keep_it(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_title(olena)

    await olena.taps("Back")
    await olena.sees("step 2 of 6", "You wrote earlier: Business offer", buttons=["Keep it"])
    await olena.taps("Keep it")

    await olena.sees("step 3 of 6")


async def test_too_long_and_too_short_answers_are_explained(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_title(olena)

    await olena.sends("honey " * 30)
    await olena.sees("That is 179 characters; at most 120 fit.", "step 3 of 6")
    await olena.sends("hon")
    await olena.sees("at least 5 characters are needed, and this has 3", "step 3 of 6")
    await olena.sends("Buckwheat honey")
    await olena.sees("step 4 of 6")
    await olena.sends("мед " * 200)
    await olena.sees("That is 799 characters; at most 500 fit.", "step 4 of 6")


async def test_photo_where_text_is_due(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_title(olena)

    await olena.sends_photo(png())

    await olena.sees("Here a text is needed", "step 3 of 6")


async def test_three_messages_in_a_row_are_one_answer(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_title(olena)
    await olena.sends(HONEY.title)
    await olena.sees("step 4 of 6")

    for part in ("We make buckwheat honey.", "20 t a year.", "In drums of 200 litres."):
        await olena.sends(part)

    await telegram.idle()
    await olena.sees("Added to Summary, the answer before.", "step 5 of 6")
    await olena.taps(HONEY.sector)
    await olena.taps("Go on")
    await olena.taps("Distribution")
    await olena.taps("Go on")
    await olena.sees("Summary: We make buckwheat honey.\n20 t a year.\nIn drums of 200 litres.")


async def test_text_that_does_not_fit_the_answer_before_is_said(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_title(olena)

    await olena.sends("Buckwheat honey in bulk, twenty tonnes a year, with a laboratory's analyses")
    await olena.sends("and many more words than a title can hold, which do not fit into it at all")

    await telegram.idle()
    await olena.sees("did not fit into the answer before it", "step 4 of 6")


async def test_one_answer_is_changed_from_the_preview(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)

    await olena.taps("Change")
    await olena.sees("Which answer", buttons=["✔ Name", "✔ Title", "Back"])
    await olena.taps("✔ Title")
    await olena.sees("Title", "You wrote earlier: Buckwheat honey in bulk", buttons=["Keep it", "Back"])
    await olena.sends("Linden honey in bulk")

    await olena.sees("Title: Linden honey in bulk", "Name: Lisova Pasika", buttons=["Send to the office"])


async def test_details_are_walked_and_skipped(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)

    await olena.taps("Add details")
    await olena.sees("Partner's role", buttons=["Skip", "Back", "Save and leave"])
    await olena.taps("Skip")
    await olena.sees("What kind of organisation is it?")
    await olena.taps("Farm")
    await olena.sees("About the business")
    await olena.taps("Back")

    await olena.sees("Kind of organisation: Farm", buttons=["Send to the office"])


async def goes_to(olena: Person, label: str) -> None:
    """From the preview to one question, over the pages of the list."""
    await olena.taps("Change")
    found = await olena.sees("Which answer")
    while not any(label in button["text"] for row in found["buttons"] for button in row):
        await olena.taps("▶")
        found = await olena.sees("Which answer")
    await olena.taps(label)


async def test_wrong_check_digit_of_the_register_number(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)
    await goes_to(olena, "Registration number")
    await olena.sees("Only your office sees it")

    await olena.sends("37193070")
    await olena.sees("There is a mistake in 37193070", buttons=["Skip", "Back"])
    await olena.sends("37193071")

    await olena.sees("Registration number: 37193071")


async def test_phone_without_a_country(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)
    await goes_to(olena, "Phone")
    await olena.sees("with the country's code")

    await olena.sends("067 123 45 67")
    await olena.sees("needs its country's code", "+380")
    await olena.sends("+380 (67) 123-45-67")

    await olena.sees("Phone: +380 67 123 4567")


async def test_saved_and_left_then_found_after_a_restart(running: Running) -> None:
    olena = await arrives(running.telegram, "Olena", "UA-32")
    await to_title(olena)
    await olena.taps("Save and leave")
    await olena.sees("your answers are kept", buttons=["Go on", "Throw away"])
    await running.telegram.idle()
    await running.restart()

    await olena.opens()
    await olena.sees("Olena", buttons=["Go on: Registration · step 3 of 6"])
    await olena.taps("Go on: Registration")
    await olena.sees("step 3 of 6")
    await olena.sends(HONEY.title)

    await olena.sees("step 4 of 6")


async def test_restart_in_the_middle_does_not_interrupt(running: Running) -> None:
    olena = await arrives(running.telegram, "Olena", "UA-32")
    await to_title(olena)
    await running.telegram.idle()
    await running.restart()

    await olena.sends(HONEY.title)

    await olena.sees("step 4 of 6")


async def test_cancel_keeps_the_answers_and_throwing_away_asks_once_more(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_title(olena)

    await olena.sends("/cancel")
    await olena.sees("your answers are kept")
    await olena.taps("Throw away")
    await olena.sees("cannot be undone", buttons=["Throw away", "Go on"])
    assert await olena.taps("Throw away") == "Thrown away."
    await olena.sees("Type what you look for", buttons=["Register"])


async def test_sent_twice_is_sent_once(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)

    toasts = await olena.taps_twice("Send to the office")

    assert "It was sent already. Nothing changed." in toasts
    await olena.opens()
    await olena.taps("My business")
    await olena.sees("KV-0001")
    assert "KV-0002" not in olena.screen


async def test_old_question_button_shows_where_the_form_is(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await olena.taps("Register")
    await olena.sees("step 1 of 6")
    await olena.sends(HONEY.business)
    question = await olena.sees("step 2 of 6")
    await olena.sends("Business offer")
    await olena.sees("step 3 of 6")

    assert question["message_id"] < 100
    old = await olena.taps("Back")
    assert old is None
    await olena.sees("step 2 of 6")


async def test_several_can_be_taken_off_and_have_a_limit(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_sectors(olena)
    for sector in ("Food and drink", "Farming and fishing"):
        await olena.taps(sector)
    await olena.sees("step 5 of 6", buttons=["✔ 🍞 Food and drink", "✔ 🌾 Farming and fishing", "Go on"])
    await olena.taps("Farming and fishing")

    await olena.sees("step 5 of 6", buttons=["🌾 Farming and fishing"])


async def test_sectors_that_fit_what_was_written_come_first(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await to_sectors(olena)

    await olena.sees("The first 3 fit what you wrote.")
    assert [len(row) for row in olena.buttons[:4]] == [1, 1, 1, 2]
    assert olena.buttons[0] == ["🌾 Farming and fishing"]
    first_page = [button for row in olena.buttons for button in row]
    await olena.taps("▶")
    await olena.sees("step 5 of 6", buttons=["2 / 3"])
    assert not set(first_page[:8]) & {button for row in olena.buttons for button in row}
    await olena.sends("food")
    await olena.sees("step 6 of 6")


async def test_words_that_speak_of_no_sector_suggest_none(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await olena.taps("Register")
    await olena.sees("step 1 of 6")
    await olena.sends("Qqz")
    await olena.taps(HONEY.kind)
    await olena.sees("step 3 of 6")
    await olena.sends("Zzyx qqz xx")
    await olena.sees("step 4 of 6")
    await olena.sends("Zzyx qqz xx wwv qqzz yyx")

    seen = await olena.sees("step 5 of 6", buttons=["Food and drink"])
    assert "fit what you wrote" not in seen["text"]
