"""What is said, a variant a language: sent as a message of any form, kept as it came, replaced by the next one."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, form, truth
from handlers.announcements import received, summary
from handlers.announcements.acting import TEXT, act, forget, gone
from handlers.announcements.composer import outcome
from handlers.announcements.draft import to_draft, whence
from handlers.announcements.stands import stands
from handlers.announcements.view import View, view
from handlers.form import Context, Field, Form, Outcome, Text, Wrong
from handlers.i18n import _, language_name, languages
from handlers.screen import Button, Screen, escape, pairs, show
from handlers.words import announcement_refusal
from models import announcements, conversations
from models.announcements import LABEL_MAX, AnnouncementState, Refusal, Variant
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)

SHOWN_MAX = 900
_COMMAND = re.compile(r"/[a-z]")


class Composing(BaseFilter):
    """The text of an announcement is asked for: whatever comes is that text, unless it is a command."""

    async def __call__(self, message: Message, draft: Draft | None) -> bool:
        return draft is not None and draft.form == TEXT and not _COMMAND.match(message.text or "")


@router.message(Composing())
async def compose(message: Message, member: Member, draft: Draft, question: int | None, database: Database, now: datetime) -> None:
    """Kept at once. What was sent before the answer to the message before it was shown is joined with that."""
    taken = received.take(message)
    before = draft.answers.get("message")
    early = question is None or message.message_id < abs(question)
    joined = before is not None and early
    content = received.join(before, taken) if before is not None and joined and not isinstance(taken, Wrong) else taken
    async with database.write() as session:
        screen = await _keep(session, member, draft, content, joined, now)
    await show(message, screen)


async def _keep(session: Session, member: Member, draft: Draft, content: received.Json | Wrong, joined: bool, now: datetime) -> Screen:
    number, language = draft.subject, str(draft.answers["language"])
    said, answer = "", None
    variant = next((v for v in await announcements.variants(session, number) if v.language == language), None)
    if not isinstance(content, Wrong) and not joined:
        content = received.beside(content, announcements.words_of(variant) if variant else None)
    if isinstance(content, Wrong):
        said = content.text
    else:
        words = received.words(content, variant.label if variant else None)
        before = await announcements.seen(session, member, number)
        waited = before is not None and before.started_at is None and before.state is not AnnouncementState.DRAFT
        answer = await announcements.write(session, member, number, language, words, now=now)
        said = _("Added to what you sent before.") if joined else _("✅ Kept.")
        if waited:
            said += " " + _("It is a draft again: test it and hand it in anew.")
    seen = await view(session, member, number, now)
    kept = await conversations.own(session, member.id, draft.id)
    if seen is None or kept is None:
        return gone()
    if isinstance(answer, Refusal):
        return await stands(session, seen, now, announcement_refusal(answer))
    if answer is not None:
        kept.answers = {**kept.answers, "message": content}
        await conversations.turn_to(session, kept, now=now, joined="message")
    return text_screen(seen, language, said)


@router.callback_query(callbacks.AnnouncementTexts.filter())
async def all_texts(
    query: CallbackQuery, callback_data: callbacks.AnnouncementTexts, member: Member, database: Database, now: datetime
) -> None:
    await act(query, member, callback_data.announcement, database, now, None, texts_or_state)


@router.callback_query(callbacks.AnnouncementText.filter())
async def one_text(
    query: CallbackQuery, callback_data: callbacks.AnnouncementText, member: Member, database: Database, now: datetime
) -> None:
    """Opens the form of this language: from now on what is sent is its text."""

    async def opened(session: Session, seen: View, now: datetime) -> Screen:
        language = callback_data.language
        if language not in languages() or not may_write(seen):
            return await texts_or_state(session, seen, now)
        number = seen.announcement.id
        await forget(session, member, TEXT, number)
        await form.enter(session, member, TEXT_FORM, now=now, subject=number, answers={"language": language})
        return text_screen(seen, language)

    await act(query, member, callback_data.announcement, database, now, None, opened)


@router.callback_query(callbacks.DropText.filter())
async def drop(query: CallbackQuery, callback_data: callbacks.DropText, member: Member, database: Database, now: datetime) -> None:
    number, language = callback_data.announcement, callback_data.language

    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        return sure(seen, language) if language in seen.languages and may_write(seen) else await texts_or_state(session, seen, now)

    if not callback_data.sure:
        await act(query, member, number, database, now, None, asked)
        return
    await act(
        query,
        member,
        number,
        database,
        now,
        lambda s: announcements.drop(s, member, number, language, now=now),
        texts_or_state,
        _("Taken out."),
    )


@router.callback_query(callbacks.AnnouncementLabel.filter())
async def label(
    query: CallbackQuery, callback_data: callbacks.AnnouncementLabel, member: Member, database: Database, now: datetime
) -> None:
    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        variant = variant_in(seen, callback_data.language)
        if variant is None or not may_write(seen):
            return await texts_or_state(session, seen, now)
        number = seen.announcement.id
        await forget(session, member, LABEL.name, number)
        known = {"language": variant.language, **({"label": variant.label} if variant.label else {})}
        return await form.enter(session, member, LABEL, now=now, subject=number, answers=known, step="label")

    await act(query, member, callback_data.announcement, database, now, None, asked)


@truth.tells(callbacks.AnnouncementTexts, callbacks.AnnouncementText, callbacks.DropText, callbacks.AnnouncementLabel)
async def now_texts(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    seen = await view(session, member, data.announcement, now)
    return await texts_or_state(session, seen, now) if seen else None


def may_write(seen: View) -> bool:
    return seen.mine and not seen.announcement.over


async def texts_or_state(session: Session, seen: View, now: datetime) -> Screen:
    return texts_screen(seen) if may_write(seen) else await stands(session, seen, now)


def variant_in(seen: View, language: str) -> Variant | None:
    return next((variant for variant in seen.variants if variant.language == language), None)


def texts_screen(seen: View) -> Screen:
    """Which languages are there; a tap opens one."""
    number = seen.announcement.id
    parts = [
        f"✏️ <b>{escape(seen.announcement.title)}</b> · " + _("Text"),
        summary.texts(seen),
        _("Whoever reads another language gets the text in English, else in Ukrainian, else the one that you wrote first."),
        summary.warning(seen)
        or _("Choose a language, then send the text as you would send it to a friend: with bold, links, a photo or a file."),
    ]
    buttons = [
        Button(("✔ " if language in seen.languages else "➕ ") + summary.language(language), _to_text(number, language))
        for language in languages()
    ]
    rows = [*pairs(buttons), [to_draft(number)]]
    return Screen("\n\n".join(parts), rows)


def _to_text(number: int, language: str) -> callbacks.AnnouncementText:
    return callbacks.AnnouncementText(announcement=number, language=language)


def text_screen(seen: View, language: str, said: str = "") -> Screen:
    """One language: what is kept, and that the next message replaces it."""
    number, variant = seen.announcement.id, variant_in(seen, language)
    parts = [said, f"✏️ <b>{escape(seen.announcement.title)}</b> · {summary.language(language)}"]
    if variant is None:
        parts.append(
            _("Send the text now: formatted as you like, with a photo or a file if you have one. It reaches readers as you send it.")
        )
        parts.append(_("Up to 4,096 characters; below a photo or file 1,024."))
    else:
        parts.append(_shown(variant))
        parts.append(
            _(
                "A new text replaces the text, a photo or file without words the file; editing an old message changes nothing here. "
                "What you send quickly one after another is joined."
            )
        )
    parts.append(summary.warning(seen))
    return Screen("\n\n".join(part for part in parts if part), _text_rows(seen, number, variant), question=True)


def _text_rows(seen: View, number: int, variant: Variant | None) -> list[list[Button]]:
    back = Button("⬅ " + _("Languages"), callbacks.AnnouncementTexts(announcement=number))
    if variant is None:
        return [[back, to_draft(number)]]
    missing = [language for language in languages() if language not in seen.languages]
    more = [
        [Button("➕ " + summary.language(language), _to_text(number, language), style="primary" if n == 0 else None)]
        for n, language in enumerate(missing[:2])
    ]
    own = [Button("👁 " + _("As readers get it"), callbacks.PreviewAnnouncement(announcement=number, language=variant.language))]
    if seen.announcement.button.value != "none":
        own.append(Button("🔘 " + _("On the button"), callbacks.AnnouncementLabel(announcement=number, language=variant.language)))
    drop = Button("🗑 " + _("Take out"), callbacks.DropText(announcement=number, language=variant.language))
    return [*more, own, [drop, back], [to_draft(number)]]


def _shown(variant: Variant) -> str:
    words = variant.text if len(variant.text) <= SHOWN_MAX else variant.text[: SHOWN_MAX - 1].rstrip() + "…"
    quotation = f"\n<blockquote>{escape(words)}</blockquote>" if words else ""
    return _("Kept: {size}").format(size=summary.size_of(variant)) + quotation


def sure(seen: View, language: str) -> Screen:
    text = _("Take the text in this language out? Language: <b>{language}</b>\n\nIts readers then get another one.").format(
        language=language_name(language)
    )
    number = seen.announcement.id
    rows = [
        [Button("🗑 " + _("Take out"), callbacks.DropText(announcement=number, language=language, sure=True), style="danger")],
        [Button("⬅ " + _("Back"), _to_text(number, language))],
    ]
    return Screen(text, rows)


# forms


class Content(Field):
    """Received whole by `compose`; here only its words in a form's screens."""

    def read(self, text: str, context: Context) -> Any | Wrong:
        return {"text": text, "entities": []}

    def words(self, value: Any, context: Context) -> str:
        return escape(value["text"])


def _language(context: Context) -> str:
    return language_name(str(context.answers.get("language", "en")))


async def back_to_texts(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    """What was sent is kept already."""
    seen = await view(session, member, draft.subject, now)
    return Outcome(await texts_or_state(session, seen, now) if seen else gone())


TEXT_FORM = form.register(
    Form(
        TEXT,
        title=lambda context: _("Announcement"),
        fields=(
            Content(
                "message",
                label=lambda: _("Text"),
                question=lambda context: _("Send the text. Language: <b>{language}</b>").format(language=_language(context)),
            ),
        ),
        submit=back_to_texts,
        send=lambda: "⬅ " + _("Languages"),
        whence=whence,
    )
)


async def labelled(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    language = str(draft.answers["language"])
    variant = next((v for v in await announcements.variants(session, draft.subject) if v.language == language), None)
    if variant is None:
        return await outcome(session, member, draft.subject, Refusal.GONE, now)
    words = announcements.words_of(variant)
    answer = await announcements.write(session, member, draft.subject, language, replace(words, label=draft.answers.get("label")), now=now)
    return await outcome(session, member, draft.subject, answer, now)


LABEL = form.register(
    Form(
        "announcement_label",
        title=lambda context: _("Button"),
        fields=(
            Text(
                "label",
                label=lambda: _("Text"),
                question=lambda context: _("What shall stand on the button? Language: <b>{language}</b>").format(
                    language=_language(context)
                ),
                one_line=True,
                optional=True,
                at_most=LABEL_MAX,
                example=lambda context: _("Apply for the mission"),
            ),
        ),
        submit=labelled,
        send=lambda: _("Keep it"),
        foot=lambda context: _("Without a text of your own the usual one stands there."),
        whence=whence,
    )
)
