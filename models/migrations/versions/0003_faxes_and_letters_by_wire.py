"""Faxes and e-mail: what arrives sealed, what leaves with its tries, tasks that say whom to call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "junk_senders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("number", models.types.E164Text(length=16), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["agents.id"], name=op.f("fk_junk_senders_added_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["agents.id"], name=op.f("fk_junk_senders_ended_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_junk_senders_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_junk_senders")),
    )
    with op.batch_alter_table("junk_senders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_junk_senders_store_id_number", ["store_id", "number"], unique=False
        )

    op.create_table(
        "received_faxes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("hylafax", "folder", "sample", name="faxsource", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source_ref", models.types.GuardedText(length=200), nullable=False),
        sa.Column("removed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("received_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sender", models.types.E164Text(length=16), nullable=True),
        sa.Column("sender_words", models.types.GuardedText(length=60), nullable=False),
        sa.Column("is_junk_sender", sa.Boolean(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "arrived",
                "unreviewed",
                "damaged",
                "reviewed",
                "done",
                name="faxstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "order",
                "document",
                "answered",
                "opt_out",
                "junk",
                name="faxoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("damage", models.types.GuardedText(length=20), nullable=False),
        sa.Column("key_slot", sa.Integer(), nullable=True),
        sa.Column("looked", sa.Boolean(), nullable=False),
        sa.Column("proposals", models.types.GuardedJson(), nullable=False),
        sa.Column("rotations", models.types.GuardedJson(), nullable=False),
        sa.Column("boxes", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("read_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at_id", sa.Uuid(), nullable=True),
        sa.Column("taken_until", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("keyed", models.types.GuardedJson(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("dispatch_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_received_faxes_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"],
            ["dispatches.id"],
            name=op.f("fk_received_faxes_dispatch_id_dispatches"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_received_faxes_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["agents.id"], name=op.f("fk_received_faxes_reviewed_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_received_faxes_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["taken_at_id"],
            ["workstations.id"],
            name=op.f("fk_received_faxes_taken_at_id_workstations"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["agents.id"], name=op.f("fk_received_faxes_taken_by_id_agents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_faxes")),
        sa.UniqueConstraint(
            "store_id",
            "source",
            "source_ref",
            name=op.f("uq_received_faxes_store_id_source_source_ref"),
        ),
    )
    with op.batch_alter_table("received_faxes", schema=None) as batch_op:
        batch_op.create_index("ix_received_faxes_order_id", ["order_id"], unique=False)
        batch_op.create_index(
            "ix_received_faxes_store_id_received_at", ["store_id", "received_at"], unique=False
        )
        batch_op.create_index(
            "ix_received_faxes_store_id_state_received_at",
            ["store_id", "state", "received_at"],
            unique=False,
        )

    op.create_table(
        "received_fax_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("fax_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "arrived",
                "unreviewed",
                "damaged",
                "reviewed",
                "done",
                name="faxstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "arrived",
                "unreviewed",
                "damaged",
                "reviewed",
                "done",
                name="faxstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "order",
                "document",
                "answered",
                "opt_out",
                "junk",
                name="faxoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("chain_hash", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_received_fax_events_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["fax_id"],
            ["received_faxes.id"],
            name=op.f("fk_received_fax_events_fax_id_received_faxes"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_received_fax_events_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_received_fax_events_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_fax_events")),
        sa.UniqueConstraint(
            "store_id",
            "fax_id",
            "sequence",
            name=op.f("uq_received_fax_events_store_id_fax_id_sequence"),
        ),
    )
    with op.batch_alter_table("received_fax_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_fax_events_fax_id"), ["fax_id"], unique=False)

    op.create_table(
        "received_fax_pages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("fax_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("dpi_x", sa.Integer(), nullable=False),
        sa.Column("dpi_y", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("thumb", sa.LargeBinary(), nullable=False),
        sa.Column("words", models.types.GuardedJson(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fax_id"],
            ["received_faxes.id"],
            name=op.f("fk_received_fax_pages_fax_id_received_faxes"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_received_fax_pages_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_fax_pages")),
        sa.UniqueConstraint(
            "store_id",
            "fax_id",
            "number",
            name=op.f("uq_received_fax_pages_store_id_fax_id_number"),
        ),
    )
    op.create_table(
        "sealed_originals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("fax_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fax_id"],
            ["received_faxes.id"],
            name=op.f("fk_sealed_originals_fax_id_received_faxes"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_sealed_originals_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_originals")),
        sa.UniqueConstraint("store_id", "fax_id", name=op.f("uq_sealed_originals_store_id_fax_id")),
    )
    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "to_name", models.types.GuardedText(length=200), nullable=False, server_default=""
            )
        )
        batch_op.add_column(sa.Column("number", models.types.E164Text(length=16), nullable=True))
        batch_op.add_column(
            sa.Column("file_sha256", models.types.Sha256Text(length=64), nullable=True)
        )
        batch_op.add_column(
            sa.Column("tag", models.types.GuardedText(length=60), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("next_try_at", models.types.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("pages_sent", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column(
                "reason", models.types.GuardedText(length=20), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column("stop_asked_at", models.types.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            "ix_dispatches_store_id_created_at", ["store_id", "created_at"], unique=False
        )

    with op.batch_alter_table("person_tasks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("received_fax_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("dispatch_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("phone", models.types.PhoneTypedText(length=60), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "hours", models.types.GuardedText(length=60), nullable=False, server_default=""
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_person_tasks_received_fax_id_received_faxes"),
            "received_faxes",
            ["received_fax_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_person_tasks_dispatch_id_dispatches"),
            "dispatches",
            ["dispatch_id"],
            ["id"],
        )


def downgrade() -> None:

    with op.batch_alter_table("person_tasks", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_person_tasks_dispatch_id_dispatches"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_person_tasks_received_fax_id_received_faxes"), type_="foreignkey"
        )
        batch_op.drop_column("hours")
        batch_op.drop_column("phone")
        batch_op.drop_column("dispatch_id")
        batch_op.drop_column("received_fax_id")

    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.drop_index("ix_dispatches_store_id_created_at")
        batch_op.drop_column("stop_asked_at")
        batch_op.drop_column("reason")
        batch_op.drop_column("pages_sent")
        batch_op.drop_column("pages")
        batch_op.drop_column("next_try_at")
        batch_op.drop_column("tries")
        batch_op.drop_column("tag")
        batch_op.drop_column("file_sha256")
        batch_op.drop_column("number")
        batch_op.drop_column("to_name")

    op.drop_table("sealed_originals")
    op.drop_table("received_fax_pages")
    with op.batch_alter_table("received_fax_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_fax_events_fax_id"))

    op.drop_table("received_fax_events")
    with op.batch_alter_table("received_faxes", schema=None) as batch_op:
        batch_op.drop_index("ix_received_faxes_store_id_state_received_at")
        batch_op.drop_index("ix_received_faxes_store_id_received_at")
        batch_op.drop_index("ix_received_faxes_order_id")

    op.drop_table("received_faxes")
    with op.batch_alter_table("junk_senders", schema=None) as batch_op:
        batch_op.drop_index("ix_junk_senders_store_id_number")

    op.drop_table("junk_senders")
