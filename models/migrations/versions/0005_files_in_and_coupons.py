"""Files that come in: products as web stores have them, addresses of every country, coupons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

import models.types
from models import names, scripts
from models.ids import uuid7
from models.order_search import order_words

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

    for table, old, new in _WIDENED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(_name_of(table, old))
            batch_op.create_index(_name_of(table, new), new, unique=False)

    _find_names_in_any_script()


_AT_ONCE = 1_000
_WIDENED = (
    ("customer_words", ["customer_id"], ["customer_id", "word"]),
    ("product_words", ["variant_id"], ["variant_id", "word"]),
    (
        "tax_rates",
        ["store_id", "country", "state"],
        ["store_id", "country", "state", "postal_prefix"],
    ),
)
"""Indexes in whose place one with a column more comes, which answers what is asked of it alone."""


def _name_of(table: str, columns: list[str]) -> str:
    return "_".join(("ix", table, *columns))


def _find_names_in_any_script() -> None:
    """Give what was there before the words under which names in their script are found now.

    Names in Latin letters keep theirs. Who has no words, as one who was erased, gets none.
    """
    customers = sa.table(
        "customers",
        *_ids("id", "store_id"),
        *(sa.column(name, sa.String()) for name in ("given_name", "family_name", "company_name")),
    )
    orders = sa.table(
        "orders",
        *_ids("id", "store_id"),
        *(sa.column(name, models.types.GuardedJson()) for name in ("bill_to", "ship_to")),
    )
    _write_words("customer_words", "customer_id", sa.select(customers), _words_of_customer)
    _write_words("order_keys", "order_id", sa.select(orders), _words_of_order)


def _words_of_customer(row: Any) -> set[str]:
    parts = (row.given_name, row.family_name, row.company_name)
    if all(map(scripts.is_latin, parts)):
        return set()
    whole = names.whole_name(row.given_name, row.family_name)
    return {word[:200] for word in names.search_words(*parts, whole)}


def _words_of_order(row: Any) -> set[str]:
    said = [
        str(part) for address in (row.bill_to, row.ship_to) for part in (address or {}).values()
    ]
    return set() if all(map(scripts.is_latin, said)) else set(order_words(row.bill_to, row.ship_to))


def _write_words(
    table: str, owner: str, owners: sa.Select[Any], words_of: Callable[[Any], set[str]]
) -> None:
    """Write what *words_of* each of *owners* are now; none: they stay as they are."""
    connection = op.get_bind()
    words = sa.table(
        table, *_ids("id", "store_id", owner), sa.column("word", models.types.SearchKeyText(200))
    )
    for batch in connection.execute(owners).yield_per(_AT_ONCE).partitions():
        wanted = {row.id: (row.store_id, now) for row in batch if (now := words_of(row))}
        known: dict[Any, dict[str, Any]] = {}
        for row in connection.execute(sa.select(words).where(words.c[owner].in_(wanted))):
            known.setdefault(getattr(row, owner), {})[row.word] = row.id
        gone, new = [], []
        for one, standing in known.items():
            store_id, now = wanted[one]
            gone += [word_id for word, word_id in standing.items() if word not in now]
            new += [
                {"id": uuid7(), "store_id": store_id, owner: one, "word": word}
                for word in sorted(now - standing.keys())
            ]
        for start in range(0, len(gone), _AT_ONCE):
            these = words.c.id.in_(gone[start : start + _AT_ONCE])
            connection.execute(sa.delete(words).where(these))
        if new:
            connection.execute(sa.insert(words), new)


def _ids(*columns: str) -> list[sa.ColumnClause[Any]]:
    return [sa.column(name, sa.Uuid()) for name in columns]


def downgrade() -> None:
    for table, old, new in _WIDENED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(_name_of(table, new))
            batch_op.create_index(_name_of(table, old), old, unique=False)

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
