"""The bot's commands and profile texts, published in every language and for each role."""

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeUnion

from handlers.i18n import SOURCE, _, languages, speaking
from models import members, rights
from models.database import Database
from models.members import Grant
from models.rights import Right


def for_everyone() -> list[BotCommand]:
    return [
        BotCommand(command="start", description=_("Home")),
        BotCommand(command="inbox", description=_("What waits for you")),
        BotCommand(command="missions", description=_("Business missions")),
        BotCommand(command="twins", description=_("Regions with an agreement")),
        BotCommand(command="language", description=_("Choose the language")),
        BotCommand(command="help", description=_("How it works")),
        BotCommand(command="cancel", description=_("Leave the form, keep the answers")),
    ]


def for_roles(grants: list[Grant]) -> list[BotCommand]:
    """What staff see in addition."""
    more = []
    if rights.may(grants, Right.DECIDE):
        more.append(BotCommand(command="office", description=_("Your office's desk")))
    if rights.may(grants, Right.ANNOUNCE):
        more.append(BotCommand(command="announcements", description=_("Announcements of your office")))
    if rights.may(grants, Right.GRANT_OFFICE_ROLES):
        more.append(BotCommand(command="admin", description=_("Roles and offices")))
    return more


async def publish(bot: Bot, database: Database) -> None:
    """Profile texts and commands in all languages; staff get their own list in their chat with the bot."""
    for language in languages():
        with speaking(language):
            await _set(bot, for_everyone(), BotCommandScopeAllPrivateChats(), None if language == SOURCE else language)
    async with database.read() as session:
        staff = {telegram_id: await members.grants(session, telegram_id) for telegram_id in await members.with_roles(session)}
    for telegram_id, grants in staff.items():
        await publish_for(bot, telegram_id, grants)
    await introduce(bot)


async def introduce(bot: Bot) -> None:
    """The profile's texts. Telegram limits these calls most strictly, so they come last, and only where something changed."""
    for language in languages():
        code = None if language == SOURCE else language
        with speaking(language):
            name = _("Pobratym: business partners")
            short = _("Entrepreneurs of twinned regions find partners here. Regional offices check every listing.")
            about = _(
                "Pobratym is for businesses and institutions whose region has an agreement with a region abroad. "
                "Register in six answers, search, propose cooperation, exchange contacts. "
                "Regional offices check every listing. Press Start."
            )
        if (await bot.get_my_name(language_code=code)).name != name:
            await bot.set_my_name(name, language_code=code)
        if (await bot.get_my_short_description(language_code=code)).short_description != short:
            await bot.set_my_short_description(short, language_code=code)
        if (await bot.get_my_description(language_code=code)).description != about:
            await bot.set_my_description(about, language_code=code)


async def publish_for(bot: Bot, telegram_id: int, grants: list[Grant]) -> None:
    """The command list of one person, after their roles changed."""
    scope = BotCommandScopeChat(chat_id=telegram_id)
    for language in languages():
        with speaking(language):
            try:
                await _set(bot, [*for_everyone(), *for_roles(grants)], scope, None if language == SOURCE else language)
            except (TelegramBadRequest, TelegramForbiddenError):
                return  # they have not pressed Start yet: published when they do


async def _set(bot: Bot, commands: list[BotCommand], scope: BotCommandScopeUnion, code: str | None) -> None:
    await bot.set_my_commands(commands, scope=scope, language_code=code)
