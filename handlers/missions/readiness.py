"""Ready for missions: what a member of the pool hears of, saying it, leaving it, and the news that come before everybody's."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.form import Choice, Context, Form, Outcome, Several
from handlers.i18n import _, moment, ngettext, quote
from handlers.missions.card import home
from handlers.missions.view import title_of
from handlers.missions.when import days
from handlers.notices import words_for
from handlers.screen import Button, Screen, escape, show
from handlers.words import region_and_country, sector_name, sector_names
from models import missions, regions, search, sectors
from models.conversations import Draft
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import Member
from models.missions import Mission, pool
from models.missions.pool import NOTICE_DAYS, REGIONS_MAX, Ready
from models.missions.table import SECTORS_MAX, Readiness
from models.regions import TwinningStatus

router = Router(name=__name__)

ANY = "0"
"""The code of *any*, which takes the place of all others."""


@router.callback_query(callbacks.ReadyForMissions.filter())
async def look(query: CallbackQuery, member: Member, database: Database) -> None:
    async with database.read() as session:
        screen = pool_screen(await pool.readiness(session, member.id), member)
    await show(query, screen)


@truth.tells(callbacks.ReadyForMissions, callbacks.SayReady, callbacks.LeavePool)
async def as_it_stands(session: Session, member: Member, _data: object, _now: datetime) -> Screen:
    return pool_screen(await pool.readiness(session, member.id), member)


@router.callback_query(callbacks.SayReady.filter())
async def say(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        before = await pool.readiness(session, member.id)
        screen = await form.enter(session, member, READY, now=now, answers=await _known(session, member, before, now))
    await show(query, screen)


@router.callback_query(callbacks.LeavePool.filter())
async def leave(query: CallbackQuery, callback_data: callbacks.LeavePool, member: Member, database: Database) -> None:
    if not callback_data.sure:
        async with database.read() as session:
            before = await pool.readiness(session, member.id)
        await show(query, sure() if before else pool_screen(None, member))
        return
    async with database.write() as session:
        left = await pool.leave(session, member.id)
    await show(query, pool_screen(None, member), _("You hear of missions like everybody now.") if left else _("You were not in it."))


@words_for(Kind.MISSION_POOL)
async def news(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    """Missions that fit, before (or, when the measure of messages was full, after) they stand in everybody's list."""
    found = await pool.news(session, member, delivery.details["missions"], now=now)
    if not found:
        return None
    head = ngettext("✋ <b>A mission fits you</b>", "✋ <b>{n} missions fit you</b>", len(found))
    parts = [head, *(_entry(mission, member, now) for mission in found)]
    buttons = [[Button("📌 " + quote(title_of(mission), 30), callbacks.Mission(mission=mission.id))] for mission in found]
    if len(found) == 1:
        buttons = [[Button("📌 " + _("Look and apply"), callbacks.Mission(mission=found[0].id), style="primary")]]
    return Screen("\n\n".join(parts), [*buttons, [Button("✋ " + _("What I hear of"), callbacks.ReadyForMissions()), home()]])


def _entry(mission: Mission, member: Member, now: datetime) -> str:
    lines = [
        f"<b>{escape(title_of(mission))}</b>",
        f"{days(mission)} · {region_and_country(mission.host_region_id)}",
        _("Apply until {moment}.").format(moment=moment(mission.apply_until, member.timezone)),
    ]
    if mission.public_at and now < mission.public_at:
        lines.append(_("Everybody sees it from {moment}.").format(moment=moment(mission.public_at, member.timezone)))
    return "\n".join(lines)


def pool_screen(ready: Readiness | None, member: Member, heading: str = "") -> Screen:
    if ready is None:
        text = _(
            "✋ <b>Ready for missions</b>\n\nSay which sectors and regions interest you, and how many days you need to get ready. "
            "You hear of a fitting mission a day before everybody sees it: in one message a day at most, between 8:00 and 20:00.\n\n"
            "It binds you to nothing, and you can leave at any time."
        )
        rows = [[Button("✋ " + _("I am ready"), callbacks.SayReady(), style="primary")]]
    else:
        text = "\n\n".join(part for part in (heading, _said(ready), _what_next(member)) if part)
        rows = [
            [Button("✏️ " + _("Change"), callbacks.SayReady()), Button("🚪 " + _("Leave"), callbacks.LeavePool())],
        ]
        if member.business_id is None:
            rows.append([Button("🏢 " + _("Register"), callbacks.Register(), style="primary")])
    return Screen(text, [*rows, [Button("📌 " + _("Missions"), callbacks.Missions()), home()]])


def _said(ready: Readiness) -> str:
    lines = [
        "✋ " + _("<b>You are ready for missions.</b>"),
        "<b>{label}:</b> {value}".format(label=_("Sectors"), value=sector_names(ready.sectors) if ready.sectors else _("any")),
        "<b>{label}:</b> {value}".format(
            label=_("Regions"),
            value=" · ".join(region_and_country(i) for i in ready.regions) if ready.regions else _("all twin regions"),
        ),
        "<b>{label}:</b> {value}".format(label=_("Notice"), value=_notice(ready.notice_days)),
    ]
    return "\n".join(lines)


def _what_next(member: Member) -> str:
    text = _("You hear of a fitting mission a day before everybody sees it. Nothing to do now.")
    if member.business_id is None:
        text += "\n" + _("To apply for one you need a business here: six answers.")
    return text


def sure() -> Screen:
    text = _("Leave the pool?\n\nWhat you said is deleted. You still find missions under /missions, a day later than now.")
    rows = [
        [Button("🚪 " + _("Leave the pool"), callbacks.LeavePool(sure=True), style="danger")],
        [Button("⬅ " + _("Back"), callbacks.ReadyForMissions()), home()],
    ]
    return Screen(text, rows)


def _notice(days_needed: int) -> str:
    return ngettext("{n} day at least", "{n} days at least", days_needed)


async def _known(session: Session, member: Member, before: Readiness | None, now: datetime) -> dict[str, Any]:
    """What was said before, and the twins from which is chosen."""
    theirs = await search.reach(session, member, today=now.date())
    agreements = await search.agreements(session, member, today=now.date())
    signed = [a for a in agreements if a.status_on(now.date()) is TwinningStatus.SIGNED]
    answers: dict[str, Any] = {"twins": list(dict.fromkeys(regions.other_side(a, theirs.around) for a in signed))}
    if before:
        answers["sectors"] = [str(i) for i in before.sectors] or [ANY]
        answers["notice"] = str(before.notice_days)
        if answers["twins"]:
            answers["regions"] = [str(i) for i in before.regions] or [ANY]
    return answers


def _sectors(_context: Context) -> list[tuple[str, str]]:
    return [(ANY, _("Any sector")), *((str(each.id), sector_name(each.id)) for each in sectors.all_sectors())]


def _regions(context: Context) -> list[tuple[str, str]]:
    chosen = [int(code) for code in context.answers.get("regions") or [] if code != ANY]
    offered = dict.fromkeys([*context.answers.get("twins", []), *chosen])
    return [(ANY, _("All twin regions")), *((str(i), region_and_country(i)) for i in offered)]


def _notices(context: Context) -> list[tuple[str, str]]:
    said = context.answers.get("notice")
    return [(str(n), _notice(n)) for n in sorted({*NOTICE_DAYS, *([int(said)] if said else [])})]


async def submit(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    ready = Ready(_ids(draft.answers["sectors"]), _ids(draft.answers.get("regions") or []), int(draft.answers["notice"]))
    row = await missions.pool.join(session, member, ready, now=now)
    return Outcome(pool_screen(row, member, "✅ " + _("<b>Kept.</b>")))


def _ids(codes: list[str]) -> list[int]:
    """None of them where *any* is among them."""
    return [] if ANY in codes else [int(code) for code in codes]


READY = form.register(
    Form(
        name="mission_pool",
        title=lambda context: _("Ready for missions"),
        fields=(
            Several(
                name="sectors",
                label=lambda: _("Sectors"),
                question=lambda context: _("Which sectors interest you? Up to {n}.").format(n=SECTORS_MAX),
                options=_sectors,
                most=SECTORS_MAX,
            ),
            Several(
                name="regions",
                label=lambda: _("Regions"),
                question=lambda context: _("Which regions would you go to, or receive guests from?"),
                when=lambda context: bool(context.answers.get("twins")),
                options=_regions,
                most=REGIONS_MAX,
            ),
            Choice(
                name="notice",
                label=lambda: _("Notice"),
                question=lambda context: _("How many days do you need between hearing of a mission and its beginning?"),
                options=_notices,
            ),
        ),
        submit=submit,
        send=lambda: "✅ " + _("I am ready"),
        foot=lambda context: _("You hear of a fitting mission a day before everybody sees it. It binds you to nothing."),
    )
)
