"""The tables as they are at the end, through a connection that can only read; in SQL, so that a mistake in the models is not shared."""

import json
import sqlite3

import asyncpg

from benchmarks.faults.evidence import Row, Tables

QUERIES = {
    "updates": "SELECT update_id, person, answered_at IS NOT NULL AS answered, fault FROM updates",
    "consents": "SELECT m.telegram_id AS person FROM audit a JOIN members m ON m.id = a.subject_id WHERE a.action = 'member.consented'",
    "businesses": """
        SELECT b.id, m.telegram_id AS owner, v.sectors, v.name FROM businesses b
        JOIN representatives r ON r.business_id = b.id JOIN members m ON m.id = r.member_id
        JOIN business_versions v ON v.business_id = b.id""",
    "opportunities": """
        SELECT o.id, o.business_id AS business, m.telegram_id AS owner, o.reference, v.title, v.summary, v.type, v.cooperation
        FROM opportunities o JOIN opportunity_versions v ON v.opportunity_id = o.id
        JOIN representatives r ON r.business_id = o.business_id JOIN members m ON m.id = r.member_id""",
    "items": "SELECT id, business_id AS business, opportunity_id AS opportunity, state FROM review_items",
    "approvals": "SELECT subject_id AS item FROM audit WHERE action = 'item.approved'",
    "interests": """
        SELECT i.id, i.opportunity_id AS opportunity, s.telegram_id AS sender, m.telegram_id AS receiver, i.why, i.proposal, i.state
        FROM interests i JOIN members s ON s.id = i.sender_id
        JOIN representatives r ON r.business_id = i.receiver_business_id JOIN members m ON m.id = r.member_id""",
    "deliveries": """
        SELECT d.kind, d.subject, m.telegram_id AS person, d.state, d.again, d.attempts
        FROM deliveries d JOIN members m ON m.id = d.member_id""",
    "drafts": "SELECT form, answers FROM drafts",
    "staff": "SELECT DISTINCT telegram_id AS person FROM role_grants WHERE role IN ('moderator', 'head') AND revoked_at IS NULL",
}
JSON = ("sectors", "cooperation")


async def select(url: str, statement: str) -> list[Row]:
    """Rows of one query, on SQLite or PostgreSQL."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(f"file:{url.partition(':///')[2]}?mode=ro", uri=True, timeout=30)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(statement)]
        finally:
            connection.close()
    server = await asyncpg.connect(url.replace("+asyncpg", ""), server_settings={"default_transaction_read_only": "on"})
    try:
        return [dict(row) for row in await server.fetch(statement)]
    finally:
        await server.close()


async def read(url: str) -> Tables:
    found = {name: [_unpacked(row) for row in await select(url, statement)] for name, statement in QUERIES.items()}
    holders = [_answers(row) for row in found.pop("drafts")]
    holders += [row["name"] for row in found["businesses"]]
    holders += [f"{row['title']}\n{row['summary']}" for row in found["opportunities"]]
    holders += [f"{row['why']}\n{row['proposal']}" for row in found["interests"]]
    staff = [row["person"] for row in found.pop("staff")]
    return Tables(holders=holders, staff=staff, **found)


async def opportunity(url: str, marker: str) -> int | None:
    """The id of the opportunity with this word in its title, once it is public."""
    assert marker.isalpha()
    public = f"""
        SELECT o.id FROM opportunities o JOIN opportunity_versions v ON v.opportunity_id = o.id
        WHERE o.state = 'published' AND v.title LIKE '%{marker}%'"""
    rows = await select(url, public)
    return int(rows[0]["id"]) if rows else None


def _answers(draft: Row) -> str:
    """What its writer wrote; a proposal's draft also keeps the title of the listing that it is for."""
    answers: dict[str, object] = json.loads(draft["answers"]) if isinstance(draft["answers"], str) else draft["answers"]
    if draft["form"] == "interest":
        answers = {name: value for name, value in answers.items() if name in ("why", "proposal")}
    return json.dumps(answers, ensure_ascii=False)


def _unpacked(row: Row) -> Row:
    return row | {name: _loaded(row[name]) for name in JSON if name in row}


def _loaded(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value
