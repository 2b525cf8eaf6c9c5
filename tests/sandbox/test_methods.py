"""Methods through aiogram: its return types take every answer, and refusals have Telegram's words."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.methods import EditMessageText, SendDice
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MenuButtonCommands,
    MenuButtonDefault,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.clients import client, close, picture

HOUR = 3600


def keyboard(*texts: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=text.lower())] for text in texts])


async def refused(call: object, words: str, kind: type[TelegramAPIError] = TelegramBadRequest) -> None:
    with pytest.raises(kind) as error:
        await call
    assert words in str(error.value)


async def test_me(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username, me.supports_inline_queries) == (5000000001, True, "pobratym_bot", True)


async def test_text_is_sent_seen_and_answered(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    asked = await ann.sends("a question")
    sent = await bot.send_message(
        ann.id, "<b>Yes</b> & no ", parse_mode="HTML", reply_markup=keyboard("More"), reply_parameters=ReplyParameters(message_id=asked)
    )
    assert (sent.text, sent.html_text, sent.chat.type, sent.reply_to_message.message_id) == (
        "Yes & no",
        "<b>Yes</b> &amp; no",
        "private",
        asked,
    )
    seen = await ann.sees("Yes & no", buttons=["More"])
    assert (seen["reply_to"], seen["outgoing"], seen["buttons"][0][0]["kind"]) == (asked, False, "callback")
    assert ann.screen == "Yes & no"
    assert ann.buttons == [["More"]]
    telegram.check()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Bad Request: message text is empty"),
        ("  \n", "Bad Request: text must be non-empty"),
        ("м" * 4097, "Bad Request: message is too long"),
        ("x" * 32_769, "Bad Request: message is too long"),
        ("<b>x", "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_texts_that_are_refused(bot: Bot, ann: Person, text: str, words: str) -> None:
    await refused(bot.send_message(ann.id, text, parse_mode="HTML"), words)


async def test_length_counts_code_points_after_parsing(bot: Bot, ann: Person) -> None:
    assert len((await bot.send_message(ann.id, "<b>" + "🤝" * 4096 + "</b>", parse_mode="HTML")).text) == 4096


async def test_keyboards_have_limits(bot: Bot, ann: Person) -> None:
    def one(**button: object) -> dict[str, object]:
        return {"inline_keyboard": [[{"text": "x"} | button]]}

    for markup, words in [
        (one(callback_data="x" * 65), "Bad Request: BUTTON_DATA_INVALID"),
        (one(), "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (one(text=" ", callback_data="x"), "Bad Request: inline keyboard button text must be non-empty"),
        (one(url="nowhere"), "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (one(callback_data="x", style="pink"), "invalid button style specified"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "Bad Request: reply markup is too long"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "Bad Request: reply markup is too long"),
    ]:
        await refused(bot.send_message(ann.id, "x", reply_markup=markup), words)


async def test_edits(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    sent = await bot.send_message(ann.id, "one", reply_markup=keyboard("Go"))
    await refused(
        bot.edit_message_text("one", chat_id=ann.id, message_id=sent.message_id, reply_markup=keyboard("Go")),
        "message is not modified: specified new",
    )
    edited = await bot.edit_message_text("two", chat_id=ann.id, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup) == ("two", None)
    assert edited.edit_date is not None
    assert (await ann.sees("two"))["edited"]
    longest = "<b>x</b>" * 1024
    assert (await bot.edit_message_text(longest, chat_id=ann.id, message_id=sent.message_id, parse_mode="HTML")).text == "x" * 1024
    await refused(bot.edit_message_text("x" * 4097, chat_id=ann.id, message_id=sent.message_id), "message is too long")
    await bot.edit_message_text("two", chat_id=ann.id, message_id=sent.message_id)
    again = await bot.edit_message_reply_markup(chat_id=ann.id, message_id=sent.message_id, reply_markup=keyboard("A", "B"))
    assert again.text == "two"
    assert ann.buttons == [["A"], ["B"]]
    await refused(bot.edit_message_text("x", chat_id=ann.id, message_id=999), "message to edit not found")
    await refused(bot.edit_message_text("x", chat_id=ann.id, message_id=1), "message can't be edited")
    await refused(
        bot.edit_message_caption(chat_id=ann.id, message_id=sent.message_id, caption="x"), "there is no caption in the message to edit"
    )


@pytest.mark.parametrize("markup", [ReplyKeyboardMarkup(keyboard=[[{"text": "Share"}]]), ReplyKeyboardRemove()])
async def test_a_message_sent_with_a_reply_keyboard_is_never_edited(bot: Bot, ann: Person, markup: object) -> None:
    sent = await bot.send_message(ann.id, "one", reply_markup=markup)
    assert sent.reply_markup is None
    await refused(bot.edit_message_text("two", chat_id=ann.id, message_id=sent.message_id), "message can't be edited")
    plain = await bot.send_message(ann.id, "y")
    edit = EditMessageText.model_construct(chat_id=ann.id, message_id=plain.message_id, text="z", reply_markup={"remove_keyboard": True})
    with pytest.raises(TelegramBadRequest, match="reply_markup"):
        await bot(edit)


async def test_deleting(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    old = await bot.send_message(ann.id, "old")
    telegram.advance(48 * HOUR + 1)
    fresh = [await bot.send_message(ann.id, word) for word in "abc"]
    await refused(bot.delete_message(ann.id, old.message_id), "message can't be deleted for everyone")
    assert await bot.delete_message(ann.id, fresh[0].message_id)
    await refused(bot.delete_message(ann.id, fresh[0].message_id), "message to delete not found")
    assert await bot.delete_messages(ann.id, [message.message_id for message in fresh])
    assert [message.deleted for message in list(ann.chat.messages.values())[-4:]] == [False, True, True, True]


async def test_photos_and_documents(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    png = picture(400, 300)
    sent = await bot.send_photo(ann.id, BufferedInputFile(png, "a.png"), caption="<i>View</i>", parse_mode="HTML")
    assert [(size.width, size.height) for size in sent.photo] == [(90, 68), (320, 240), (400, 300)]
    assert sent.html_text == "<i>View</i>"
    assert (await bot.download(sent.photo[-1])).read() == png
    again = await bot.send_photo(ann.id, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    await refused(bot.edit_message_text("x", chat_id=ann.id, message_id=sent.message_id), "there is no text in the message to edit")
    assert (await bot.edit_message_caption(chat_id=ann.id, message_id=sent.message_id, caption="New")).caption == "New"

    document = await bot.send_document(ann.id, BufferedInputFile(b"a,b", "list.csv"))
    assert (document.document.file_name, document.document.mime_type, document.document.file_size) == ("list.csv", "text/csv", 3)
    await refused(bot.send_photo(ann.id, document.document.file_id), "can't use file of type Document as Photo")
    await refused(bot.send_photo(ann.id, "nonsense"), "wrong file identifier/HTTP URL specified")
    await refused(bot.get_file("nonsense"), "wrong file_id or the file is temporarily unavailable")
    await refused(bot.send_photo(ann.id, BufferedInputFile(b"text", "a.png")), "IMAGE_PROCESS_FAILED")
    await refused(bot.send_photo(ann.id, BufferedInputFile(picture(3, 400), "a.png")), "PHOTO_INVALID_DIMENSIONS")
    await refused(bot.send_photo(ann.id, sent.photo[0].file_id, caption="x" * 1025), "message caption is too long")

    text = await bot.send_message(ann.id, "text")
    became = await bot.edit_message_media(InputMediaPhoto(media=sent.photo[0].file_id), chat_id=ann.id, message_id=text.message_id)
    assert became.photo
    album = await bot.send_media_group(
        ann.id,
        [
            InputMediaDocument(media=BufferedInputFile(b"1", "1.txt"), caption="one"),
            InputMediaDocument(media=BufferedInputFile(b"2", "2.txt")),
        ],
    )
    assert len({message.media_group_id for message in album}) == 1


async def test_a_file_id_belongs_to_one_bot() -> None:
    async with Sandbox(any_token=True) as telegram:
        one, two = client(telegram, "77:one"), client(telegram, "78:two")
        await one.get_me()
        await two.get_me()
        ann = [telegram.person("Ann", bot=bot) for bot in telegram.world.bots.values()]
        for person in ann:
            await person.opens()
        sent = await one.send_document(ann[0].id, BufferedInputFile(b"x", "x.txt"))
        await refused(two.send_document(ann[1].id, sent.document.file_id), "wrong file identifier")
        await refused(two.get_file(sent.document.file_id), "wrong file_id")
        await close(one)
        await close(two)


async def test_other_contents(bot: Bot, ann: Person) -> None:
    assert (await bot.send_contact(ann.id, "+380501234567", "Olena")).contact.first_name == "Olena"
    assert (await bot.send_location(ann.id, 50.45, 30.52)).location.latitude == 50.45
    assert (await bot.send_venue(ann.id, 50.45, 30.52, "Office", "Khreshchatyk 1")).venue.title == "Office"
    assert await bot.send_chat_action(ann.id, "typing")
    await refused(bot.send_chat_action(ann.id, "dancing"), "wrong parameter action in request")


async def test_copies_and_forwards(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    office = telegram.person("Office")
    await office.opens()
    message = await ann.sends("my words")
    forwarded = await bot.forward_message(office.id, ann.id, message)
    assert forwarded.forward_origin.sender_user.id == ann.id
    copied = await bot.copy_message(office.id, ann.id, message)
    assert office.chat.messages[copied.message_id].words == "my words"
    assert len(await bot.copy_messages(office.id, ann.id, [message, 999])) == 1
    assert len(await bot.forward_messages(office.id, ann.id, [message])) == 1
    await refused(bot.copy_message(office.id, ann.id, 999), "message to copy not found")
    await refused(bot.forward_message(office.id, ann.id, 999), "message to forward not found")


async def test_whom_a_bot_may_write_to(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    stranger, acquaintance = telegram.person("Stranger"), telegram.person("Acquaintance")
    group = telegram.group("Beekeepers", acquaintance)
    await refused(bot.send_message(5, "x"), "Bad Request: chat not found")
    await refused(bot.send_message(stranger.id, "x"), "Bad Request: chat not found")
    await refused(bot.send_message(acquaintance.id, "x"), "Forbidden: bot can't initiate conversation with a user", TelegramForbiddenError)
    await ann.blocks()
    await refused(bot.send_message(ann.id, "x"), "Forbidden: bot was blocked by the user", TelegramForbiddenError)
    await ann.opens()
    assert await bot.send_message(ann.id, "welcome back")
    await ann.deactivates()
    await refused(bot.send_message(ann.id, "x"), "Forbidden: user is deactivated", TelegramForbiddenError)
    assert (await bot.send_message(group.id, "hello all")).chat.title == "Beekeepers"
    await acquaintance.sees("hello all", chat=group)
    telegram.throws_out(acquaintance, group)
    await refused(bot.send_message(group.id, "x"), "Forbidden: bot was kicked from the supergroup chat", TelegramForbiddenError)


async def test_a_group_moves(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    group = telegram.group("Beekeepers", ann, kind="group")
    await ann.sends("hello all", chat=group)
    telegram.throws_out(ann, group, "member")
    supergroup = telegram.upgrades(group)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.migrate_to_chat_id == supergroup.id
    assert await bot.send_message(supergroup.id, "x")
    await ann.sends("to each other", chat=supergroup)
    await ann.sends("/help", chat=supergroup)
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["message", "my_chat_member", "message", "message", "message"]
    assert [update.message.text for update in updates if update.message] == ["hello all", None, None, "/help"]
    assert [updates[2].message.migrate_to_chat_id, updates[3].message.migrate_from_chat_id] == [supergroup.id, group.id]


async def test_replies_to_what_is_gone(bot: Bot, ann: Person) -> None:
    await refused(bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(message_id=99)), "message to be replied not found")
    assert await bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(message_id=99, allow_sending_without_reply=True))


async def test_commands_by_scope_and_language(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    def commands(word: str) -> list[BotCommand]:
        return [BotCommand(command=word, description="x")]

    bob = telegram.person("Bob", language="en")
    await bob.opens()
    await bot.set_my_commands(commands("all"))
    await bot.set_my_commands(commands("uk"), language_code="uk")
    await bot.set_my_commands(commands("bob"), scope=BotCommandScopeChat(chat_id=bob.id))
    assert [command.command for command in await bot.get_my_commands(language_code="uk")] == ["uk"]
    assert (await bot.get_my_commands(language_code="pl")) == []
    menus = {event["person"]: event["commands"][0]["command"] for event in telegram.world.log.events if event["type"] == "commands"}
    assert menus == {ann.id: "uk", bob.id: "bob"}
    await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=bob.id))
    await refused(bot.set_my_commands(commands("Not this")), "BOT_COMMAND_INVALID")
    await refused(bot.set_my_commands(commands("x" * 33)), "command length must not exceed 32")
    await refused(bot.set_my_commands(commands("x"), language_code="ukr"), "invalid language code specified")


async def test_profile_texts_by_language(bot: Bot) -> None:
    assert (await bot.get_my_name()).name == "Pobratym"
    await bot.set_my_name("Побратим", language_code="uk")
    await bot.set_my_description("For twins")
    await bot.set_my_short_description("Twins", language_code="pl")
    assert [(await bot.get_my_name(language_code=code)).name for code in ("uk", "en")] == ["Побратим", "Pobratym"]
    assert (await bot.get_my_description(language_code="uk")).description == "For twins"
    assert (await bot.get_my_short_description()).short_description == ""
    await refused(bot.set_my_description("x" * 513), "description: 513 characters, at most 512")
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonCommands)
    await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonDefault)


async def test_chats_and_members(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    group = telegram.group("Beekeepers", ann, username="bees")
    assert (await bot.get_chat(ann.id)).username == "ann_sh"
    assert (await bot.get_chat("@bees")).id == group.id
    assert (await bot.get_chat_member(group.id, ann.id)).status == "member"
    assert (await bot.get_chat_member(group.id, telegram.bot.id)).status == "administrator"
    assert await bot.get_chat_member_count(group.id) == 2
    assert len(await bot.get_chat_administrators(group.id)) == 1
    assert await bot.leave_chat(group.id)
    assert await bot.set_message_reaction(ann.id, 1, [ReactionTypeEmoji(emoji="👍")])


async def test_what_is_not_modelled_says_so(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    await refused(bot(SendDice(chat_id=ann.id)), "Not Implemented: the sandbox does not model method sendDice", TelegramAPIError)
    await refused(bot.send_message(ann.id, "_x_", parse_mode="MarkdownV2"), "does not model parse_mode MarkdownV2", TelegramAPIError)
    with pytest.raises(AssertionError, match="sendDice"):
        telegram.check()
    telegram.check()
