"""Roles: who has which, giving one, taking one away."""

import re
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, commands, form, truth
from handlers.form import Choice, Context, Form, Outcome, Text, Wrong
from handlers.i18n import _, full_day, ngettext
from handlers.notices import words_for
from handlers.region_field import RegionField
from handlers.screen import Button, Screen, escape, show, turns
from handlers.words import options, region_and_country, word
from models import conversations, members, rights, roles
from models.conversations import Draft
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import OFFICE_ROLES, Member, Role
from models.rights import Right
from models.roles import Holder, Refusal

router = Router(name=__name__)

A_PAGE = 5
_ID = re.compile(r"\d{5,16}")
_NAME = re.compile(r"(?:https?://)?(?:t\.me/|@)?([A-Za-z][A-Za-z0-9_]{3,31})/?")


@router.message(Command("admin"))
async def admin_asked(message: Message, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        screen = await administration(session, member)
        toast = None if screen else refusal(Refusal.NOT_ALLOWED)
        screen = screen or await truth.home(session, member, now)
    await show(message, screen, toast)


@router.message(Command("id"))
async def id_asked(message: Message, member: Member) -> None:
    """One's own Telegram id, to be told to whoever gives a role."""
    number = str(member.telegram_id)
    text = _("Your Telegram number: <code>{number}</code>\n\nWhoever gives you a role in Pobratym may ask for it.").format(number=number)
    await show(message, Screen(text, [[Button(_("Copy"), copy=number), _home()]]))


@router.callback_query(callbacks.Administration.filter())
async def admin_tapped(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen, toast = await _or_home(session, member, now, await administration(session, member))
    await show(query, screen, toast)


@router.callback_query(callbacks.Roles.filter())
async def roles_tapped(query: CallbackQuery, callback_data: callbacks.Roles, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen, toast = await _or_home(session, member, now, await role_list(session, member, callback_data.page))
    await show(query, screen, toast)


@router.callback_query(callbacks.GrantRole.filter())
async def grant_tapped(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        granted = await members.grants(session, member.telegram_id)
        givable = roles.givable(granted)
        if givable:
            answers: dict[str, Any] = {"givable": [role.value for role in givable], "region": roles.home_region(granted)}
            if len(givable) == 1:
                answers["role"] = givable[0].value
            screen = await form.enter(session, member, GRANT, now=now, answers={k: v for k, v in answers.items() if v})
        else:
            screen = await truth.home(session, member, now)
    await show(query, screen, None if givable else refusal(Refusal.NOT_ALLOWED))


@router.callback_query(callbacks.RevokeRole.filter())
async def revoke(query: CallbackQuery, callback_data: callbacks.RevokeRole, member: Member, database: Database, now: datetime) -> None:
    """Asks once more; then the role gives nothing from now on, and its commands leave that person's menu."""
    if not callback_data.sure:
        async with database.read() as session:
            holder = await roles.holder(session, member, callback_data.grant)
            listed = None if holder else await role_list(session, member, 0)
            screen, toast = await _or_home(session, member, now, await sure(session, holder) if holder else listed)
        await show(query, screen, toast if holder or toast else refusal(Refusal.GONE))
        return
    async with database.write() as session:
        answer = await roles.take(session, member, callback_data.grant, now=now)
        screen, toast = await _or_home(session, member, now, await role_list(session, member, 0))
    said = refusal(answer) if isinstance(answer, Refusal) else _("Taken away. It holds from now on.")
    await show(query, screen, toast or said)
    if isinstance(answer, Holder) and query.bot:
        async with database.read() as session:
            left = await members.grants(session, answer.grant.telegram_id)
        await commands.publish_for(query.bot, answer.grant.telegram_id, left)


@truth.tells(callbacks.Administration, callbacks.GrantRole)
async def now_administration(session: Session, member: Member, _data: object, _now: datetime) -> Screen | None:
    return await administration(session, member)


@truth.tells(callbacks.Roles)
async def now_roles(session: Session, member: Member, data: callbacks.Roles, _now: datetime) -> Screen | None:
    return await role_list(session, member, data.page)


@truth.tells(callbacks.RevokeRole)
async def now_role(session: Session, member: Member, data: callbacks.RevokeRole, _now: datetime) -> Screen | None:
    holder = await roles.holder(session, member, data.grant)
    return await sure(session, holder) if holder else await role_list(session, member, 0)


async def administration(session: Session, member: Member) -> Screen | None:
    """What this member may do about roles; None for whoever gives none."""
    granted = await members.grants(session, member.telegram_id)
    givable = roles.givable(granted)
    if not givable:
        return None
    held = await roles.holders(session, member)
    first = ngettext("{n} role is given.", "{n} roles are given.", len(held))
    what = (
        _("You may give any role in any region.")
        if Role.ADMINISTRATOR in givable
        else _("You may give and take the role of a moderator in your own region.")
    )
    rows = [
        [Button("➕ " + _("Give a role"), callbacks.GrantRole(), style="primary")],
        [Button("👥 " + _("Roles"), callbacks.Roles()), Button("📣 " + _("Announcements"), callbacks.Announcements())],
        [Button("🔎 " + _("Search index"), callbacks.SearchIndex())] if rights.may(granted, Right.SEE_OPERATIONS) else [],
        [_home()],
    ]
    return Screen("🛠 <b>" + _("Administration") + f"</b>\n\n{first}\n{what}", rows)


async def role_list(session: Session, member: Member, page: int) -> Screen | None:
    """Whoever has a role that this member may take away; None for whoever may take none."""
    if not roles.givable(await members.grants(session, member.telegram_id)):
        return None
    held = await roles.holders(session, member)
    page = min(page, max(len(held) - 1, 0) // A_PAGE)
    shown = list(enumerate(held, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    lines = [f"<b>{number} · {_person(h)}</b>\n{_role(h)}, {full_day(h.grant.granted_at, member.timezone)}" for number, h in shown]
    text = "👥 <b>" + _("Roles") + f"</b> · {len(held)}\n\n" + "\n\n".join(lines)
    if shown:
        text += "\n\n" + _("To take one away, press its number; I ask once more.")
    rows = [
        [Button(f"✖ {number}", callbacks.RevokeRole(grant=h.grant.id)) for number, h in shown],
        turns(len(held), page, A_PAGE, lambda p: callbacks.Roles(page=p)),
        [Button("➕ " + _("Give a role"), callbacks.GrantRole())],
        [Button("⬅ " + _("Back"), callbacks.Administration()), _home()],
    ]
    return Screen(text, rows)


async def sure(session: Session, holder: Holder) -> Screen:
    parts = [
        _("Take this role away?\n\n{person}\n{role}").format(person=f"<b>{_person(holder)}</b>", role=_role(holder)),
        _("It holds at once. What was decided stays."),
    ]
    if holder.grant.role in OFFICE_ROLES and len(await members.staff(session, holder.grant.region_id)) < 2:
        parts.append(_("Nobody else works in this office: its region then goes to a twin's office, or to the administrators."))
    rows = [
        [Button("✖ " + _("Take away"), callbacks.RevokeRole(grant=holder.grant.id, sure=True), style="danger")],
        [Button("⬅ " + _("Back"), callbacks.Roles()), _home()],
    ]
    return Screen("\n\n".join(parts), rows)


@words_for(Kind.ROLE_GRANTED)
async def role_granted(session: Session, delivery: Delivery, member: Member, _now: datetime) -> Screen | None:
    grant = await roles.own(session, member, delivery.subject)
    if grant is None:
        return None
    parts = [_("🏛 <b>You have a role:</b> {role}").format(role=_role(Holder(grant, member)))]
    queue = [Button("🗂 " + _("Queue"), callbacks.Queue(), style="primary")]
    rows = [[_home()]]
    if grant.role is Role.OBSERVER:
        parts.append(_("You are listed as an observer. Nothing to do now."))
    else:
        parts.append(_("/office opens the queue. What waits is promised within two working days."))
        rows = [queue, [_home()]]
    parts.append(_("Send /start once: your menu gets the new commands."))
    return Screen("\n\n".join(parts), rows)


# the form


def _who(text: str, _context: Context) -> Any | Wrong:
    if text.startswith("+"):
        return Wrong(_("By a telephone number nobody can be found here. Send their @name, or the number that /id shows them."))
    bare = text.replace(" ", "")
    if _ID.fullmatch(bare):
        return bare
    name = _NAME.fullmatch(bare)
    if name:
        return "@" + name[1]
    return Wrong(_("This is neither a @name nor a number. It looks like this: @olena_k or 123456789."))


def _givable(context: Context) -> list[Role]:
    return [Role(code) for code in context.answers.get("givable", [])]


def _title(context: Context) -> str:
    """A head gives one role only, so it is not asked for."""
    givable = _givable(context)
    return _("A role: {role}").format(role=word(givable[0])) if len(givable) == 1 else _("A role")


GRANT = form.register(
    Form(
        "grant",
        title=lambda context: _title(context),
        fields=(
            Text(
                "who",
                label=lambda: _("Who"),
                question=lambda context: _(
                    "Who gets it? Send the @name of somebody who has pressed Start here. "
                    "Without a @name: they send /id to this bot and tell you the number."
                ),
                one_line=True,
                at_most=80,
                example=lambda context: "@olena_k",
                check=_who,
            ),
            Choice(
                "role",
                label=lambda: _("Role"),
                question=lambda context: _("Which role?"),
                options=lambda context: options(_givable(context)),
                when=lambda context: len(_givable(context)) > 1,
                columns=1,
            ),
            RegionField(
                "region",
                label=lambda: _("Region"),
                question=lambda context: _("In which region? Send a part of its name in any language, or its code."),
                when=lambda context: context.answers.get("role") != Role.ADMINISTRATOR,
                example=lambda context: "UA-32",
            ),
        ),
        submit=lambda session, member, draft, now: give(session, member, draft, now),
        send=lambda: "✅ " + _("Give the role"),
        foot=lambda context: _(
            "It holds at once, and they are told. Compare a number: one that nobody here has yet gets the role "
            "when that person presses Start."
        ),
    )
)


async def give(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    role = Role(draft.answers["role"])
    region_id = 0 if role is Role.ADMINISTRATOR else int(draft.answers["region"])
    answer = await roles.give(session, member, draft.answers["who"], role, region_id, now=now)
    if answer is Refusal.UNKNOWN_PERSON or answer is Refusal.HAS_IT:
        return Outcome(form.current(GRANT, draft, form.context_of(member, draft), said=refusal(answer)), keep=True)
    if isinstance(answer, Refusal):
        screen = await administration(session, member) or await truth.home(session, member, now)
        return Outcome(screen, toast=refusal(answer))
    told = _("They are told now.") if answer.member else _("They have not pressed Start yet: the role waits for them.")
    text = _("✅ <b>Given.</b>\n\n{person}\n{role}").format(person=_person(answer), role=_role(answer))
    rows = [[Button("👥 " + _("Roles"), callbacks.Roles()), Button("➕ " + _("One more"), callbacks.GrantRole())], [_home()]]
    return Outcome(Screen(f"{text}\n\n{told}", rows))


def refusal(answer: Refusal) -> str:
    """In at most 200 characters."""
    match answer:
        case Refusal.UNKNOWN_PERSON:
            return _("Nobody with this @name has pressed Start here. Ask them to, or change the answer to the number that /id shows them.")
        case Refusal.HAS_IT:
            return _("They have this role already. Nothing changed.")
        case Refusal.LAST_ADMINISTRATOR:
            return _("This is the last administrator: give the role to somebody else first.")
        case Refusal.GONE:
            return _("This role was taken away already.")
        case Refusal.NOT_ALLOWED:
            return _("Roles are not yours to give or take here (any more).")


async def _or_home(session: Session, member: Member, now: datetime, screen: Screen | None) -> tuple[Screen, str | None]:
    return (screen, None) if screen else (await truth.home(session, member, now), refusal(Refusal.NOT_ALLOWED))


def _person(holder: Holder) -> str:
    if holder.member is None:
        return _("Telegram number {number}").format(number=holder.grant.telegram_id)
    return escape(holder.member.name) + (f" @{holder.member.username}" if holder.member.username else "")


def _role(holder: Holder) -> str:
    region = region_and_country(holder.grant.region_id) if holder.grant.region_id else ""
    return f"{word(holder.grant.role)} · {region}" if region else word(holder.grant.role)


def _home() -> Button:
    return Button("🏠 " + _("Home"), callbacks.Home())
