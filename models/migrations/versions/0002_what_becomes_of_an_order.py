"""What becomes of an order: money, verification, changes, shipments, reconciliation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types
from models.ids import uuid7
from models.order_search import order_words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carrier_mappings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("carrier", models.types.GuardedText(length=60), nullable=False),
        sa.Column("columns", models.types.GuardedJson(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_carrier_mappings_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_mappings")),
        sa.UniqueConstraint(
            "store_id", "carrier", name=op.f("uq_carrier_mappings_store_id_carrier")
        ),
    )
    op.create_table(
        "leases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("holder", models.types.GuardedText(length=60), nullable=False),
        sa.Column("until", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_leases_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_leases_store_id_name")),
    )
    op.create_table(
        "reconciliation_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("since", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("processor", models.types.GuardedText(length=20), nullable=False),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("intents", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("failure", models.types.GuardedText(length=200), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_reconciliation_runs_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_runs")),
    )
    with op.batch_alter_table("reconciliation_runs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reconciliation_runs_store_id_created_at", ["store_id", "created_at"], unique=False
        )

    op.create_table(
        "manifests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("carrier", models.types.GuardedText(length=60), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", models.types.Sha256Text(length=64), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_manifests_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_manifests_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifests")),
    )
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("terms", models.types.GuardedJson(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_saved_filters_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_saved_filters_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint(
            "store_id", "agent_id", "name", name=op.f("uq_saved_filters_store_id_agent_id_name")
        ),
    )
    op.create_table(
        "watched_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("contact", models.types.ContactText(length=200), nullable=True),
        sa.Column("match_key", models.types.SearchKeyText(length=400), nullable=True),
        sa.Column("reason", models.types.GuardedText(length=200), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["agents.id"], name=op.f("fk_watched_values_added_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["agents.id"], name=op.f("fk_watched_values_ended_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_watched_values_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_values")),
    )
    with op.batch_alter_table("watched_values", schema=None) as batch_op:
        batch_op.create_index(
            "ix_watched_values_store_id_contact", ["store_id", "contact"], unique=False
        )
        batch_op.create_index(
            "ix_watched_values_store_id_match_key", ["store_id", "match_key"], unique=False
        )

    op.create_table(
        "disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", models.types.GuardedText(length=60), nullable=False),
        sa.Column("purpose", models.types.GuardedText(length=60), nullable=False),
        sa.Column("fields", models.types.GuardedJson(), nullable=False),
        sa.Column("manifest_id", sa.Uuid(), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_disclosures_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["manifest_id"], ["manifests.id"], name=op.f("fk_disclosures_manifest_id_manifests")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_disclosures_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_disclosures_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_disclosures_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.create_index("ix_disclosures_order_id", ["order_id"], unique=False)

    op.create_table(
        "order_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("word", models.types.SearchKeyText(length=200), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
            name=op.f("fk_order_keys_order_id_orders"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_keys_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_keys")),
        sa.UniqueConstraint(
            "store_id", "word", "order_id", name=op.f("uq_order_keys_store_id_word_order_id")
        ),
    )
    with op.batch_alter_table("order_keys", schema=None) as batch_op:
        batch_op.create_index("ix_order_keys_order_id", ["order_id"], unique=False)

    op.create_table(
        "order_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("words", models.types.GuardedText(length=200), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_order_notes_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_notes_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_notes_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_notes")),
    )
    with op.batch_alter_table("order_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_notes_order_id"), ["order_id"], unique=False)

    op.create_table(
        "order_presences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("since", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_order_presences_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_presences_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_presences_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_order_presences_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_presences")),
        sa.UniqueConstraint(
            "store_id",
            "order_id",
            "workstation_id",
            name=op.f("uq_order_presences_store_id_order_id_workstation_id"),
        ),
    )
    with op.batch_alter_table("order_presences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_presences_order_id"), ["order_id"], unique=False)

    op.create_table(
        "order_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("snapshot", models.types.GuardedJson(), nullable=False),
        sa.Column("replaced_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_versions_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["agents.id"], name=op.f("fk_order_versions_replaced_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_versions_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_versions")),
        sa.UniqueConstraint(
            "store_id",
            "order_id",
            "sequence",
            name=op.f("uq_order_versions_store_id_order_id_sequence"),
        ),
    )
    with op.batch_alter_table("order_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_versions_order_id"), ["order_id"], unique=False)

    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unknown_intent",
                "missing_intent",
                "amount_differs",
                "state_differs",
                "held_for_nothing",
                name="findingkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("processor", models.types.GuardedText(length=20), nullable=False),
        sa.Column("intent_id", models.types.TokenText(length=263), nullable=True),
        sa.Column("attempt_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("our_minor", sa.BigInteger(), nullable=False),
        sa.Column("their_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("their_state", models.types.GuardedText(length=60), nullable=False),
        sa.Column("settled_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settlement", models.types.GuardedText(length=60), nullable=False),
        sa.Column("note", models.types.GuardedText(length=200), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["payment_attempts.id"],
            name=op.f("fk_findings_attempt_id_payment_attempts"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_findings_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["agents.id"], name=op.f("fk_findings_settled_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_findings_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_intent_id", ["intent_id"], unique=False)
        batch_op.create_index(
            "ix_findings_store_id_settled_at", ["store_id", "settled_at"], unique=False
        )

    # The defaults are for the rows that are there; they stay, since nothing of ours relies on them.
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("terms_days", sa.Integer(), nullable=False, server_default="0")
        )

    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ask_again_at", models.types.UtcDateTime(timezone=True), nullable=True)
        )

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index("ix_order_lines_store_id_sku", ["store_id", "sku"], unique=False)

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changes_order_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "backorder_choice",
                sa.Enum("split", "hold", name="backorderchoice", native_enum=False, length=40),
                nullable=True,
            )
        )
        batch_op.create_index("ix_orders_changes_order_id", ["changes_order_id"], unique=False)
        batch_op.create_index(
            "ix_orders_store_id_placed_at", ["store_id", "placed_at"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_orders_changes_order_id_orders"), "orders", ["changes_order_id"], ["id"]
        )

    with op.batch_alter_table("payment_attempts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("refund_id", models.types.TokenText(length=263), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "allows_more_captures", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch_op.add_column(
            sa.Column("releases_rest", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("shipment_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "reason", models.types.GuardedText(length=200), nullable=False, server_default=""
            )
        )
        batch_op.create_index("ix_payment_attempts_payment_id", ["payment_id"], unique=False)
        batch_op.create_index(
            "ix_payment_attempts_store_id_expires_at", ["store_id", "expires_at"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_payment_attempts_shipment_id_shipments"),
            "shipments",
            ["shipment_id"],
            ["id"],
        )

    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "reference", models.types.GuardedText(length=60), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column("terms_days", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("received_at", models.types.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index("ix_payments_store_id_last4", ["store_id", "last4"], unique=False)
        batch_op.create_index(
            "ix_payments_store_id_reference", ["store_id", "reference"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_payments_replaces_id_payments"), "payments", ["replaces_id"], ["id"]
        )

    with op.batch_alter_table("product_variants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("restock_on", sa.Date(), nullable=True))

    with op.batch_alter_table("shipment_lines", schema=None) as batch_op:
        batch_op.create_index("ix_shipment_lines_shipment_id", ["shipment_id"], unique=False)

    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "service", models.types.GuardedText(length=20), nullable=False, server_default=""
            )
        )
        batch_op.add_column(sa.Column("manifest_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("parcels", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(
            sa.Column("weight_grams", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_index(batch_op.f("ix_shipments_manifest_id"), ["manifest_id"], unique=False)
        batch_op.create_index(
            "ix_shipments_store_id_shipped_at", ["store_id", "shipped_at"], unique=False
        )
        batch_op.create_index(
            "ix_shipments_store_id_tracking_number", ["store_id", "tracking_number"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_shipments_manifest_id_manifests"), "manifests", ["manifest_id"], ["id"]
        )

    _fill_order_keys()


def _fill_order_keys() -> None:
    """Make the orders that were placed before findable by the words of their addresses."""
    connection = op.get_bind()
    orders = sa.table(
        "orders",
        sa.column("id", sa.Uuid()),
        sa.column("store_id", sa.Uuid()),
        sa.column("placed_at", models.types.UtcDateTime()),
        sa.column("bill_to", models.types.GuardedJson()),
        sa.column("ship_to", models.types.GuardedJson()),
    )
    keys = sa.table(
        "order_keys",
        sa.column("id", sa.Uuid()),
        sa.column("store_id", sa.Uuid()),
        sa.column("word", models.types.SearchKeyText(200)),
        sa.column("order_id", sa.Uuid()),
    )
    placed = sa.select(orders).where(orders.c.placed_at.is_not(None))
    for batch in connection.execute(placed).yield_per(1000).partitions():
        rows = [
            {"id": uuid7(), "store_id": row.store_id, "word": word, "order_id": row.id}
            for row in batch
            for word in sorted(order_words(row.bill_to, row.ship_to))
        ]
        if rows:
            connection.execute(sa.insert(keys), rows)


def downgrade() -> None:
    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_shipments_manifest_id_manifests"), type_="foreignkey"
        )
        batch_op.drop_index("ix_shipments_store_id_tracking_number")
        batch_op.drop_index("ix_shipments_store_id_shipped_at")
        batch_op.drop_index(batch_op.f("ix_shipments_manifest_id"))
        batch_op.drop_column("weight_grams")
        batch_op.drop_column("parcels")
        batch_op.drop_column("manifest_id")
        batch_op.drop_column("service")

    with op.batch_alter_table("shipment_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_shipment_lines_shipment_id")

    with op.batch_alter_table("product_variants", schema=None) as batch_op:
        batch_op.drop_column("restock_on")

    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_payments_replaces_id_payments"), type_="foreignkey")
        batch_op.drop_index("ix_payments_store_id_reference")
        batch_op.drop_index("ix_payments_store_id_last4")
        batch_op.drop_column("received_at")
        batch_op.drop_column("terms_days")
        batch_op.drop_column("reference")
        batch_op.drop_column("replaces_id")

    with op.batch_alter_table("payment_attempts", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_payment_attempts_shipment_id_shipments"), type_="foreignkey"
        )
        batch_op.drop_index("ix_payment_attempts_store_id_expires_at")
        batch_op.drop_index("ix_payment_attempts_payment_id")
        batch_op.drop_column("reason")
        batch_op.drop_column("shipment_id")
        batch_op.drop_column("releases_rest")
        batch_op.drop_column("allows_more_captures")
        batch_op.drop_column("refund_id")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_orders_changes_order_id_orders"), type_="foreignkey"
        )
        batch_op.drop_index("ix_orders_store_id_placed_at")
        batch_op.drop_index("ix_orders_changes_order_id")
        batch_op.drop_column("backorder_choice")
        batch_op.drop_column("changes_order_id")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_order_lines_store_id_sku")

    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_column("ask_again_at")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("terms_days")

    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index("ix_findings_store_id_settled_at")
        batch_op.drop_index("ix_findings_intent_id")

    op.drop_table("findings")
    with op.batch_alter_table("order_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_versions_order_id"))

    op.drop_table("order_versions")
    with op.batch_alter_table("order_presences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_presences_order_id"))

    op.drop_table("order_presences")
    with op.batch_alter_table("order_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_notes_order_id"))

    op.drop_table("order_notes")
    with op.batch_alter_table("order_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_order_keys_order_id")

    op.drop_table("order_keys")
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosures_order_id")

    op.drop_table("disclosures")
    with op.batch_alter_table("watched_values", schema=None) as batch_op:
        batch_op.drop_index("ix_watched_values_store_id_match_key")
        batch_op.drop_index("ix_watched_values_store_id_contact")

    op.drop_table("watched_values")
    op.drop_table("saved_filters")
    op.drop_table("manifests")
    with op.batch_alter_table("reconciliation_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_reconciliation_runs_store_id_created_at")

    op.drop_table("reconciliation_runs")
    op.drop_table("leases")
    op.drop_table("carrier_mappings")
