"""An interest as each side sees it, in each of its states, and the contacts after the exchange."""

from datetime import datetime

from handlers import callbacks
from handlers.i18n import _, both, current, day, full_day, language_name, quoted
from handlers.interests.view import View, both_times
from handlers.screen import Button, Screen, escape
from handlers.words import region_name, word
from models.interests import PAUSE_AFTER_DECLINE, ContactCard, InterestState, Side


def onward() -> list[Button]:
    return [Button("📥 " + _("Inbox"), callbacks.Inbox()), Button("🏠 " + _("Home"), callbacks.Home())]


def interest_screen(view: View, now: datetime, heading: str = "") -> Screen:
    """What is true now; `heading` says why it is shown (a notice)."""
    if view.interest.state is InterestState.ACCEPTED:
        return introduction(view, heading)
    if view.side is Side.RECEIVER:
        return received(view, now, heading)
    return sent(view, now, heading)


def received(view: View, now: datetime, heading: str = "") -> Screen:
    """The proposal as its receiver reads it."""
    opening = _("<b>{business}</b> ({region}) wants to talk about <i>{title}</i>.").format(
        business=view.other_name, region=view.sender.region, title=view.title
    )
    state = view.interest.state
    if state is InterestState.SENT:
        closing = _until(view, now)
    elif state is InterestState.EXPIRED:
        closing = _("The deadline was {moment}. You can still answer now; they are told at once.").format(
            moment=both_times(view.deadline, view.reader.timezone, view.sender.zone)
        )
    elif state is InterestState.DECLINED:
        closing = _declined(view) + " " + _("They have been told. Nothing to do now.")
    else:
        closing = _("They took the proposal back. Nothing to do now.")
    return _screen(heading, opening, _letter(view), closing, rows=_answers(view))


def _until(view: View, now: datetime) -> str:
    here = view.reader.timezone
    lines = [_("Answer by {moment}.").format(moment=both_times(view.deadline, here, view.sender.zone))]
    reminders = [day(moment, here) for moment in view.interest.reminders if moment > now]
    if reminders:
        lines.append(_("I will remind you: {days}.").format(days=both(reminders)))
    return "\n".join(lines)


def _answers(view: View) -> list[list[Button]]:
    number = view.interest.id
    exchange = [Button("✅ " + _("Exchange contacts"), callbacks.Exchange(interest=number), style="success")]
    decline = Button(_("Decline"), callbacks.Decline(interest=number), style="danger")
    match view.interest.state:
        case InterestState.SENT:
            return [exchange, [Button("⏳ " + _("In 3 days"), callbacks.Snooze(interest=number)), decline], onward()]
        case InterestState.EXPIRED:
            return [exchange, [decline], onward()]
        case _:
            return [onward()]


def sent(view: View, now: datetime, heading: str = "") -> Screen:
    """The proposal as its sender sees it."""
    opening = _("Your proposal to: <b>{business}</b> ({region})\nAbout: <i>{title}</i>").format(
        business=view.other_name, region=view.receiver.region, title=view.title
    )
    state = f"<b>{word(view.interest.state)}.</b> {_what_next(view, now)}"
    return _screen(heading, opening, state, _letter(view), rows=_own_ways(view))


def _what_next(view: View, now: datetime) -> str:
    match view.interest.state:
        case InterestState.HELD:
            return _("It goes out with the approval; you are told then. Nothing to do now.")
        case InterestState.SENT:
            return they_have_until(view, now)
        case InterestState.DECLINED:
            return _declined(view) + " " + _again_from(view)
        case InterestState.EXPIRED:
            return _("Your place is free for another proposal. They can still answer; then you are told at once.")
        case _:
            return _("Your place is free for another proposal.")


def they_have_until(view: View, now: datetime) -> str:
    """`They have until Fri 12 Jun. I will remind them: 31 May and 3 June. Nothing to do now.`"""
    zone = view.reader.timezone
    lines = [_("They have until {moment}.").format(moment=both_times(view.deadline, zone, view.receiver.zone))]
    reminders = [day(moment, zone) for moment in view.interest.reminders if moment > now]
    if reminders:
        lines.append(_("I will remind them: {days}.").format(days=both(reminders)))
    returns = view.interest.place_returns_at
    if returns and not reminders and now >= returns:
        lines.append(_("Their regional office has been told; your place is free for another proposal."))
    lines.append(_("Nothing to do now."))
    return " ".join(lines)


def _declined(view: View) -> str:
    reason = view.interest.decline_reason
    return _("Reason: {reason}.").format(reason=word(reason)) if reason else ""


def _again_from(view: View) -> str:
    assert view.interest.decided_at is not None
    again = view.interest.decided_at + PAUSE_AFTER_DECLINE
    return _("You can write to them again from {day}. Search for others meanwhile, or ask your office.").format(
        day=full_day(again, view.reader.timezone)
    )


def _own_ways(view: View) -> list[list[Button]]:
    number = view.interest.id
    match view.interest.state:
        case InterestState.HELD | InterestState.SENT:
            shares = Button(_("What they will see"), callbacks.Shares(interest=number))
            withdraw = Button(_("Withdraw"), callbacks.Withdraw(interest=number), style="danger")
            return [[shares, withdraw], onward()]
        case _:
            return [[Button("🔎 " + _("Search"), callbacks.Search(), style="primary")], onward()]


def _letter(view: View) -> str:
    """Both texts as they were written, then what is structured."""
    interest = view.interest
    proposal = _("Proposal:")
    why = _("Why you:") if view.side is Side.RECEIVER else _("Why them:")
    lines = [
        f"<b>{why}</b> {quoted(escape(interest.why))}",
        f"<b>{proposal}</b> {quoted(escape(interest.proposal))}",
    ]
    if interest.language != current():
        lines.append("<i>" + _("Written in: {language}").format(language=language_name(interest.language)) + "</i>")
    lines.append(_("Cooperation: {cooperation}").format(cooperation=word(interest.cooperation)))
    spoken = both(language_name(code) for code in view.sender.business.languages)
    if view.side is Side.RECEIVER and spoken:
        lines.append(_("They speak: {languages}").format(languages=spoken))
    return "\n".join(lines)


def introduction(view: View, heading: str = "") -> Screen:
    """The other side's contacts, after the exchange."""
    assert view.theirs is not None
    assert view.interest.decided_at is not None
    opening = heading or "✅ " + _("Contacts exchanged: {day}.").format(day=full_day(view.interest.decided_at, view.reader.timezone))
    about = _("About: <i>{title}</i>\nCooperation: {cooperation}").format(title=view.title, cooperation=word(view.interest.cooperation))
    region = region_name(view.other.business.region_id)
    card = "\n".join([f"🏢 <b>{escape(view.theirs.business)}</b> · {region}", *contact_lines(view.theirs)])
    care = _("⚠️ Before paying, confirm bank details by phone.")
    after = _("They see your contacts too: write first, or wait for their word. You find this again under /inbox.")
    return _screen(opening, card, about, care, after, rows=[onward()])


def contact_lines(card: ContactCard) -> list[str]:
    """Contacts, a line each, as far as they are shown."""
    lines = []
    if card.person:
        lines.append(f"👤 {escape(card.person)}")
    if card.telegram_id:
        lines.append(f"💬 Telegram: {_telegram(card)}")
    if card.phone:
        lines.append("📞 " + _("Phone: {phone}").format(phone=f"<code>{escape(card.phone)}</code>"))
    if card.email:
        lines.append("✉️ " + _("E-mail: {address}").format(address=escape(card.email)))
    if card.website:
        lines.append("🌐 " + _("Website: {address}").format(address=escape(card.website)))
    return lines


def _telegram(card: ContactCard) -> str:
    link = f'<a href="tg://user?id={card.telegram_id}">{_("open the chat")}</a>'
    return f"@{escape(card.username)}" if card.username else link


def _screen(*parts: str, rows: list[list[Button]]) -> Screen:
    return Screen("\n\n".join(part for part in parts if part), rows)
