"""Casework by the law: what a deadline is counted from, walls, proof, better answers, personal
data"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import context, op

from storage.columns.sealing import seal
from storage.house.key_mark import mark_of
from storage.keys import Keys, WrongKey

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _BIG_ID, primary_key=True, autoincrement=True)


def _ref(name: str, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, _BIG_ID, nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _maybe(name: str) -> sa.Column[str]:
    """A time or JSON that may be missing."""
    return sa.Column(name, sa.Text(), nullable=True)


def _sure(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


Column = sa.Column[str] | sa.Column[int]
Part = Column | sa.UniqueConstraint


def _added() -> dict[str, tuple[Column, ...]]:
    return {
        "chat": (_text("sealed"), _number("leftovers")),
        "consent": (_maybe("withdrawn_at"),),
        "cases": (
            _maybe("status_at"),
            _maybe("counting"),
            _maybe("new_date_at"),
            _text("outcome"),
            _ref("merged_into"),
            _maybe("rating_asked_at"),
            _number("second_look"),
            _text("system_code"),
            _text("system_entered_on"),
            _ref("system_entered_by"),
            _text("verdict"),
            _maybe("sent_up"),
            _text("apology"),
            _maybe("trouble_at"),
            _maybe("pseudonymised_at"),
        ),
    }


def _tables() -> dict[str, tuple[Part, ...]]:
    return {
        "identity_opening": (
            _id(),
            _ref("case_id", nullable=False),
            _ref("person_id", nullable=False),
            _text("reason"),
            _sure("asked_at"),
            _ref("second_id"),
            _maybe("granted_at"),
            _maybe("refused_at"),
            _maybe("expires_at"),
        ),
        "explanation": (
            _id(),
            sa.Column("number", sa.Text(), nullable=False, unique=True),
            _ref("case_id", nullable=False),
            _text("office"),
            _ref("person_id"),
            _ref("summary_id", nullable=False),
            _ref("asked_by", nullable=False),
            _sure("asked_at"),
            _ref("approved_by"),
            _maybe("approved_at"),
            _maybe("refused_at"),
            _maybe("due_at"),
            _ref("answer_id"),
            _ref("answered_by"),
            _maybe("answered_at"),
        ),
        "consultation": (
            _id(),
            _ref("case_id", nullable=False),
            _text("office"),
            _ref("question_id", nullable=False),
            _ref("asked_by", nullable=False),
            _sure("asked_at"),
            _ref("answer_id"),
            _ref("answered_by"),
            _maybe("answered_at"),
            _maybe("withdrawn_at"),
        ),
        "canned_answer": (
            _id(),
            _text("office"),
            _text("name"),
            _text("body"),
            _ref("author_id"),
            _sure("at"),
            _maybe("removed_at"),
        ),
        "me_too": (
            _id(),
            _ref("case_id", nullable=False),
            _ref("person_id", nullable=False),
            _ref("chat_id"),
            _sure("at"),
            sa.UniqueConstraint("case_id", "person_id"),
        ),
        "signed_receipt": (
            sa.Column("case_id", _BIG_ID, primary_key=True, autoincrement=False),
            _text("code"),
            _sure("day"),
            _text("payload"),
            _text("salt"),
            _text("signature"),
            _text("leaf"),
        ),
        "day_root": (
            sa.Column("day", sa.Text(), primary_key=True),
            _text("root"),
            _number("count"),
            _text("previous"),
            _text("signature"),
            _sure("at"),
        ),
        "reminder": (
            _id(),
            _ref("case_id", nullable=False),
            _text("step"),
            _sure("since"),
            _text("level"),
            _ref("person_id", nullable=False),
            _sure("at"),
            sa.UniqueConstraint("case_id", "step", "since", "level", "person_id"),
        ),
        "data_request": (
            _id(),
            _ref("person_id"),
            _ref("chat_id"),
            _ref("case_id"),
            _text("kind"),
            _text("words"),
            _sure("at"),
            _sure("first_due_at"),
            _sure("due_at"),
            _maybe("acknowledged_at"),
            _maybe("done_at"),
            _ref("done_by"),
            _text("outcome"),
            _text("reason"),
        ),
        "deletion": (
            _id(),
            _sure("at"),
            _text("kind"),
            _text("basis"),
            _maybe("until"),
            _number("count"),
            _text("digest"),
            _ref("by"),
        ),
        "breach": (
            _id(),
            _sure("detected_at"),
            _sure("entered_at"),
            _maybe("data"),
            _maybe("reported_at"),
            _maybe("closed_at"),
        ),
    }


_INDEXES = (
    ("cases", "merged_into"),
    ("identity_opening", "case_id"),
    ("explanation", "case_id"),
    ("consultation", "case_id"),
    ("me_too", "person_id"),
    ("signed_receipt", "day"),
    ("reminder", "person_id"),
    ("data_request", "person_id"),
)

# A case has its status since the last row of its history that changed it; those that change
# nothing name the same status twice.
_LAST_MOVES = sa.text("SELECT case_id, at, data FROM case_history ORDER BY case_id, seq")
_SINCE = sa.text("UPDATE cases SET status_at = :at WHERE id = :id")

_LEFTOVERS = sa.text(
    "UPDATE chat SET leftovers = 1 WHERE state LIKE '%\"dropped\":%' OR state LIKE '%\"opened\":%'"
)
# What people wrote or are called, from now on readable with the key only.
_WORDS = {
    "person": ("name",),
    "chat": ("state", "shown"),
    "inbox": ("text", "body", "raw"),
    "outbox": ("text", "params", "choices", "subject"),
    "cases": ("about", "dossier"),
    "case_text": ("body", "data", "salt"),
    "case_note": ("body",),
    "stored_file": ("name",),
}
_AT_ONCE = 1000

# History is only ever added to. SQLite replaces a row (INSERT OR REPLACE) without asking the
# trigger for deletions, hence the third.
_REFUSED = "SELECT RAISE(ABORT, 'case_history is append-only')"
_TAKEN = "SELECT 1 FROM case_history WHERE case_id = NEW.case_id AND seq = NEW.seq"
_GUARDS = {
    "case_history_no_update": "BEFORE UPDATE ON case_history",
    "case_history_no_delete": "BEFORE DELETE ON case_history",
    "case_history_no_replace": f"BEFORE INSERT ON case_history WHEN EXISTS ({_TAKEN})",
}
_POSTGRES_GUARD = (
    "CREATE OR REPLACE FUNCTION case_history_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'case_history is append-only' USING ERRCODE = '23001'; END $$",
    "CREATE TRIGGER case_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_history"
    " FOR EACH STATEMENT EXECUTE FUNCTION case_history_append_only()",
)


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRES_GUARD:
            op.execute(statement)
        return
    for name, when in _GUARDS.items():
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN {_REFUSED}; END")


def _unguard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER case_history_append_only ON case_history")
        op.execute("DROP FUNCTION case_history_append_only()")
        return
    for name in _GUARDS:
        op.execute(f"DROP TRIGGER {name}")


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    for table, parts in _tables().items():
        op.create_table(table, *parts)
    for table, column in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    connection = op.get_bind()
    since: dict[int, str] = {}
    for case_id, at, data in connection.execute(_LAST_MOVES).all():
        moved = json.loads(data or "{}")
        if case_id not in since or moved.get("from") != moved.get("to"):
            since[case_id] = at
    for case_id, at in since.items():
        connection.execute(_SINCE, {"at": at, "id": case_id})
    _guard()
    connection.execute(_LEFTOVERS)
    _seal(connection, context.config.attributes.get("keys"))


def _seal(connection: sa.Connection, keys: Keys | None) -> None:
    """Raises WrongKey where there is something to seal and no key, or not the one in use here:
    what is sealed under another is lost."""
    chats = connection.execute(sa.text("SELECT id, channel, external FROM chat")).all()
    mark = connection.execute(sa.text("SELECT value FROM kept WHERE name = 'key'")).scalar()
    if not chats and not mark:
        return
    if keys is None or (mark and mark_of(keys) != mark):
        raise WrongKey("what is here is to be sealed under the key it was begun with")
    connection.execute(
        sa.text("UPDATE chat SET external = :mark, sealed = :sealed WHERE id = :id"),
        [
            {
                "id": chat_id,
                "mark": keys.mark("chat", f"{channel}:{external}"),
                "sealed": keys.seal_text(external),
            }
            for chat_id, channel, external in chats
        ],
    )
    for table, columns in _WORDS.items():
        _seal_table(connection, keys, table, columns)


def _seal_table(
    connection: sa.Connection, keys: Keys, table: str, columns: tuple[str, ...]
) -> None:
    found = sa.text(
        f"SELECT id, {', '.join(columns)} FROM {table} WHERE id > :after"
        f" ORDER BY id LIMIT {_AT_ONCE}"
    )
    sets = ", ".join(f"{column} = :{column}" for column in columns)
    kept, after = sa.text(f"UPDATE {table} SET {sets} WHERE id = :id"), 0
    while rows := connection.execute(found, {"after": after}).all():
        connection.execute(
            kept,
            [
                {"id": ident, **dict(zip(columns, (seal(keys, w) for w in words), strict=True))}
                for ident, *words in rows
            ],
        )
        after = rows[-1][0]


def downgrade() -> None:
    _unguard()
    for table, column in reversed(_INDEXES):
        op.drop_index(f"ix_{table}_{column}", table)
    for table in reversed(_tables()):
        op.drop_table(table)
    for table, columns in reversed(_added().items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)
