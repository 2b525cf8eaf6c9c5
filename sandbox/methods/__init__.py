"""The method table. What is not in it answers 501 and fails the test."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import chats, editing, queries, sending, webhooks
from sandbox.methods.call import Call, Upload
from sandbox.methods.profile import PROFILE

METHODS: dict[str, Callable[[Call], Any]] = {
    "getMe": chats.get_me,
    "logOut": chats.log_out,
    "close": chats.close,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendContact": sending.send_contact,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "forwardMessage": editing.forward_message,
    "forwardMessages": editing.forward_messages,
    "copyMessage": editing.copy_message,
    "copyMessages": editing.copy_messages,
    "setMessageReaction": editing.set_message_reaction,
    "answerCallbackQuery": queries.answer_callback_query,
    "answerInlineQuery": queries.answer_inline_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "getFile": chats.get_file,
    **PROFILE,
}

__all__ = ["METHODS", "Call", "Upload"]
