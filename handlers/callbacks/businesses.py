"""Buttons: businesses and opportunities."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id


class Register(CallbackData, prefix="re1"):
    pass


class MyBusiness(CallbackData, prefix="mb1"):
    pass


class EditBusiness(CallbackData, prefix="eb1"):
    business: Id


class NewOpportunity(CallbackData, prefix="no1"):
    pass


class MyOpportunity(CallbackData, prefix="mo1"):
    opportunity: Id


class EditOpportunity(CallbackData, prefix="eo1"):
    opportunity: Id


class CloseOpportunity(CallbackData, prefix="cl1"):
    opportunity: Id
    sure: bool = False


class Correct(CallbackData, prefix="cr1"):
    """Open the very field that an office's reason is about."""

    item: Id
    reason: str


class ActFor(CallbackData, prefix="af1"):
    business: Id
