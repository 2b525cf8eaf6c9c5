"""Buttons: the office and administration."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id


class Office(CallbackData, prefix="of1"):
    pass


class Queue(CallbackData, prefix="qu1"):
    """The oldest item after `after` (0: the oldest of all)."""

    after: Id = 0


class Item(CallbackData, prefix="qi1"):
    item: Id


class Approve(CallbackData, prefix="ap1"):
    item: Id


class Checked(CallbackData, prefix="ck1"):
    """What was checked: t text only, r number in the register, p the person acts for it (together: rp)."""

    item: Id
    what: str


class SendBack(CallbackData, prefix="sk1"):
    """Return (`reject` false) or reject: opens the reasons."""

    item: Id
    reject: bool


class SecondLook(CallbackData, prefix="sl1"):
    item: Id


class Undo(CallbackData, prefix="un1"):
    item: Id


class Administration(CallbackData, prefix="ad1"):
    pass


class GrantRole(CallbackData, prefix="gr1"):
    pass


class Roles(CallbackData, prefix="ro1"):
    page: Id = 0


class RevokeRole(CallbackData, prefix="rv1"):
    grant: Id
    sure: bool = False
