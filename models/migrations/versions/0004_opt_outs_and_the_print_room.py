"""Opt-outs as people made them, lists that passed the gate, the print room's batches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from models import address_keys

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("key_fingerprint", models.types.GuardedText(length=20), nullable=False),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_partners_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_partners_store_id_name")),
    )
    op.create_table(
        "print_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sending",
                "sent",
                "answered",
                "failed",
                name="batchstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("printer", models.types.GuardedText(length=200), nullable=False),
        sa.Column("job", models.types.GuardedText(length=60), nullable=False),
        sa.Column("failure", models.types.GuardedText(length=200), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_print_batches_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["agents.id"], name=op.f("fk_print_batches_answered_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_print_batches_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_print_batches_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_batches")),
    )
    with op.batch_alter_table("print_batches", schema=None) as batch_op:
        batch_op.create_index(
            "ix_print_batches_store_id_created_at", ["store_id", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_print_batches_store_id_state", ["store_id", "state"], unique=False
        )

    op.create_table(
        "scrubs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("scrub", "release", name="scrubkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "medium",
            sa.Enum(
                "call", "text", "fax", "email", "post", name="medium", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("topic", models.types.GuardedText(length=20), nullable=False),
        sa.Column("purpose", models.types.GuardedText(length=200), nullable=False),
        sa.Column("list_name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("list_sha256", models.types.Sha256Text(length=64), nullable=False),
        sa.Column("out_sha256", models.types.Sha256Text(length=64), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("allowed", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("unreadable", sa.BigInteger(), nullable=False),
        sa.Column("opt_outs_to", sa.BigInteger(), nullable=False),
        sa.Column("account", models.types.GuardedText(length=60), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("chain_hash", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_scrubs_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_scrubs_partner_id_partners")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_scrubs_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_scrubs_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scrubs")),
        sa.UniqueConstraint("store_id", "sequence", name=op.f("uq_scrubs_store_id_sequence")),
    )
    op.create_table(
        "returned_letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("address_key", models.types.SearchKeyText(length=400), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=True),
        sa.Column("reason", models.types.GuardedText(length=20), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_returned_letters_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"],
            ["dispatches.id"],
            name=op.f("fk_returned_letters_dispatch_id_dispatches"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["agents.id"], name=op.f("fk_returned_letters_ended_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_returned_letters_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_letters")),
    )
    with op.batch_alter_table("returned_letters", schema=None) as batch_op:
        batch_op.create_index("ix_returned_letters_dispatch_id", ["dispatch_id"], unique=False)
        batch_op.create_index(
            "ix_returned_letters_store_id_address_key", ["store_id", "address_key"], unique=False
        )

    op.create_table(
        "opt_out_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("opt_out", "withdrawal", name="optoutkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "recorded", "closed", name="requeststate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("state_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("phone", "fax", "mail", "email", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("received_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "person", "household", "company", name="optoutscope", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("form_1500", sa.Boolean(), nullable=False),
        sa.Column("media", models.types.GuardedJson(), nullable=False),
        sa.Column("topics", models.types.GuardedJson(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("display_name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("who", models.types.GuardedJson(), nullable=False),
        sa.Column("words", models.types.GuardedText(length=2000), nullable=False),
        sa.Column("note", models.types.GuardedText(length=2000), nullable=False),
        sa.Column("closed_reason", models.types.GuardedText(length=200), nullable=False),
        sa.Column("fax_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("source", models.types.GuardedText(length=200), nullable=False),
        sa.Column("source_sha256", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("language", models.types.GuardedText(length=20), nullable=False),
        sa.Column(
            "confirm_by",
            sa.Enum(
                "call", "text", "fax", "email", "post", name="medium", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("confirm_to", models.types.GuardedText(length=200), nullable=False),
        sa.Column("confirm_document_id", sa.Uuid(), nullable=True),
        sa.Column("confirm_dispatch_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("effective_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_opt_out_requests_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_opt_out_requests_call_id_calls")
        ),
        sa.ForeignKeyConstraint(
            ["confirm_dispatch_id"],
            ["dispatches.id"],
            name=op.f("fk_opt_out_requests_confirm_dispatch_id_dispatches"),
        ),
        sa.ForeignKeyConstraint(
            ["confirm_document_id"],
            ["documents.id"],
            name=op.f("fk_opt_out_requests_confirm_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_opt_out_requests_customer_id_customers"),
        ),
        sa.ForeignKeyConstraint(
            ["fax_id"],
            ["received_faxes.id"],
            name=op.f("fk_opt_out_requests_fax_id_received_faxes"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_opt_out_requests_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_out_requests")),
        sa.UniqueConstraint("store_id", "number", name=op.f("uq_opt_out_requests_store_id_number")),
    )
    with op.batch_alter_table("opt_out_requests", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opt_out_requests_confirm_document_id", ["confirm_document_id"], unique=False
        )
        batch_op.create_index("ix_opt_out_requests_customer_id", ["customer_id"], unique=False)
        batch_op.create_index("ix_opt_out_requests_fax_id", ["fax_id"], unique=False)
        batch_op.create_index(
            "ix_opt_out_requests_store_id_received_at", ["store_id", "received_at"], unique=False
        )
        batch_op.create_index(
            "ix_opt_out_requests_store_id_state_due_on",
            ["store_id", "state", "due_on"],
            unique=False,
        )

    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("batch_position", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column(
                "postal_key",
                models.types.SearchKeyText(length=40),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "address_key",
                models.types.SearchKeyText(length=400),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_dispatches_batch_id", ["batch_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_dispatches_batch_id_print_batches"),
            "print_batches",
            ["batch_id"],
            ["id"],
        )

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("address_fits", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(
            sa.Column(
                "unprintable",
                models.types.GuardedText(length=200),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(sa.Column("mail_serial", sa.BigInteger(), nullable=True))
        batch_op.create_index(
            "ix_documents_store_id_mail_serial", ["store_id", "mail_serial"], unique=False
        )

    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "person_key",
                models.types.SearchKeyText(length=200),
                nullable=False,
                server_default="",
            )
        )
        batch_op.create_index("ix_opt_outs_request_id", ["request_id"], unique=False)
        batch_op.create_index(
            "ix_opt_outs_store_id_medium_sequence", ["store_id", "medium", "sequence"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_opt_outs_request_id_opt_out_requests"),
            "opt_out_requests",
            ["request_id"],
            ["id"],
        )

    # Addresses are standardised more fully than before: a stored key must be what a new one is.
    address_keys.refresh(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_opt_outs_request_id_opt_out_requests"), type_="foreignkey"
        )
        batch_op.drop_index("ix_opt_outs_store_id_medium_sequence")
        batch_op.drop_index("ix_opt_outs_request_id")
        batch_op.drop_column("person_key")
        batch_op.drop_column("request_id")

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index("ix_documents_store_id_mail_serial")
        batch_op.drop_column("mail_serial")
        batch_op.drop_column("unprintable")
        batch_op.drop_column("address_fits")

    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_dispatches_batch_id_print_batches"), type_="foreignkey"
        )
        batch_op.drop_index("ix_dispatches_batch_id")
        batch_op.drop_column("left_on")
        batch_op.drop_column("address_key")
        batch_op.drop_column("postal_key")
        batch_op.drop_column("batch_position")
        batch_op.drop_column("batch_id")

    with op.batch_alter_table("opt_out_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_opt_out_requests_store_id_state_due_on")
        batch_op.drop_index("ix_opt_out_requests_store_id_received_at")
        batch_op.drop_index("ix_opt_out_requests_fax_id")
        batch_op.drop_index("ix_opt_out_requests_customer_id")
        batch_op.drop_index("ix_opt_out_requests_confirm_document_id")

    op.drop_table("opt_out_requests")
    with op.batch_alter_table("returned_letters", schema=None) as batch_op:
        batch_op.drop_index("ix_returned_letters_store_id_address_key")
        batch_op.drop_index("ix_returned_letters_dispatch_id")

    op.drop_table("returned_letters")
    op.drop_table("scrubs")
    with op.batch_alter_table("print_batches", schema=None) as batch_op:
        batch_op.drop_index("ix_print_batches_store_id_state")
        batch_op.drop_index("ix_print_batches_store_id_created_at")

    op.drop_table("print_batches")
    op.drop_table("partners")
