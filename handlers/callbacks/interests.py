"""Buttons: interests."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id


class Propose(CallbackData, prefix="pr1"):
    opportunity: Id


class Inbox(CallbackData, prefix="in1"):
    page: Id = 0


class Interest(CallbackData, prefix="it1"):
    interest: Id


class Exchange(CallbackData, prefix="ex1"):
    """Show what the other will see; nothing is exchanged yet."""

    interest: Id


class ExchangeSure(CallbackData, prefix="ey1"):
    interest: Id


class Shares(CallbackData, prefix="sa1"):
    interest: Id


class Share(CallbackData, prefix="sb1"):
    interest: Id
    contact: str


class Decline(CallbackData, prefix="de1"):
    interest: Id


class DeclineFor(CallbackData, prefix="df1"):
    interest: Id
    reason: str


class Snooze(CallbackData, prefix="sn1"):
    interest: Id


class Withdraw(CallbackData, prefix="wi1"):
    interest: Id
    sure: bool = False
