"""Announcements from the first word to the report, as those who write, approve, watch and read them live it."""

import asyncio
from dataclasses import dataclass

import pytest

from bot.clock import Clock
from models import members
from models.announcements import CAPTION_MAX, Variant
from models.database import Database
from models.members import Role
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.world import Message
from tests.announcing import bars_left
from tests.conftest import Running
from tests.people import arrives, works_in_office

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


@dataclass(frozen=True)
class Lines:
    """What is pressed, said and seen, in one language."""

    announcements: str = "Announcements"
    new: str = "New announcement"
    begin: str = "Begin"
    text: str = "Text"
    own: str = "English"
    send_now: str = "Send the text now"
    kept: str = "Kept:"
    whole: str = "The whole announcement"
    recipients: str = "Recipients"
    regions: str = "Regions"
    abroad: str = "Masovian Voivodeship"
    test: str = "Test to me"
    tested: str = "Tested."
    hand_in: str = "Hand in"
    handed_in: str = "Handed in."
    waits: str = "An announcement waits for your approval"
    approve: str = "Approve"
    approved: str = "Approved."
    told_approved: str = "Your announcement is approved"
    asks: str = "An office asks for your consent"
    agree: str = "Agree"
    agreed: str = "Agreed."
    being_sent: str = "It is being sent now"
    sent: str = "Your announcement is sent"
    picture: str = "Delivery over time"
    nobody: str = "Your announcement reached nobody"
    like_this: str = "A new one like this"
    cancelled: str = "Stopped by itself: its mission was cancelled"
    photo: str = "photo"
    file: str = "file"
    no_room: str = "leaves room for 1024 characters"
    give_back: str = "Return"
    given_back: str = "Returned."
    note: str = "Note:"
    returned: str = "was returned"
    change: str = "Change it"
    came_back: str = "It came back to you"
    pause: str = "Pause"
    paused: str = "Paused: nothing goes out"
    go_on: str = "Go on"
    one_sleeps: str = "1 waits for the reader's morning"
    change_unsent: str = "Change what is unsent"
    pauses: str = "A change pauses it"
    one_gets_new: str = "1 reader gets the new text"
    unsent: str = "unsent: 1 of 4"
    stop: str = "Stop"
    one_gets_none: str = "1 reader will not get it"
    for_good: str = "Stop for good"
    stopped: str = "Stopped by somebody of the office"
    not_sent: str = "not sent 1"
    four: str = "{} of 4"
    see: str = "See how far it is"
    done: str = "{} of 5"


LINES = {
    "en": Lines(),
    "uk": Lines(
        announcements="Розсилки",
        new="Нова розсилка",
        begin="Почати",
        text="Текст",
        own="Українська",
        send_now="Надішліть текст зараз",
        kept="Збережено:",
        whole="Уся розсилка",
        recipients="Одержувачі",
        regions="Регіони",
        abroad="Мазовецьке воєводство",
        test="Проба собі",
        tested="Перевірено.",
        hand_in="Передати на схвалення",
        handed_in="Передано.",
        waits="Розсилка чекає на ваше схвалення",
        approve="Схвалити",
        approved="Схвалено.",
        told_approved="Вашу розсилку схвалено",
        asks="Офіс просить вашої згоди",
        agree="Дати згоду",
        agreed="Згоду надано.",
        being_sent="Вона вже розсилається",
        sent="Вашу розсилку розіслано",
        picture="Доставка в часі",
        nobody="Ваша розсилка ні до кого не дійшла",
        like_this="Нова за цим зразком",
        cancelled="Зупинено автоматично: її місію скасовано",
        photo="фото",
        file="файл",
        no_room="Під збереженим фото чи файлом поміститься щонайбільше 1024",
        give_back="На доопрацювання",
        given_back="Повернуто.",
        note="Нотатка:",
        returned="Вашу розсилку повернуто",
        change="Змінити",
        came_back="Вона повернулася до вас",
        pause="Призупинити",
        paused="Призупинено: нічого не надсилається",
        go_on="Продовжити",
        one_sleeps="1 чекає на ранок читача",
        change_unsent="Змінити ненадіслане",
        pauses="Зміна призупинить її",
        one_gets_new="новий текст отримає 1 читач",
        unsent="не надіслано: 1 з 4",
        stop="Зупинити",
        one_gets_none="1 читач її не отримає",
        for_good="Зупинити остаточно",
        stopped="Зупинено кимось з офісу",
        not_sent="не надіслано 1",
        four="{} з 4",
        see="Подивитися, скільки надіслано",
        done="{} з 5",
    ),
}
EN = LINES["en"]
TITLE, SAID, SEEN = "Timber to Seattle", "Come to <b>Seattle</b>: timber, 12 June.", "Come to Seattle: timber, 12 June."


pytestmark = pytest.mark.usefixtures("afternoon")


async def administers(telegram: Sandbox, database: Database, name: str, region: str = "UA-30", language: str = "en") -> Person:
    person = await arrives(telegram, name, region, language)
    async with database.write() as session:
        await members.grant(session, person.id, Role.ADMINISTRATOR, None, now=Clock().now())
    return person


async def begins(author: Person, lines: Lines = EN) -> None:
    await author.opens()
    await author.taps(lines.announcements)
    await author.taps(lines.new)
    await author.sees("?")
    await author.sends(TITLE)
    await author.taps(lines.begin)
    await author.sees(TITLE, "▫️")


async def opens_text(author: Person, lines: Lines = EN) -> None:
    """From the draft to the question for the text in their own language."""
    await author.taps(lines.text)
    await author.taps(lines.own)
    await author.sees(lines.send_now)


async def writes(author: Person, lines: Lines = EN) -> None:
    """From the draft and back to it."""
    await opens_text(author, lines)
    await author.sends(SAID, html=True)
    await author.sees(lines.kept, SEEN)
    await author.taps(lines.whole)


async def hands_in(author: Person, lines: Lines = EN) -> None:
    await author.taps(lines.test)
    await author.sees(lines.tested)
    await author.taps(lines.hand_in)
    await author.sees(lines.handed_in)


async def goes_out(telegram: Sandbox, database: Database, language: str = "en") -> tuple[Person, Person]:
    """Two administrators: one has written an announcement, the other has approved it."""
    lines = LINES[language]
    author, second = [await administers(telegram, database, name, language=language) for name in ("Robin", "Ada")]
    await begins(author, lines)
    await writes(author, lines)
    await hands_in(author, lines)
    await second.sees(lines.waits)
    await second.taps(lines.approve)
    return author, second


async def watches(author: Person, reader: Person, lines: Lines = EN) -> None:
    """Opens the progress once it is on its way."""
    await author.sees(lines.being_sent)
    await reader.sees(SEEN)
    await author.taps(lines.see)


def got(person: Person, words: str = SEEN) -> int:
    """How many messages of the bot are just this."""
    return sum(words == message.words for message in person.chat.messages.values() if message.by_bot)


def shown(person: Person, words: str) -> Message:
    """The newest message of the bot with these words."""
    return next(m for m in reversed(person.chat.messages.values()) if m.by_bot and words in m.words)


async def test_from_the_first_word_to_the_report(telegram: Sandbox, database: Database, language: str) -> None:
    lines = LINES[language]
    olena = await arrives(telegram, "Olena", "UA-32", language)
    author = await works_in_office(telegram, database, "Taras", "UA-32", language)
    second = await works_in_office(telegram, database, "Ruslan", "UA-32", language)

    await begins(author, lines)
    await writes(author, lines)
    await hands_in(author, lines)
    await second.sees(lines.waits, SEEN)
    await second.taps(lines.approve)
    await second.sees(lines.approved)

    await author.sees(lines.told_approved)
    await olena.sees(SEEN)
    (message,) = (m for m in olena.chat.messages.values() if m.words == SEEN)
    assert ("bold", 8, 7) in [(e["type"], e["offset"], e["length"]) for e in message.content["entities"]]
    await author.sees(lines.sent, "100 %")
    await author.taps(lines.picture, timeout=30)
    await author.sees("📈", TITLE, timeout=30)
    assert any("photo" in m.content for m in author.chat.messages.values() if m.by_bot)
    assert (got(olena), got(second)) == (1, 1)


async def test_twin_office_agrees_before_its_people_hear(telegram: Sandbox, database: Database, language: str) -> None:
    lines = LINES[language]
    marek = await arrives(telegram, "Marek", "PL-14", language)
    author = await works_in_office(telegram, database, "Taras", "UA-32", language)
    second = await works_in_office(telegram, database, "Ruslan", "UA-32", language)
    abroad = await works_in_office(telegram, database, "Ewa", "PL-14", language)

    await begins(author, lines)
    await author.taps(lines.recipients)
    await author.taps(lines.regions)
    await author.taps(lines.abroad)
    await author.sees("2", buttons=[f"✔ 🇵🇱 {lines.abroad}"])
    await author.taps(lines.whole)
    await author.sees(lines.abroad)
    await writes(author, lines)
    await hands_in(author, lines)
    await abroad.sees(lines.asks, SEEN)
    await second.sees(lines.waits)
    await second.taps(lines.approve)
    await second.sees(lines.approved, lines.abroad)
    await telegram.idle()
    assert got(marek) == 0

    await abroad.taps(lines.agree)
    await abroad.sees(lines.agreed)

    await marek.sees(SEEN)
    await author.sees(lines.being_sent)
    await author.sees(lines.sent, "2")
    assert got(second) == 0, "only the chosen region was meant"


async def test_refused_by_the_twin_it_comes_back_with_the_note(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await works_in_office(telegram, database, "Ruslan", "UA-32")
    abroad = await works_in_office(telegram, database, "Ewa", "PL-14")
    await begins(author)
    await author.taps("Recipients")
    await author.taps("Agreements")
    await author.taps("Masovian Voivodeship")
    await author.taps("The whole announcement")
    await writes(author)
    await hands_in(author)

    await abroad.sees(EN.asks)
    await abroad.taps("Refuse")
    await abroad.sends("Our people heard of it last week.")
    await abroad.sees("Note:")
    await abroad.taps("Refuse")

    await abroad.sees("Refused.", "with your note")
    await author.sees("An office did not agree", "Our people heard of it last week.", "Masovian Voivodeship", buttons=["Change it"])


async def test_returned_with_a_note_and_handed_in_again(telegram: Sandbox, database: Database, language: str) -> None:
    lines = LINES[language]
    author = await works_in_office(telegram, database, "Taras", "UA-32", language)
    second = await works_in_office(telegram, database, "Ruslan", "UA-32", language)
    await begins(author, lines)
    await writes(author, lines)
    await hands_in(author, lines)

    await second.sees(lines.waits)
    await second.taps(lines.give_back)
    await second.sends("Say which June.")
    await second.sees(lines.note)
    await second.taps(lines.give_back)
    await second.sees(lines.given_back)

    await author.sees(lines.returned, "Say which June.")
    await author.taps(lines.change)
    await author.sees(lines.came_back, "Say which June.")
    await author.taps(lines.hand_in)
    await author.sees(lines.handed_in, "Ruslan")
    await second.sees(lines.waits)


async def test_messages_in_a_row_are_one_text(telegram: Sandbox, database: Database) -> None:
    """A photo and two texts, sent before any answer: all of it goes out, formatted as it was."""
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)
    await opens_text(author)

    await author.sends_photo(PIXEL, "<i>Seattle</i> calls", html=True)
    await author.sends("Timber <b>wanted</b>", html=True)
    await author.sends("12 June")

    await author.sees("Added to what you sent before", "Seattle calls\n\nTimber wanted\n\n12 June", "photo")
    await author.taps("As readers get it")
    await telegram.idle()
    copy = next(m for m in reversed(author.chat.messages.values()) if m.by_bot and "photo" in m.content)
    assert copy.words == "Seattle calls\n\nTimber wanted\n\n12 June"
    assert [(e["type"], e["offset"], e["length"]) for e in copy.content["caption_entities"]] == [("italic", 0, 7), ("bold", 22, 6)]


async def test_a_photo_comes_to_the_text_and_a_new_text_to_the_photo(telegram: Sandbox, database: Database, language: str) -> None:
    """Sent one after another in peace: nothing that was sent is lost, and a typing mistake is mended without another upload."""
    lines = LINES[language]
    author = await works_in_office(telegram, database, "Taras", "UA-32", language)
    await begins(author, lines)
    await opens_text(author, lines)

    await author.sends("Come to Seatle")
    await author.sees(lines.kept, "14")
    await telegram.idle()
    await author.sends_photo(PIXEL)
    await author.sees(lines.kept, "14", lines.photo, "Come to Seatle")
    await telegram.idle()
    await author.sends("Come to Seattle")
    await author.sees(lines.kept, "15", lines.photo, "Come to Seattle")
    await telegram.idle()
    await author.sends("x" * (CAPTION_MAX + 1))
    await author.sees(lines.no_room, "Come to Seattle", lines.photo)
    await telegram.idle()
    await author.sends_document(b"%PDF-1.4", "programme.pdf", "The programme")

    await author.sees(lines.kept, "13", lines.file, "The programme")


async def test_a_photo_finds_no_room_below_a_long_text(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)
    await opens_text(author)
    await author.sends("x" * 2000)
    await author.sees("Kept: 2000 characters")
    await telegram.idle()

    await author.sends_photo(PIXEL)

    await author.sees("Below a photo or file at most 1024 characters fit, and this has 2000", "Kept: 2000 characters")


async def test_a_later_message_replaces_the_text(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)
    await opens_text(author)
    await author.sends("The first try")
    await author.sees("Kept: 13 characters")
    await telegram.idle()

    await author.sends("Another one")

    await author.sees("Kept: 11 characters", "Another one")


async def test_what_cannot_be_announced_is_said_and_nothing_is_lost(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)
    await opens_text(author)
    await author.sends("Kept before")
    await author.sees("Kept: 11 characters")
    await telegram.idle()

    await author.shares_location(50.45, 30.52)
    await author.sees("This cannot be announced", "Kept before")
    await author.sends_photo(PIXEL, "x" * CAPTION_MAX)
    await author.sees("1024 characters, photo")
    await author.sends("And a text more")
    await author.sees("Kept: 15 characters", "And a text more")
    await author.sends_document(b"%PDF-1.4", "programme.pdf")
    await author.sees("Kept: 15 characters, file", "And a text more")


async def test_wrong_time_and_link_are_explained(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)

    await author.taps("Time")
    await author.taps("Another time")
    await author.sends("6/7 at ten")
    await author.sees("no day and hour that I can read", "09:00")
    await author.sends("1.1.2020 10:00")
    await author.sees("This time is over", "09:00")
    await author.sends("tomorrow 10:30")
    await author.sees("Begins:", "10:30 (Kyiv)")
    await author.taps("Set this time")
    await author.sees("10:30 (Kyiv)", "between 09:00 and 19:00 of their own day", buttons=["✔ ⌨️ Another time"])
    await author.taps("The whole announcement")
    await author.taps("Button")
    await author.taps("Link")
    await author.sends("seattle")
    await author.sees("This is not an address", "https://example.org/forum")
    await author.sends("seattle.example/timber")
    await author.taps("Put it on the button")
    await author.sees("Now: https://seattle.example/timber", buttons=["No button"])


async def test_handed_in_only_after_a_test_and_once(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    second = await works_in_office(telegram, database, "Ruslan", "UA-32")
    await begins(author)
    await writes(author)
    await author.sees("Still missing: a test to you", "Ruslan", "They are told at once")
    await author.taps("Test to me")
    await author.sees("Tested.")

    toasts = await author.taps_twice("Hand in")

    assert [toast for toast in toasts if toast] == ["It has gone further meanwhile. Nothing changed; here is how it stands."]
    await author.sees("waits for a second person", "Ruslan")
    await second.sees(EN.waits)
    await telegram.idle()
    assert sum(EN.waits in m.words for m in second.chat.messages.values()) == 1


async def test_first_decision_wins_and_the_second_is_told(telegram: Sandbox, database: Database) -> None:
    author = await administers(telegram, database, "Robin")
    ada, ben = await administers(telegram, database, "Ada"), await administers(telegram, database, "Ben")
    await begins(author)
    await writes(author)
    await hands_in(author)
    await asyncio.gather(ada.sees(EN.waits), ben.sees(EN.waits))

    toasts = await asyncio.gather(ada.taps("Approve"), ben.taps("Approve"))

    (late,) = (toast for toast in toasts if toast)
    assert late.startswith("Approved already: Ada" if toasts[1] else "Approved already: Ben")
    await author.sees(EN.sent)
    assert [got(person) for person in (ada, ben)] == [1, 1]


async def test_author_does_not_approve(telegram: Sandbox, database: Database) -> None:
    """Alone in the office and without administrators there is nobody to hand it to."""
    author = await works_in_office(telegram, database, "Taras", "UA-32")

    await begins(author)
    await writes(author)

    await author.sees("Nobody else may approve it")
    await author.taps("Test to me")
    await author.sees("Tested.", "Nobody else may approve it")
    assert not [row for row in author.buttons if "📨 Hand in" in row]


async def test_restart_while_the_text_is_written(running: Running, database: Database) -> None:
    telegram = running.telegram
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)
    await opens_text(author)

    await running.restart()
    await author.sends(SAID, html=True)

    await author.sees("Kept:", SEEN)
    await running.restart()
    await author.taps("The whole announcement")
    await author.sees(TITLE, "✔ Text", buttons=["Test to me"])


async def test_pause_restart_go_on(running: Running, database: Database, language: str) -> None:
    """Somebody in Seattle still sleeps: it pauses, the bot is restarted, it goes on, and they have it once in their morning."""
    lines = LINES[language]
    telegram = running.telegram
    olena, mark = await arrives(telegram, "Olena", "UA-32", language), await arrives(telegram, "Mark", "US-WA", language)
    author, _second = await goes_out(telegram, database, language)
    await olena.sees(SEEN)
    await author.sees(lines.told_approved)
    await author.opens()
    await author.taps(lines.announcements)
    await author.taps(TITLE)
    await author.sees(lines.four.format(3), lines.one_sleeps, buttons=[lines.pause, lines.stop])

    await author.taps(lines.pause)
    await author.sees(lines.paused, buttons=[lines.go_on])
    await running.restart()
    telegram.advance(8 * 3600)
    await telegram.idle()
    assert got(mark) == 0
    await author.taps(lines.go_on)

    await mark.sees(SEEN)
    await author.sees(lines.sent, lines.four.format(4))
    assert [got(person) for person in (olena, mark)] == [1, 1]


async def test_progress_follows_on_its_message(telegram: Sandbox, database: Database) -> None:
    """The author looks at the bar, and it moves by itself; what they open instead is not written over."""
    await arrives(telegram, "Olena", "UA-32")
    mark = await arrives(telegram, "Mark", "US-WA")
    author, second = await goes_out(telegram, database)
    await watches(author, second)
    await author.sees("3 of 4")
    bar = shown(author, "3 of 4")

    telegram.advance(8 * 3600)
    await mark.sees(SEEN)

    await author.sees("100 %", "4 of 4")
    async with asyncio.timeout(10):
        while "4 of 4" not in bar.words:  # noqa: ASYNC110  # another task does it
            await asyncio.sleep(0.05)


async def test_everybody_who_watches_sees_the_bar_move(telegram: Sandbox, database: Database, language: str) -> None:
    """The author, the second person and a colleague who opens it from the list: each has the bar, and each has the report at the end."""
    lines = LINES[language]
    await arrives(telegram, "Olena", "UA-32", language)
    mark = await arrives(telegram, "Mark", "US-WA", language)
    author = await administers(telegram, database, "Robin", language=language)
    second = await administers(telegram, database, "Ada", language=language)
    third = await administers(telegram, database, "Ben", language=language)
    await begins(author, lines)
    await writes(author, lines)
    await hands_in(author, lines)
    await asyncio.gather(second.sees(lines.waits), third.sees(lines.waits))
    await second.taps(lines.approve)
    await second.sees(lines.approved)
    await author.sees(lines.being_sent)
    await asyncio.gather(*(person.sees(SEEN) for person in (second, third)))
    for person in (author, second):
        await person.taps(lines.see)
    await third.opens()
    await third.taps(lines.announcements)
    await third.taps(TITLE)
    watching = (author, second, third)
    await asyncio.gather(*(person.sees(lines.done.format(4)) for person in watching))
    bars = [shown(person, lines.done.format(4)) for person in watching]

    telegram.advance(8 * 3600)
    await mark.sees(SEEN)

    async with asyncio.timeout(10):
        while await bars_left(database):  # noqa: ASYNC110  # after the last edit nothing will move them any more
            await asyncio.sleep(0.05)
    assert all(lines.done.format(5) in bar.words and lines.picture in str(bar.markup) for bar in bars)


async def test_what_is_opened_on_the_bars_message_is_not_written_over(telegram: Sandbox, database: Database) -> None:
    await arrives(telegram, "Olena", "UA-32")
    mark = await arrives(telegram, "Mark", "US-WA")
    author, second = await goes_out(telegram, database)
    await watches(author, second)
    await author.sees("3 of 4")
    await author.taps("Change what is unsent")
    await author.sees("A change pauses it")
    screen = shown(author, "A change pauses it")

    telegram.advance(8 * 3600)
    await mark.sees(SEEN)
    await author.sees(EN.sent)
    await asyncio.sleep(1.5)  # the sender looks for bars to move every second

    assert "A change pauses it" in screen.words


async def test_changed_while_it_runs_the_rest_gets_the_new_text(telegram: Sandbox, database: Database, language: str) -> None:
    lines = LINES[language]
    olena, mark = await arrives(telegram, "Olena", "UA-32", language), await arrives(telegram, "Mark", "US-WA", language)
    author, second = await goes_out(telegram, database, language)
    await olena.sees(SEEN)
    await watches(author, second, lines)

    await author.taps(lines.change_unsent)
    await author.sees(lines.pauses)
    await author.taps(lines.own)
    await author.sends("Come to Seattle: 13 June.")
    await author.sees(lines.kept, "13 June")
    await author.taps(lines.whole)
    await author.sees(lines.one_gets_new)
    await hands_in(author, lines)
    await second.sees(lines.waits, lines.unsent)
    await second.taps(lines.approve)
    telegram.advance(8 * 3600)

    await mark.sees("Come to Seattle: 13 June.")
    assert got(mark) == 0
    assert got(olena, "Come to Seattle: 13 June.") == 0


async def test_stop_asks_once_more(telegram: Sandbox, database: Database, language: str) -> None:
    lines = LINES[language]
    mark = await arrives(telegram, "Mark", "US-WA", language)
    author, second = await goes_out(telegram, database, language)
    await watches(author, second, lines)

    await author.taps(lines.stop)
    await author.sees(lines.one_gets_none, buttons=[lines.for_good])
    await author.taps(lines.for_good)

    await author.sees(lines.stopped, lines.not_sent, buttons=[lines.like_this])
    telegram.advance(24 * 3600)
    await telegram.idle()
    assert got(mark) == 0


async def test_what_telegram_refuses_is_found_by_the_test(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await works_in_office(telegram, database, "Ruslan", "UA-32")
    await begins(author)
    await opens_text(author)
    await author.sends_photo(PIXEL, "Seattle")
    await author.sees("Kept:", "photo")
    await author.taps("The whole announcement")
    await damages(database, file_id="lost")
    telegram.expects_error("file identifier")

    toast = await author.taps("Test to me")

    assert toast
    assert toast.startswith("Telegram does not take this text (English)")
    await author.sees("Still missing: a test to you")


async def test_file_of_another_bot_is_asked_for_again(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)
    await opens_text(author)
    await author.sends_photo(PIXEL, "Seattle")
    await author.sees("Kept:", "photo")
    await damages(database, file_bot_id=1)

    toast = await author.taps("As readers get it")

    assert toast == "The file of this text was sent to another bot. Send it again. Language: English"


async def damages(database: Database, **values: object) -> None:
    """What became of the first text's file elsewhere: another bot, another time."""
    async with database.write() as session:
        variant = await session.get_one(Variant, 1)
        for name, value in values.items():
            setattr(variant, name, value)


async def test_only_to_the_offices_channel(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    second = await works_in_office(telegram, database, "Ruslan", "UA-32")
    channel = telegram.group("Kyiv Oblast News", author, kind="channel", bot=None)
    telegram.throws_out(author, channel, "administrator")
    await author.sees("Kyiv Oblast News", "Announcements can go there")
    await begins(author)
    await author.taps("Recipients")
    await author.taps("Channels and groups")
    await author.taps("Kyiv Oblast News")
    await author.taps("⬅ Recipients")
    await author.taps("Only channels and groups")
    await author.taps("The whole announcement")
    await author.sees("No people, only channels and groups", "1 channel or group")
    await writes(author)
    await hands_in(author)
    await second.sees(EN.waits, "Kyiv Oblast News")
    await second.taps("Approve")

    await author.sees(EN.sent, "1 of 1")
    assert [m.words for m in channel.messages.values()] == [SEEN]
    assert got(second) == 0
