"""Groups and channels: where the bot may post, how it is refused where not, and what it hears."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import BufferedInputFile

from sandbox.errors import ImpossibleError
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.clients import picture
from tests.sandbox.test_methods import refused


async def test_a_channel_speaks_for_itself(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    channel = telegram.group("News", ann, kind="channel", username="news")
    post = await bot.send_message("@news", "<b>News</b>", parse_mode="HTML")
    assert (post.chat.type, post.from_user, post.sender_chat.id) == ("channel", None, channel.id)
    assert (await ann.sees("News", chat=channel))["sender"]["name"] == "News"
    assert (await bot.edit_message_text("More news", chat_id=channel.id, message_id=post.message_id)).text == "More news"
    theirs = await ann.sends("mine", chat=channel)
    assert (await bot.edit_message_text("ours", chat_id=channel.id, message_id=theirs)).text == "ours"
    forwarded = await bot.forward_message(ann.id, channel.id, post.message_id)
    assert (forwarded.forward_origin.type, forwarded.forward_origin.message_id) == ("channel", post.message_id)
    [update] = await bot.get_updates()
    assert update.channel_post.text == "mine"
    assert await bot.delete_message(channel.id, post.message_id)
    telegram.check()


async def test_a_channel_where_the_bot_may_not_post(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    channel = telegram.group("News", ann, kind="channel", username="news")
    post = await bot.send_message(channel.id, "x")
    theirs = await ann.sends("mine", chat=channel)
    telegram.throws_out(ann, channel, "administrator", can_post_messages=False, can_edit_messages=False, can_delete_messages=False)
    await refused(bot.send_message(channel.id, "y"), "Bad Request: need administrator rights in the channel chat")
    await refused(bot.forward_message(channel.id, ann.id, 1), "need administrator rights in the channel chat")
    await refused(bot.edit_message_text("y", chat_id=channel.id, message_id=theirs), "message can't be edited")
    await refused(bot.delete_message(channel.id, post.message_id), "message can't be deleted")
    member = await bot.get_chat_member(channel.id, telegram.bot.id)
    assert (member.status, member.can_post_messages, member.can_invite_users) == ("administrator", False, True)

    telegram.throws_out(ann, channel, "left")
    await refused(bot.send_message("@news", "y"), "Forbidden: bot is not a member of the channel chat", TelegramForbiddenError)
    assert (await bot.get_chat("@news")).title == "News"
    await refused(bot.get_chat_member("@news", ann.id), "member list is inaccessible")
    telegram.throws_out(ann, channel, "kicked")
    await refused(bot.send_message(channel.id, "y"), "Forbidden: bot was kicked from the channel chat", TelegramForbiddenError)


async def test_chats_where_the_bot_never_was(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    public, private = telegram.group("A", ann, kind="channel", username="public_a", bot=None), telegram.group("B", ann, bot=None)
    words = "Forbidden: bot is not a member of the channel chat"
    await refused(bot.send_message("@public_a", "x"), words, TelegramForbiddenError)
    await refused(bot.send_message(public.id, "x"), words, TelegramForbiddenError)
    await refused(bot.send_message(private.id, "x"), "Bad Request: chat not found")
    await refused(bot.send_message("@nobody", "x"), "Bad Request: chat not found")


async def test_a_restricted_bot(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    group = telegram.group("Bees", ann)
    await bot.send_message(group.id, "x")
    telegram.throws_out(ann, group, "restricted", can_send_messages=False, can_send_photos=False)
    await refused(bot.send_message(group.id, "x"), "Bad Request: not enough rights to send text messages to the chat")
    await refused(bot.send_photo(group.id, BufferedInputFile(picture(), "a.png")), "not enough rights to send photos to the chat")
    await refused(bot.send_contact(group.id, "+380501234567", "Olena"), "not enough rights to send contacts to the chat")
    assert (await bot.send_document(group.id, BufferedInputFile(b"x", "a.txt"))).document
    member = await bot.get_chat_member(group.id, telegram.bot.id)
    assert (member.status, member.can_send_messages, member.can_send_documents) == ("restricted", False, True)
    updates = await bot.get_updates()
    assert [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member] == ["restricted"]
    with pytest.raises(ImpossibleError, match="no right can_fly"):
        telegram.throws_out(ann, group, "restricted", can_fly=True)


async def test_a_member_deletes_only_its_own(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    group = telegram.group("Bees", ann, bot="member")
    own, theirs = await bot.send_message(group.id, "x"), await ann.sends("y", chat=group)
    await refused(bot.delete_message(group.id, theirs), "message can't be deleted")
    assert await bot.delete_message(group.id, own.message_id)
    old = await bot.send_message(group.id, "x")
    telegram.advance(49 * 3600)
    await refused(bot.delete_messages(group.id, [old.message_id]), "message can't be deleted for everyone")
    telegram.throws_out(ann, group, "administrator")
    assert await bot.delete_messages(group.id, [old.message_id, theirs, 999])
