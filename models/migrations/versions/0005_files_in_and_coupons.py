"""Files that come in: products as web stores have them, addresses of every country, coupons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coupons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("code", models.types.GuardedText(length=60), nullable=False),
        sa.Column("code_key", models.types.SearchKeyText(length=60), nullable=False),
        sa.Column("words", models.types.GuardedText(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "amount",
                "percent",
                "free_shipping",
                name="couponkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("currency", models.types.GuardedText(length=3), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("once_per_customer", sa.Boolean(), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("minimum_minor", sa.BigInteger(), nullable=False),
        sa.Column("excluded_skus", models.types.GuardedJson(), nullable=False),
        sa.Column("excluded_categories", models.types.GuardedJson(), nullable=False),
        sa.Column("excludes_sale_prices", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_coupons_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupons")),
        sa.UniqueConstraint("store_id", "code_key", name=op.f("uq_coupons_store_id_code_key")),
    )
    op.create_table(
        "file_columns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", models.types.GuardedText(length=20), nullable=False),
        sa.Column("headings_sha256", models.types.Sha256Text(length=64), nullable=False),
        sa.Column("columns", models.types.GuardedJson(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_file_columns_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_columns")),
        sa.UniqueConstraint(
            "store_id",
            "kind",
            "headings_sha256",
            name=op.f("uq_file_columns_store_id_kind_headings_sha256"),
        ),
    )
    op.create_table(
        "coupon_uses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("coupon_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_key", models.types.SearchKeyText(length=200), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupons.id"], name=op.f("fk_coupon_uses_coupon_id_coupons")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_coupon_uses_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_coupon_uses_store_id_stores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_uses")),
        sa.UniqueConstraint(
            "store_id",
            "coupon_id",
            "order_id",
            "person_key",
            name=op.f("uq_coupon_uses_store_id_coupon_id_order_id_person_key"),
        ),
    )
    with op.batch_alter_table("coupon_uses", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coupon_uses_coupon_id_person_key", ["coupon_id", "person_key"], unique=False
        )
        batch_op.create_index("ix_coupon_uses_order_id", ["order_id"], unique=False)

    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "district", models.types.GuardedText(length=200), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column(
                "sorting_code",
                models.types.GuardedText(length=60),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(sa.Column("romanised", models.types.GuardedJson(), nullable=True))

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "romanised_name",
                models.types.GuardedText(length=200),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "source_key",
                models.types.SearchKeyText(length=200),
                nullable=False,
                server_default="",
            )
        )
        batch_op.create_index(
            "ix_customers_store_id_source_key", ["store_id", "source_key"], unique=False
        )

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("coupon_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("is_sale_price", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("needs_shipping", sa.Boolean(), nullable=False, server_default=sa.true())
        )

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("coupon_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "coupon_code",
                models.types.GuardedText(length=60),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column("coupon_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("coupon_shipping_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.create_index(batch_op.f("ix_orders_coupon_id"), ["coupon_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_orders_coupon_id_coupons"), "coupons", ["coupon_id"], ["id"]
        )

    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sale_minor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("sale_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("sale_until", sa.Date(), nullable=True))

    with op.batch_alter_table("product_variants", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("needs_shipping", sa.Boolean(), nullable=False, server_default=sa.true())
        )

    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "source_key",
                models.types.SearchKeyText(length=200),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "vendor", models.types.GuardedText(length=200), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column(
                "categories",
                models.types.GuardedJson(),
                nullable=False,
                server_default="[]",
            )
        )
        batch_op.add_column(
            sa.Column("is_hidden", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column(
                "members",
                models.types.GuardedJson(),
                nullable=False,
                server_default="[]",
            )
        )
        batch_op.create_index(
            "ix_products_store_id_source_key", ["store_id", "source_key"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("ix_products_store_id_source_key")
        batch_op.drop_column("members")
        batch_op.drop_column("is_hidden")
        batch_op.drop_column("categories")
        batch_op.drop_column("vendor")
        batch_op.drop_column("source_key")

    with op.batch_alter_table("product_variants", schema=None) as batch_op:
        batch_op.drop_column("needs_shipping")

    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.drop_column("sale_until")
        batch_op.drop_column("sale_from")
        batch_op.drop_column("sale_minor")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_orders_coupon_id_coupons"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_orders_coupon_id"))
        batch_op.drop_column("coupon_shipping_minor")
        batch_op.drop_column("coupon_minor")
        batch_op.drop_column("coupon_code")
        batch_op.drop_column("coupon_id")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_column("needs_shipping")
        batch_op.drop_column("is_sale_price")
        batch_op.drop_column("coupon_minor")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index("ix_customers_store_id_source_key")
        batch_op.drop_column("source_key")
        batch_op.drop_column("romanised_name")

    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_column("romanised")
        batch_op.drop_column("sorting_code")
        batch_op.drop_column("district")

    with op.batch_alter_table("coupon_uses", schema=None) as batch_op:
        batch_op.drop_index("ix_coupon_uses_order_id")
        batch_op.drop_index("ix_coupon_uses_coupon_id_person_key")

    op.drop_table("coupon_uses")
    op.drop_table("file_columns")
    op.drop_table("coupons")
