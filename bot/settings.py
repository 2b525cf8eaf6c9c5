"""The environment, read here and nowhere else."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Every field is a variable of the same name in capitals; `.env` is read too, the environment wins."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    bot_token: SecretStr | None = Field(None, description="From @BotFather. Without one, `make run` starts the sandbox.")
    bot_admins: Annotated[tuple[int, ...], NoDecode] = Field(
        (), description="Telegram ids of the first administrators, separated by commas."
    )
    database_url: str = Field(
        "sqlite+aiosqlite:///data/pobratym.sqlite3",
        description="sqlite+aiosqlite:///path or postgresql+asyncpg://user:password@host/name.",
    )
    telegram_api_base: str = Field("https://api.telegram.org", description="The Bot API server; the sandbox sets its own.")
    clock_file: Path | None = Field(None, description="A file with seconds added to the clock; only the sandbox sets it.")
    web_port: int = Field(0, description="Port of /health and /metrics on 127.0.0.1; 0 switches them off.")
    log_format: str = Field("text", description="text or json.", pattern="^(text|json)$")
    sends_per_second: float = Field(
        25.0, description="Pace of messages that nobody asked for; Telegram allows about 30. 0: without pacing.", ge=0
    )
    updates_per_minute: int = Field(60, description="What one person may send in a minute; what is more is taken one by one.", gt=0)

    @field_validator("bot_admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def token(self) -> str:
        """The token in clear.

        Raises:
            ValueError: none is configured.
        """
        if self.bot_token is None:
            raise ValueError("BOT_TOKEN is not set: see .env.example")
        return self.bot_token.get_secret_value()
