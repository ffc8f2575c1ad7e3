"""The records of the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("practice", "live", name="storemode", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("country", models.types.GuardedText(length=2), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("time_zone", models.types.GuardedText(length=60), nullable=False),
        sa.Column("languages", models.types.GuardedJson(), nullable=False),
        sa.Column("address_lines", models.types.GuardedJson(), nullable=False),
        sa.Column("phone_domestic", models.types.GuardedText(length=60), nullable=False),
        sa.Column("phone_abroad", models.types.GuardedText(length=60), nullable=False),
        sa.Column("fax", models.types.GuardedText(length=60), nullable=False),
        sa.Column("email", models.types.GuardedText(length=200), nullable=False),
        sa.Column("website", models.types.GuardedText(length=200), nullable=False),
        sa.Column("opt_out_phone", models.types.GuardedText(length=60), nullable=False),
        sa.Column("opt_out_fax", models.types.GuardedText(length=60), nullable=False),
        sa.Column("opt_out_email", models.types.GuardedText(length=200), nullable=False),
        sa.Column("opt_out_address_lines", models.types.GuardedJson(), nullable=False),
        sa.Column("settings", models.types.GuardedJson(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
    )
    op.create_table(
        "agents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("display_name", models.types.GuardedText(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum("agent", "supervisor", name="role", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("password_hash", models.types.PasswordHashText(length=500), nullable=True),
        sa.Column("password_set_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_signed_in_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("switched_off_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("uses_screen_reader", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_agents_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint(
            "store_id", "sign_in_name", name=op.f("uq_agents_store_id_sign_in_name")
        ),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("person", "company", name="customerkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("given_name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("family_name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("company_name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("display_name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("language", models.types.GuardedText(length=20), nullable=False),
        sa.Column("notes", models.types.GuardedText(length=2000), nullable=False),
        sa.Column("tax_exempt_certificate", models.types.GuardedText(length=60), nullable=False),
        sa.Column("tax_exempt_until", sa.Date(), nullable=True),
        sa.Column("wants_catalog", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("erased_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["customers.id"], name=op.f("fk_customers_merged_into_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_customers_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_table(
        "document_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", models.types.Sha256Text(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_document_files_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_files")),
        sa.UniqueConstraint("store_id", "sha256", name=op.f("uq_document_files_store_id_sha256")),
    )
    op.create_table(
        "failed_checkout_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("hour", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "failure",
            sa.Enum(
                "certificate",
                "blank_page",
                "timed_out",
                "declined",
                "login",
                "other",
                name="checkoutfailure",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "place",
            sa.Enum(
                "browser",
                "office",
                "home",
                "unknown",
                name="checkoutplace",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_failed_checkout_reports_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_checkout_reports")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("description", models.types.GuardedText(length=2000), nullable=False),
        sa.Column("tax_class", models.types.GuardedText(length=20), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_products_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_table(
        "shipping_methods",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("code", models.types.GuardedText(length=20), nullable=False),
        sa.Column("name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("carrier", models.types.GuardedText(length=60), nullable=False),
        sa.Column("reaches_po_boxes", sa.Boolean(), nullable=False),
        sa.Column("reaches_military", sa.Boolean(), nullable=False),
        sa.Column("countries", models.types.GuardedJson(), nullable=False),
        sa.Column("states_not_reached", models.types.GuardedJson(), nullable=False),
        sa.Column("least_days", sa.Integer(), nullable=False),
        sa.Column("most_days", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_shipping_methods_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_methods")),
        sa.UniqueConstraint("store_id", "code", name=op.f("uq_shipping_methods_store_id_code")),
    )
    op.create_table(
        "source_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("code", models.types.GuardedText(length=20), nullable=False),
        sa.Column("name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_source_codes_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_codes")),
        sa.UniqueConstraint("store_id", "code", name=op.f("uq_source_codes_store_id_code")),
    )
    op.create_table(
        "tax_rates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("country", models.types.GuardedText(length=2), nullable=False),
        sa.Column("state", models.types.GuardedText(length=20), nullable=False),
        sa.Column("postal_prefix", models.types.SearchKeyText(length=10), nullable=False),
        sa.Column("tax_class", models.types.GuardedText(length=20), nullable=False),
        sa.Column("jurisdiction", models.types.GuardedText(length=60), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("taxes_shipping", sa.Boolean(), nullable=False),
        sa.Column("is_estimate", sa.Boolean(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("source", models.types.GuardedText(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_tax_rates_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rates")),
    )
    with op.batch_alter_table("tax_rates", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tax_rates_store_id_country_state", ["store_id", "country", "state"], unique=False
        )

    op.create_table(
        "workstations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("last_seen_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_workstations_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workstations")),
        sa.UniqueConstraint("store_id", "name", name=op.f("uq_workstations_store_id_name")),
    )
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("company", models.types.GuardedText(length=200), nullable=False),
        sa.Column("line1", models.types.GuardedText(length=200), nullable=False),
        sa.Column("line2", models.types.GuardedText(length=200), nullable=False),
        sa.Column("city", models.types.GuardedText(length=200), nullable=False),
        sa.Column("state", models.types.GuardedText(length=60), nullable=False),
        sa.Column("postal_code", models.types.SearchKeyText(length=20), nullable=False),
        sa.Column("country", models.types.GuardedText(length=2), nullable=False),
        sa.Column("match_key", models.types.SearchKeyText(length=400), nullable=False),
        sa.Column("bills_here", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_addresses_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_addresses_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index("ix_addresses_customer_id", ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_addresses_store_id_match_key", ["store_id", "match_key"], unique=False
        )
        batch_op.create_index(
            "ix_addresses_store_id_postal_code", ["store_id", "postal_code"], unique=False
        )

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", models.types.GuardedText(length=60), nullable=False),
        sa.Column("subject_kind", models.types.GuardedText(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("details", models.types.GuardedJson(), nullable=False),
        sa.Column("chain_hash", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_audit_entries_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_audit_entries_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_audit_entries_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint(
            "store_id", "sequence", name=op.f("uq_audit_entries_store_id_sequence")
        ),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_subject_id", ["subject_id"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "parked", "ended", name="callstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("number_typed", models.types.PhoneTypedText(length=60), nullable=False),
        sa.Column("number", models.types.E164Text(length=16), nullable=True),
        sa.Column("has_caller_id", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("form", models.types.GuardedJson(), nullable=True),
        sa.Column("started_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("parked_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "order_placed",
                "order_held",
                "no_order",
                "question",
                "call_back",
                "wrong_number",
                "dropped",
                name="calloutcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("language", models.types.GuardedText(length=20), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_calls_agent_id_agents")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_calls_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_calls_store_id_stores")),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_calls_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calls_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_calls_store_id_agent_id_started_at",
            ["store_id", "agent_id", "started_at"],
            unique=False,
        )
        batch_op.create_index("ix_calls_store_id_state", ["store_id", "state"], unique=False)

    op.create_table(
        "commands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("result", models.types.GuardedJson(), nullable=False),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_commands_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_commands_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_commands_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
    )
    op.create_table(
        "contact_points",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "phone", "mobile", "fax", "email", name="contactkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("typed", models.types.PhoneTypedText(length=200), nullable=False),
        sa.Column("normalised", models.types.ContactText(length=200), nullable=False),
        sa.Column("reversed_value", models.types.ContactText(length=200), nullable=False),
        sa.Column("extension", models.types.GuardedText(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_contact_points_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_contact_points_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
        sa.UniqueConstraint(
            "store_id",
            "customer_id",
            "normalised",
            "extension",
            "kind",
            name=op.f("uq_contact_points_store_id_customer_id_normalised_extension_kind"),
        ),
    )
    with op.batch_alter_table("contact_points", schema=None) as batch_op:
        batch_op.create_index("ix_contact_points_customer_id", ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_contact_points_store_id_normalised", ["store_id", "normalised"], unique=False
        )
        batch_op.create_index(
            "ix_contact_points_store_id_reversed_value",
            ["store_id", "reversed_value"],
            unique=False,
        )

    op.create_table(
        "customer_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("word", models.types.SearchKeyText(length=200), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_customer_words_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_customer_words_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_words")),
        sa.UniqueConstraint(
            "store_id",
            "word",
            "customer_id",
            name=op.f("uq_customer_words_store_id_word_customer_id"),
        ),
    )
    with op.batch_alter_table("customer_words", schema=None) as batch_op:
        batch_op.create_index("ix_customer_words_customer_id", ["customer_id"], unique=False)

    op.create_table(
        "former_passwords",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", models.types.PasswordHashText(length=500), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_former_passwords_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_former_passwords_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_passwords")),
    )
    with op.batch_alter_table("former_passwords", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_passwords_agent_id"), ["agent_id"], unique=False
        )

    op.create_table(
        "number_blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_number_blocks_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_number_blocks_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_blocks")),
        sa.UniqueConstraint("store_id", "first", name=op.f("uq_number_blocks_store_id_first")),
    )
    with op.batch_alter_table("number_blocks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_number_blocks_workstation_id"), ["workstation_id"], unique=False
        )

    op.create_table(
        "opt_outs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("opt_out", "withdrawal", name="optoutkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("phone", "fax", "mail", "email", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "medium",
            sa.Enum(
                "call", "text", "fax", "email", "post", name="medium", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("topic", models.types.GuardedText(length=20), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "person", "household", "company", name="optoutscope", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("value_key", models.types.SearchKeyText(length=400), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("dated_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("received_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("evidence", models.types.GuardedJson(), nullable=True),
        sa.Column("chain_hash", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_opt_outs_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_opt_outs_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_opt_outs_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_opt_outs_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_outs")),
        sa.UniqueConstraint("store_id", "sequence", name=op.f("uq_opt_outs_store_id_sequence")),
    )
    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opt_outs_store_id_value_key_medium",
            ["store_id", "value_key", "medium"],
            unique=False,
        )

    op.create_table(
        "product_variants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("sku", models.types.GuardedText(length=60), nullable=False),
        sa.Column("sku_key", models.types.SearchKeyText(length=60), nullable=False),
        sa.Column("gtin", models.types.GtinText(length=14), nullable=True),
        sa.Column("name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("caption", models.types.GuardedText(length=60), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("stock_on_hand", sa.Integer(), nullable=True),
        sa.Column("low_stock_at", sa.Integer(), nullable=False),
        sa.Column("discontinued_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_variants_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_product_variants_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_variants")),
        sa.UniqueConstraint("store_id", "sku", name=op.f("uq_product_variants_store_id_sku")),
        sa.UniqueConstraint(
            "store_id", "sku_key", name=op.f("uq_product_variants_store_id_sku_key")
        ),
    )
    with op.batch_alter_table("product_variants", schema=None) as batch_op:
        batch_op.create_index("ix_product_variants_product_id", ["product_id"], unique=False)
        batch_op.create_index(
            "ix_product_variants_store_id_gtin", ["store_id", "gtin"], unique=False
        )

    op.create_table(
        "shipping_prices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("method_id", sa.Uuid(), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("subtotal", "weight", name="pricebasis", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("from_value", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["method_id"],
            ["shipping_methods.id"],
            name=op.f("fk_shipping_prices_method_id_shipping_methods"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_shipping_prices_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_prices")),
        sa.UniqueConstraint(
            "store_id",
            "method_id",
            "currency",
            "basis",
            "from_value",
            name=op.f("uq_shipping_prices_store_id_method_id_currency_basis_from_value"),
        ),
    )
    with op.batch_alter_table("shipping_prices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shipping_prices_method_id"), ["method_id"], unique=False
        )

    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("number", models.types.OrderNumberText(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "placed",
                "released",
                "partly_shipped",
                "shipped",
                "closed",
                "cancelled",
                name="orderstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("phone", "fax", "mail", "email", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("workstation_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("source_code", models.types.GuardedText(length=20), nullable=False),
        sa.Column("wants_catalog", sa.Boolean(), nullable=False),
        sa.Column("bill_to", models.types.GuardedJson(), nullable=True),
        sa.Column("ship_to", models.types.GuardedJson(), nullable=True),
        sa.Column("gift_message", models.types.GuardedText(length=200), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("subtotal_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("shipping_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("shipping_method_id", sa.Uuid(), nullable=True),
        sa.Column("shipping_name", models.types.GuardedText(length=60), nullable=False),
        sa.Column("tax_rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("tax_jurisdiction", models.types.GuardedText(length=60), nullable=False),
        sa.Column("tax_source", models.types.GuardedText(length=200), nullable=False),
        sa.Column("tax_is_estimate", sa.Boolean(), nullable=False),
        sa.Column("tax_exempt_certificate", models.types.GuardedText(length=60), nullable=False),
        sa.Column("promise_date", sa.Date(), nullable=True),
        sa.Column("promise_words", models.types.GuardedText(length=200), nullable=False),
        sa.Column("promise_basis", models.types.GuardedText(length=60), nullable=False),
        sa.Column("placed_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("completed_order_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("released_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("updated_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_orders_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_orders_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["shipping_method_id"],
            ["shipping_methods.id"],
            name=op.f("fk_orders_shipping_method_id_shipping_methods"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_orders_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_orders_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("store_id", "number", name=op.f("uq_orders_store_id_number")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orders_call_id"), ["call_id"], unique=False)
        batch_op.create_index(
            "ix_orders_store_id_customer_id_placed_at",
            ["store_id", "customer_id", "placed_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_orders_store_id_state_created_at", ["store_id", "state", "created_at"], unique=False
        )

    op.create_table(
        "prices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_prices_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["product_variants.id"],
            name=op.f("fk_prices_variant_id_product_variants"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prices")),
        sa.UniqueConstraint(
            "store_id",
            "variant_id",
            "currency",
            name=op.f("uq_prices_store_id_variant_id_currency"),
        ),
    )
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prices_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "product_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("word", models.types.SearchKeyText(length=200), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_product_words_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["product_variants.id"],
            name=op.f("fk_product_words_variant_id_product_variants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_words")),
        sa.UniqueConstraint(
            "store_id", "word", "variant_id", name=op.f("uq_product_words_store_id_word_variant_id")
        ),
    )
    with op.batch_alter_table("product_words", schema=None) as batch_op:
        batch_op.create_index("ix_product_words_variant_id", ["variant_id"], unique=False)

    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "confirmation",
                "cancellation",
                "delay_notice",
                "opt_out_confirmation",
                name="documentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("language", models.types.GuardedText(length=20), nullable=False),
        sa.Column("data", models.types.GuardedJson(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", models.types.Sha256Text(length=64), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_documents_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_documents_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_documents_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_documents_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index("ix_documents_order_id", ["order_id"], unique=False)

    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ship_to_differs",
                "street_check",
                "postal_check",
                "code_check",
                "payment",
                "amount",
                "first_order",
                "authorization_expired",
                "manual",
                name="holdkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "released",
                "order_cancelled",
                name="holdstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("details", models.types.GuardedJson(), nullable=False),
        sa.Column("opened_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("end_note", models.types.GuardedText(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["agents.id"], name=op.f("fk_holds_ended_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["agents.id"], name=op.f("fk_holds_opened_by_id_agents")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_holds_order_id_orders")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_holds_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index("ix_holds_order_id", ["order_id"], unique=False)
        batch_op.create_index(
            "ix_holds_store_id_state_opened_at", ["store_id", "state", "opened_at"], unique=False
        )

    op.create_table(
        "order_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", models.types.GuardedText(length=60), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "placed",
                "released",
                "partly_shipped",
                "shipped",
                "closed",
                "cancelled",
                name="orderstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "placed",
                "released",
                "partly_shipped",
                "shipped",
                "closed",
                "cancelled",
                name="orderstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("details", models.types.GuardedJson(), nullable=False),
        sa.Column("chain_hash", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_order_events_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_events_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_order_events_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
        sa.UniqueConstraint(
            "store_id",
            "order_id",
            "sequence",
            name=op.f("uq_order_events_store_id_order_id_sequence"),
        ),
    )
    with op.batch_alter_table("order_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_events_order_id"), ["order_id"], unique=False)

    op.create_table(
        "order_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("sku", models.types.GuardedText(length=60), nullable=False),
        sa.Column("name", models.types.GuardedText(length=200), nullable=False),
        sa.Column("caption", models.types.GuardedText(length=60), nullable=False),
        sa.Column("tax_class", models.types.GuardedText(length=20), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("list_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("price_reason", models.types.GuardedText(length=60), nullable=False),
        sa.Column(
            "discount_kind",
            sa.Enum("percent", "amount", name="discountkind", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("discount_value", sa.BigInteger(), nullable=False),
        sa.Column("discount_reason", models.types.GuardedText(length=60), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("promise_date", sa.Date(), nullable=True),
        sa.Column("promise_words", models.types.GuardedText(length=200), nullable=False),
        sa.Column("promise_basis", models.types.GuardedText(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
            name=op.f("fk_order_lines_order_id_orders"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_lines_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["product_variants.id"],
            name=op.f("fk_order_lines_variant_id_product_variants"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index("ix_order_lines_order_id", ["order_id"], unique=False)
        batch_op.create_index("ix_order_lines_variant_id", ["variant_id"], unique=False)

    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "tender",
            sa.Enum("card", "cheque", "terms", name="tender", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("processor", models.types.GuardedText(length=20), nullable=False),
        sa.Column("processor_run", models.types.GuardedText(length=60), nullable=False),
        sa.Column("payment_method", models.types.TokenText(length=263), nullable=True),
        sa.Column("brand", models.types.GuardedText(length=20), nullable=False),
        sa.Column("last4", models.types.LastFourText(length=4), nullable=True),
        sa.Column("code_asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_payments_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_payments_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint(
            "store_id", "payment_method", name=op.f("uq_payments_store_id_payment_method")
        ),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index("ix_payments_order_id", ["order_id"], unique=False)

    op.create_table(
        "person_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "call_back",
                "given_up_fax",
                "bounce",
                "refund_due",
                name="persontaskkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("words", models.types.GuardedText(length=200), nullable=False),
        sa.Column("due_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_person_tasks_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["agents.id"], name=op.f("fk_person_tasks_done_by_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_person_tasks_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["agents.id"], name=op.f("fk_person_tasks_owner_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_person_tasks_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_tasks")),
    )
    with op.batch_alter_table("person_tasks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_tasks_store_id_done_at_due_at",
            ["store_id", "done_at", "due_at"],
            unique=False,
        )

    op.create_table(
        "shipments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("carrier", models.types.GuardedText(length=60), nullable=False),
        sa.Column("tracking_number", models.types.TrackingText(length=40), nullable=True),
        sa.Column("shipped_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_shipments_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_shipments_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
    )
    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shipments_order_id"), ["order_id"], unique=False)

    op.create_table(
        "delay_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("revised_date", sa.Date(), nullable=True),
        sa.Column("reason", models.types.GuardedText(length=200), nullable=False),
        sa.Column("is_renewed", sa.Boolean(), nullable=False),
        sa.Column("sent_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", models.types.GuardedText(length=20), nullable=False),
        sa.Column(
            "answer_channel",
            sa.Enum("phone", "fax", "mail", "email", name="channel", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_delay_notices_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_delay_notices_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["order_lines.id"],
            name=op.f("fk_delay_notices_order_line_id_order_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_delay_notices_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delay_notices")),
    )
    with op.batch_alter_table("delay_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delay_notices_order_id"), ["order_id"], unique=False)

    op.create_table(
        "dispatches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column(
            "route",
            sa.Enum("printer", "fax", "email", "file", name="route", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("destination", models.types.GuardedText(length=200), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "delivered",
                "printed",
                "mailed",
                "returned",
                "failed",
                "given_up",
                name="dispatchstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("job", models.types.GuardedText(length=60), nullable=False),
        sa.Column("failure", models.types.GuardedText(length=200), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("state_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_dispatches_agent_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_dispatches_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_dispatches_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatches")),
    )
    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.create_index("ix_dispatches_document_id", ["document_id"], unique=False)
        batch_op.create_index("ix_dispatches_store_id_state", ["store_id", "state"], unique=False)

    op.create_table(
        "payment_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "authorize",
                "capture",
                "void",
                "refund",
                name="purpose",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "created",
                "sent",
                "succeeded",
                "declined",
                "unknown",
                name="attemptstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("idempotency_key", models.types.TokenText(length=263), nullable=False),
        sa.Column("body", models.types.GuardedJson(), nullable=False),
        sa.Column("body_hash", models.types.Sha256Text(length=64), nullable=False),
        sa.Column("intent_id", models.types.TokenText(length=263), nullable=True),
        sa.Column("charge_id", models.types.TokenText(length=263), nullable=True),
        sa.Column("decline_code", models.types.GuardedText(length=60), nullable=False),
        sa.Column("raw_checks", models.types.GuardedJson(), nullable=True),
        sa.Column("network", models.types.GuardedText(length=20), nullable=False),
        sa.Column(
            "street_check",
            sa.Enum(
                "match",
                "no_match",
                "not_checked",
                "not_provided",
                name="check",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "postal_check",
            sa.Enum(
                "match",
                "no_match",
                "not_checked",
                "not_provided",
                name="check",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "code_check",
            sa.Enum(
                "match",
                "no_match",
                "not_checked",
                "not_provided",
                name="check",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("expires_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("next_look_up_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("look_ups", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_attempts_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_payment_attempts_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempts")),
        sa.UniqueConstraint(
            "store_id", "idempotency_key", name=op.f("uq_payment_attempts_store_id_idempotency_key")
        ),
        sa.UniqueConstraint(
            "store_id",
            "payment_id",
            "sequence",
            name=op.f("uq_payment_attempts_store_id_payment_id_sequence"),
        ),
    )
    with op.batch_alter_table("payment_attempts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_attempts_intent_id"), ["intent_id"], unique=False
        )
        batch_op.create_index(
            "ix_payment_attempts_open_by_store",
            ["store_id", "state"],
            unique=False,
            sqlite_where=sa.text("state IN ('created', 'sent', 'unknown')"),
            postgresql_where=sa.text("state IN ('created', 'sent', 'unknown')"),
        )
        batch_op.create_index(
            "uq_payment_attempts_open",
            ["payment_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("state IN ('created', 'sent', 'unknown')"),
            postgresql_where=sa.text("state IN ('created', 'sent', 'unknown')"),
        )

    op.create_table(
        "refunds_due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("reason", models.types.GuardedText(length=200), nullable=False),
        sa.Column("due_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_refunds_due_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_refunds_due_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_refunds_due_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds_due")),
    )
    with op.batch_alter_table("refunds_due", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_due_order_id"), ["order_id"], unique=False)

    op.create_table(
        "shipment_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["order_lines.id"],
            name=op.f("fk_shipment_lines_order_line_id_order_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_shipment_lines_shipment_id_shipments")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_shipment_lines_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_lines")),
        sa.UniqueConstraint(
            "store_id",
            "shipment_id",
            "order_line_id",
            name=op.f("uq_shipment_lines_store_id_shipment_id_order_line_id"),
        ),
    )
    with op.batch_alter_table("shipment_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shipment_lines_order_line_id"), ["order_line_id"], unique=False
        )

    op.create_table(
        "stock_reservations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["order_lines.id"],
            name=op.f("fk_stock_reservations_order_line_id_order_lines"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_stock_reservations_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["product_variants.id"],
            name=op.f("fk_stock_reservations_variant_id_product_variants"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_reservations")),
        sa.UniqueConstraint(
            "store_id", "order_line_id", name=op.f("uq_stock_reservations_store_id_order_line_id")
        ),
    )
    with op.batch_alter_table("stock_reservations", schema=None) as batch_op:
        batch_op.create_index("ix_stock_reservations_variant_id", ["variant_id"], unique=False)

    op.create_table(
        "attempt_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "created",
                "sent",
                "succeeded",
                "declined",
                "unknown",
                name="attemptstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "created",
                "sent",
                "succeeded",
                "declined",
                "unknown",
                name="attemptstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("details", models.types.GuardedJson(), nullable=False),
        sa.Column("chain_hash", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_attempt_events_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["payment_attempts.id"],
            name=op.f("fk_attempt_events_attempt_id_payment_attempts"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_attempt_events_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_attempt_events_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_events")),
        sa.UniqueConstraint(
            "store_id",
            "attempt_id",
            "sequence",
            name=op.f("uq_attempt_events_store_id_attempt_id_sequence"),
        ),
    )
    with op.batch_alter_table("attempt_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_events_attempt_id"), ["attempt_id"], unique=False
        )

    op.create_table(
        "dispatch_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "delivered",
                "printed",
                "mailed",
                "returned",
                "failed",
                "given_up",
                name="dispatchstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "delivered",
                "printed",
                "mailed",
                "returned",
                "failed",
                "given_up",
                name="dispatchstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("chain_hash", models.types.Sha256Text(length=64), nullable=True),
        sa.Column("at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["agents.id"], name=op.f("fk_dispatch_events_actor_id_agents")
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"],
            ["dispatches.id"],
            name=op.f("fk_dispatch_events_dispatch_id_dispatches"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_dispatch_events_store_id_stores")
        ),
        sa.ForeignKeyConstraint(
            ["workstation_id"],
            ["workstations.id"],
            name=op.f("fk_dispatch_events_workstation_id_workstations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_events")),
        sa.UniqueConstraint(
            "store_id",
            "dispatch_id",
            "sequence",
            name=op.f("uq_dispatch_events_store_id_dispatch_id_sequence"),
        ),
    )
    with op.batch_alter_table("dispatch_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispatch_events_dispatch_id"), ["dispatch_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("dispatch_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispatch_events_dispatch_id"))

    op.drop_table("dispatch_events")
    with op.batch_alter_table("attempt_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_events_attempt_id"))

    op.drop_table("attempt_events")
    with op.batch_alter_table("stock_reservations", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_reservations_variant_id")

    op.drop_table("stock_reservations")
    with op.batch_alter_table("shipment_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shipment_lines_order_line_id"))

    op.drop_table("shipment_lines")
    with op.batch_alter_table("refunds_due", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refunds_due_order_id"))

    op.drop_table("refunds_due")
    with op.batch_alter_table("payment_attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_payment_attempts_open",
            sqlite_where=sa.text("state IN ('created', 'sent', 'unknown')"),
            postgresql_where=sa.text("state IN ('created', 'sent', 'unknown')"),
        )
        batch_op.drop_index(
            "ix_payment_attempts_open_by_store",
            sqlite_where=sa.text("state IN ('created', 'sent', 'unknown')"),
            postgresql_where=sa.text("state IN ('created', 'sent', 'unknown')"),
        )
        batch_op.drop_index(batch_op.f("ix_payment_attempts_intent_id"))

    op.drop_table("payment_attempts")
    with op.batch_alter_table("dispatches", schema=None) as batch_op:
        batch_op.drop_index("ix_dispatches_store_id_state")
        batch_op.drop_index("ix_dispatches_document_id")

    op.drop_table("dispatches")
    with op.batch_alter_table("delay_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delay_notices_order_id"))

    op.drop_table("delay_notices")
    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shipments_order_id"))

    op.drop_table("shipments")
    with op.batch_alter_table("person_tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_person_tasks_store_id_done_at_due_at")

    op.drop_table("person_tasks")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_order_id")

    op.drop_table("payments")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_order_lines_variant_id")
        batch_op.drop_index("ix_order_lines_order_id")

    op.drop_table("order_lines")
    with op.batch_alter_table("order_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_events_order_id"))

    op.drop_table("order_events")
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_index("ix_holds_store_id_state_opened_at")
        batch_op.drop_index("ix_holds_order_id")

    op.drop_table("holds")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index("ix_documents_order_id")

    op.drop_table("documents")
    with op.batch_alter_table("product_words", schema=None) as batch_op:
        batch_op.drop_index("ix_product_words_variant_id")

    op.drop_table("product_words")
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prices_variant_id"))

    op.drop_table("prices")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_store_id_state_created_at")
        batch_op.drop_index("ix_orders_store_id_customer_id_placed_at")
        batch_op.drop_index(batch_op.f("ix_orders_call_id"))

    op.drop_table("orders")
    with op.batch_alter_table("shipping_prices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shipping_prices_method_id"))

    op.drop_table("shipping_prices")
    with op.batch_alter_table("product_variants", schema=None) as batch_op:
        batch_op.drop_index("ix_product_variants_store_id_gtin")
        batch_op.drop_index("ix_product_variants_product_id")

    op.drop_table("product_variants")
    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.drop_index("ix_opt_outs_store_id_value_key_medium")

    op.drop_table("opt_outs")
    with op.batch_alter_table("number_blocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_number_blocks_workstation_id"))

    op.drop_table("number_blocks")
    with op.batch_alter_table("former_passwords", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_passwords_agent_id"))

    op.drop_table("former_passwords")
    with op.batch_alter_table("customer_words", schema=None) as batch_op:
        batch_op.drop_index("ix_customer_words_customer_id")

    op.drop_table("customer_words")
    with op.batch_alter_table("contact_points", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_points_store_id_reversed_value")
        batch_op.drop_index("ix_contact_points_store_id_normalised")
        batch_op.drop_index("ix_contact_points_customer_id")

    op.drop_table("contact_points")
    op.drop_table("commands")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_index("ix_calls_store_id_state")
        batch_op.drop_index("ix_calls_store_id_agent_id_started_at")
        batch_op.drop_index(batch_op.f("ix_calls_customer_id"))

    op.drop_table("calls")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject_id")

    op.drop_table("audit_entries")
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_index("ix_addresses_store_id_postal_code")
        batch_op.drop_index("ix_addresses_store_id_match_key")
        batch_op.drop_index("ix_addresses_customer_id")

    op.drop_table("addresses")
    op.drop_table("workstations")
    with op.batch_alter_table("tax_rates", schema=None) as batch_op:
        batch_op.drop_index("ix_tax_rates_store_id_country_state")

    op.drop_table("tax_rates")
    op.drop_table("source_codes")
    op.drop_table("shipping_methods")
    op.drop_table("products")
    op.drop_table("failed_checkout_reports")
    op.drop_table("document_files")
    op.drop_table("customers")
    op.drop_table("agents")
    op.drop_table("stores")
