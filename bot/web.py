"""/health and /metrics on 127.0.0.1."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.database import Database


@asynccontextmanager
async def serving(port: int, database: Database) -> AsyncIterator[None]:
    """Answer on this port while the block runs; port 0 answers nowhere."""
    if not port:
        yield
        return
    application = web.Application()

    async def health(_request: web.Request) -> web.Response:
        try:
            async with database.read() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as fault:
            return web.json_response({"ok": False, "database": type(fault).__name__}, status=503)
        return web.json_response({"ok": True})

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application.add_routes([web.get("/health", health), web.get("/metrics", metrics)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()
