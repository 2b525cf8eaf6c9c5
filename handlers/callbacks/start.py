"""Buttons: start, menu, one's own account."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id


class Home(CallbackData, prefix="ho1"):
    pass


class Help(CallbackData, prefix="he1"):
    pass


class Settings(CallbackData, prefix="se1"):
    pass


class Languages(CallbackData, prefix="ls1"):
    pass


class Speak(CallbackData, prefix="la1"):
    language: str


class Countries(CallbackData, prefix="rc1"):
    page: Id = 0


class Units(CallbackData, prefix="ru1"):
    """Regions of one country, or what lies in one region."""

    parent: Id
    page: Id = 0


class Settle(CallbackData, prefix="rs1"):
    region: Id


class Consent(CallbackData, prefix="co1"):
    version: Id
