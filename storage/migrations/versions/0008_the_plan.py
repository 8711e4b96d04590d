"""The plan: subscriptions, campaigns, articles, evidence, reports, tasks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ON = sa.text("ended_at IS NULL")
_UNTOLD = sa.text("told_at IS NULL")
_OF_CAMPAIGN = sa.text("campaign_id IS NOT NULL")
_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _BIG_ID, primary_key=True, autoincrement=True)


def _ref(name: str, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, _BIG_ID, nullable=nullable)


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _maybe(name: str) -> sa.Column[str]:
    """A time, or JSON."""
    return sa.Column(name, sa.Text(), nullable=True)


def _time(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number() -> sa.Column[str]:
    return sa.Column("number", sa.Text(), nullable=False, unique=True)


def _count(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=str(default), nullable=False)


_TABLES: dict[str, tuple[sa.Column[int] | sa.Column[str] | sa.UniqueConstraint, ...]] = {
    "subscriber": (
        sa.Column("person_id", _BIG_ID, primary_key=True, autoincrement=False),
        _text("frequency", "each"),
        _text("party"),
        _time("at"),
        _maybe("stopped_at"),
    ),
    "subscription": (
        _id(),
        _ref("person_id", nullable=False),
        _text("topic"),
        _time("at"),
        _maybe("ended_at"),
        sa.UniqueConstraint("person_id", "topic"),
    ),
    "campaign": (
        _id(),
        _number(),
        _text("kind"),
        sa.Column("occasion", sa.Text(), nullable=True, unique=True),
        _text("item"),
        _text("title"),
        _text("words_vi"),
        _text("words_en"),
        _ref("file_id"),
        _text("link"),
        _text("procedure"),
        _maybe("audience"),
        _text("state", "draft"),
        _ref("author_id"),
        _ref("approver_id"),
        _time("created_at"),
        _maybe("approved_at"),
        _maybe("send_at"),
        _text("every"),
        _ref("repeats_id"),
        _count("size"),
        _maybe("spread"),
        _maybe("reached"),
        _count("all_written"),
        _maybe("started_at"),
        _maybe("watched_since"),
        _maybe("ended_at"),
        _maybe("result"),
        _text("reason"),
        _ref("progress_chat_id"),
        _ref("progress_outbox_id"),
    ),
    "gathered": (
        _id(),
        _ref("campaign_id", nullable=False),
        _ref("person_id", nullable=False),
        _time("at"),
        _maybe("told_at"),
        sa.UniqueConstraint("campaign_id", "person_id"),
    ),
    "acknowledgement": (
        _id(),
        _ref("campaign_id", nullable=False),
        _ref("person_id", nullable=False),
        _time("at"),
        sa.UniqueConstraint("campaign_id", "person_id"),
    ),
    "article": (
        _id(),
        _number(),
        _text("item"),
        _text("title"),
        _text("body"),
        _text("title_en"),
        _text("body_en"),
        _maybe("pictures"),
        _text("state", "draft"),
        _ref("author_id"),
        _ref("approver_id"),
        _ref("case_id"),
        _time("created_at"),
        _time("changed_at"),
        _maybe("published_at"),
        _text("reason"),
        _text("link"),
    ),
    "evidence": (
        _id(),
        _text("item"),
        _text("office"),
        _text("kind"),
        _text("ref"),
        _text("words"),
        _text("link"),
        _ref("file_id"),
        _time("at"),
        _ref("by_id"),
        sa.UniqueConstraint("item", "office", "kind", "ref"),
    ),
    "report": (
        _id(),
        _number(),
        _text("kind"),
        _text("office"),
        _text("begins"),
        _text("ends"),
        _count("version", 1),
        _ref("corrects_id"),
        _maybe("figures"),
        _maybe("cases"),
        _text("sha256"),
        _time("issued_at"),
        _ref("issued_by"),
        sa.UniqueConstraint("kind", "office", "begins", "ends", "version"),
    ),
    "task": (
        _id(),
        _ref("report_id"),
        _text("words"),
        _ref("owner_id", nullable=False),
        _text("due_on"),
        _time("at"),
        _ref("by_id", nullable=False),
        _text("reminded_on"),
        _maybe("done_at"),
        _ref("done_by"),
        _text("outcome"),
    ),
}
_INDEXES = (
    ("ix_campaign_repeats_id", "campaign", ["repeats_id"]),
    ("ix_campaign_state", "campaign", ["state", "send_at"]),
    ("ix_article_case_id", "article", ["case_id"]),
    ("ix_article_state", "article", ["state", "published_at"]),
    ("ix_evidence_at", "evidence", ["at"]),
    ("ix_task_report_id", "task", ["report_id"]),
    ("ix_task_owner_id", "task", ["owner_id"]),
)
_PARTIAL = (
    ("ix_subscription_topic", "subscription", ["topic", "person_id"], _ON),
    ("ix_gathered_person", "gathered", ["person_id"], _UNTOLD),
    (
        "ix_outbox_campaign",
        "outbox",
        ["campaign_id", "person_id", "state", "chat_id", "maybe_twice"],
        _OF_CAMPAIGN,
    ),
)


# What was issued stays as it was. SQLite replaces a row (INSERT OR REPLACE) without asking the
# trigger for deletions, hence the third.
_REFUSED = "SELECT RAISE(ABORT, 'report is append-only')"
_TAKEN = "SELECT 1 FROM report WHERE id = NEW.id OR number = NEW.number"
_GUARDS = {
    "report_no_update": "BEFORE UPDATE ON report",
    "report_no_delete": "BEFORE DELETE ON report",
    "report_no_replace": f"BEFORE INSERT ON report WHEN EXISTS ({_TAKEN})",
}
_POSTGRES_GUARD = (
    "CREATE OR REPLACE FUNCTION report_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'report is append-only' USING ERRCODE = '23001'; END $$",
    "CREATE TRIGGER report_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON report"
    " FOR EACH STATEMENT EXECUTE FUNCTION report_append_only()",
)


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRES_GUARD:
            op.execute(statement)
        return
    for name, when in _GUARDS.items():
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN {_REFUSED}; END")


def upgrade() -> None:
    for table, parts in _TABLES.items():
        op.create_table(table, *parts)
    op.add_column("outbox", _ref("campaign_id"))
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)
    for name, table, columns, where in _PARTIAL:
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    _guard()


def downgrade() -> None:
    op.drop_index("ix_outbox_campaign", "outbox")
    op.drop_column("outbox", "campaign_id")
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION report_append_only()")
