"""The desk's screens: one item, what was checked, nothing left to do."""

import html
from datetime import datetime

from handlers import callbacks
from handlers.i18n import _, moment, ngettext, span
from handlers.moderation import content
from handlers.screen import Button, Screen, escape
from handlers.words import region_name
from models import businesses, members, moderation, rights
from models.database import Session
from models.members import Member
from models.moderation import UNDO_WITHIN, Entry, ItemState, Refusal, ReviewItem
from models.rights import Right

HOME = "🏠 "


async def queue(session: Session, member: Member, now: datetime, *, after: int = 0, said: str = "", undo: Button | None = None) -> Screen:
    """The next item behind `after`, or the empty desk; `said` tells what became of the one before, `undo` can be taken back."""
    waiting = await moderation.queue(session, member, now=now)
    following = await moderation.following(session, waiting, after)
    screen = await item(session, member, following.id, now, said=said, undo=undo) if following else None
    return screen or nothing_waits(said, undo)


async def item(
    session: Session, member: Member, item_id: int, now: datetime, *, said: str = "", undo: Button | None = None
) -> Screen | None:
    """One item as it stands now, with what this member can do about it; None when it is not theirs to see."""
    entry = await moderation.entry(session, member, item_id, now=now)
    if isinstance(entry, Refusal):
        return None
    if entry.item.state is not ItemState.WAITING:
        return await _decided(session, entry, member, now)
    own = await businesses.represents(session, member.id, entry.business.id)
    granted = await members.grants(session, member.telegram_id)
    sees_personal = rights.may(granted, Right.SEE_PERSONAL_NUMBER, entry.item.region_id)
    duplicates = [(await businesses.newest_version(session, i)).name for i in entry.checks.duplicates]
    parts = [
        said,
        _heading(await moderation.queue(session, member, now=now), now),
        f"{_title(entry)}\n{await _age(session, entry, member, now)}\n{content.head(entry, member)}",
        content.checks(entry, entry.checks, duplicates, personal_number=sees_personal),
    ]
    last = _("This is your own business: a colleague or the administrators decide on it.") if own else ""

    def text(cut: int) -> str:
        texts = content.texts(entry, member, cut, personal_number=sees_personal)
        return "\n\n".join(part for part in (*parts, texts, last) if part)

    ways = [] if own else _ways(entry.item)
    undoing = [undo] if undo else []
    return Screen(content.fitted(text), [*ways, [*undoing, Button(HOME + _("Home"), callbacks.Home())]])


def asked(entry: Entry, undo: Button | None) -> Screen:
    """Published; what was checked?"""
    text = _(
        "✅ <b>{reference} is public.</b> {name} is told now.\n\n"
        "<b>What did you check?</b> Partners see it with your office and the day, and that it is no endorsement."
    ).format(reference=reference(entry), name=escape(entry.business_version.name))

    def checked(words: str, what: str) -> Button:
        return Button(words, callbacks.Checked(item=entry.item.id, what=what))

    person, register = checked(_("Person"), "p"), checked(_("In the register"), "r")
    with_number = bool(entry.business_version.number)
    rows = [
        [checked(_("Text only"), "t")],
        [register, person] if with_number else [person],
        [checked(_("Register and person"), "rp")] if with_number else [],
        [*([undo] if undo else []), Button(HOME + _("Home"), callbacks.Home())],
    ]
    return Screen(text, rows)


async def _decided(session: Session, entry: Entry, member: Member, now: datetime) -> Screen:
    item = entry.item
    if item.state is ItemState.APPROVED and item.decided_by == member.id:
        undo = await undo_button(session, item, now)
        if item.decided_at and now <= item.decided_at + UNDO_WITHIN:
            return asked(entry, undo)
    words = await decision(session, item, member)
    return Screen(f"{_title(entry)}\n{content.head(entry, member)}\n\n{words}", [_onward(item.id)])


async def decision(session: Session, item: ReviewItem, member: Member) -> str:
    """Who decided what, and when."""
    if item.state is ItemState.SUPERSEDED:
        return _("The author has sent a newer text; that one is in the queue.")
    if item.decided_by is None or item.decided_at is None:
        return _("It waits for a decision.")
    decider = _("you") if item.decided_by == member.id else escape((await members.get(session, item.decided_by)).name)
    sentences = {
        ItemState.APPROVED: _("Published. Who decided: {name}, {moment}."),
        ItemState.RETURNED: _("Returned to the author. Who decided: {name}, {moment}."),
        ItemState.REJECTED: _("Rejected. Who decided: {name}, {moment}."),
    }
    return sentences[item.state].format(name=decider, moment=moment(item.decided_at, member.timezone))


async def why_not(session: Session, member: Member, item_id: int, answer: Refusal, now: datetime) -> str:
    """A refusal in words; where somebody was faster, who, and what they decided."""
    entry = await moderation.entry(session, member, item_id, now=now) if answer is Refusal.DECIDED else answer
    return refusal(answer) if isinstance(entry, Refusal) else html.unescape(await decision(session, entry.item, member))


def refusal(answer: Refusal) -> str:
    """Why the desk did not do it, in at most 200 characters."""
    match answer:
        case Refusal.OWN_ITEM:
            return _("This is your own business: a colleague or the administrators decide on it.")
        case Refusal.SUPERSEDED:
            return _("The author has sent a newer text; that one is in the queue.")
        case Refusal.TOO_LATE:
            return _("Ten minutes are over: the decision stays. The author can still change or close the listing.")
        case Refusal.ALREADY_USED:
            return _("A proposal rests on this approval already: the decision stays.")
        case Refusal.NO_NUMBER:
            return _("No registration number was given, so none can be in the register.")
        case _:
            return _("This item is not at your desk.")


def nothing_waits(said: str, undo: Button | None) -> Screen:
    text = _(
        "🗂 <b>Nothing waits.</b>\n"
        "I tell you when something comes. Authors are promised an answer within two working days.\n\n"
        "A good moment to call somebody who has not answered a proposal, or to invite the next business."
    )
    rows = [
        [undo] if undo else [],
        [Button("🏛 " + _("My office"), callbacks.Office()), Button(HOME + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join(part for part in (said, text) if part), rows)


async def undo_button(session: Session, item: ReviewItem, now: datetime) -> Button | None:
    """Takes the approval back, while that is possible."""
    if item.decided_at is None or await moderation.undo_refusal(session, item, now=now):
        return None
    left = item.decided_at + UNDO_WITHIN - now
    words = _("Undo · {n} min").format(n=max(-(-int(left.total_seconds()) // 60), 1))
    return Button("↶ " + words, callbacks.Undo(item=item.id), style="danger")


def reference(entry: Entry) -> str:
    """What people call the item: the listing's reference, else the business's name."""
    return entry.opportunity.reference if entry.opportunity else escape(entry.business_version.name)


def plain_reference(entry: Entry) -> str:
    """The same for a form's title, which stands in HTML and on a button."""
    name = entry.opportunity.reference if entry.opportunity else entry.business_version.name
    return "".join(c for c in name if c not in "<>&")


def _heading(waiting: list[ReviewItem], now: datetime) -> str:
    parts = [ngettext("{n} waits", "{n} wait", len(waiting))]
    overdue = sum(now > item.due_at for item in waiting)
    if overdue:
        parts.append(ngettext("{n} overdue", "{n} overdue", overdue))
    regions = {item.region_id for item in waiting}
    queue_of = _("Queue: {region}").format(region=region_name(regions.pop())) if len(regions) == 1 else _("Queue")
    return f"🗂 <b>{queue_of}</b> · {', '.join(parts)}"


def _title(entry: Entry) -> str:
    if entry.opportunity is None:
        return "<b>" + _("About the business: {name}").format(name=escape(entry.business_version.name)) + "</b>"
    if entry.opportunity_version is None:
        return f"<b>{entry.opportunity.reference}</b>"
    return f"<b>{entry.opportunity.reference} · {escape(entry.opportunity_version.title)}</b>"


async def _age(session: Session, entry: Entry, member: Member, now: datetime) -> str:
    item = entry.item
    lines = [_("waits {span}").format(span=span((now - item.submitted_at).total_seconds()))]
    if now > item.due_at:
        lines[0] += " · ⏰ " + _("due since {moment}").format(moment=moment(item.due_at, member.timezone))
    if entry.public_business or entry.public_opportunity:
        lines.append(_("A change of what is public: ✏️ marks what is new. The approved version stays until you decide."))
    if item.second_look:
        colleague = await moderation.asked_by(session, item.id)
        lines.append("👥 " + _("A second look is asked for by: {name}").format(name=escape(colleague.name) if colleague else "—"))
    return "\n".join(lines)


def _ways(item: ReviewItem) -> list[list[Button]]:
    return [
        [Button("✅ " + _("Approve"), callbacks.Approve(item=item.id), style="success")],
        [
            Button("↩️ " + _("Return"), callbacks.SendBack(item=item.id, reject=False)),
            Button("⛔ " + _("Reject"), callbacks.SendBack(item=item.id, reject=True), style="danger"),
        ],
        [
            Button("👥 " + _("Second look"), callbacks.SecondLook(item=item.id)),
            Button("⏭ " + _("Skip"), callbacks.Queue(after=item.id)),
        ],
    ]


def _onward(item_id: int) -> list[Button]:
    return [Button("⏭ " + _("Next"), callbacks.Queue(after=item_id), style="primary"), Button(HOME + _("Home"), callbacks.Home())]
