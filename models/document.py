"""Documents: what was said on paper, as data; the PDF apart, by its SHA-256."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import Bytes, Count, JsonValue, Minor, Sha256, Text20, Text200, enum_column


class DocumentKind(enum.Enum):
    """What a document is."""

    CONFIRMATION = "confirmation"
    CANCELLATION = "cancellation"
    DELAY_NOTICE = "delay_notice"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"
    PICK_LIST = "pick_list"
    PACKING_SLIP = "packing_slip"
    ORDER_FORM = "order_form"
    FAX_ANSWER = "fax_answer"
    RECEIVED_FAX = "received_fax"
    """Reviewed pages as they came in, for a printer or a file."""


class Document(StoreRow, Dated, Base):
    """One paper: the data it was made from and the hash of the PDF that every printing sends."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_order_id", "order_id"),
        Index("ix_documents_store_id_mail_serial", "store_id", "mail_serial"),
    )

    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind))
    order_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    language: Mapped[Text20]
    data: Mapped[JsonValue]
    pages: Mapped[Count]
    pdf_sha256: Mapped[Sha256]
    address_fits: Mapped[bool] = mapped_column(default=True)
    """Whether the whole address shows in the envelope's window."""
    unprintable: Mapped[Text200] = mapped_column(default="")
    """Characters of it that no font here has, each once."""
    mail_serial: Mapped[Minor | None]
    """Which mailpiece of the shop it is, from 1: the serial number of its Intelligent Mail barcode."""


class DocumentFile(StoreRow, Dated, Base):
    """The bytes of a PDF. In the database, so that every desk and every backup has them."""

    __tablename__ = "document_files"
    __table_args__ = (UniqueConstraint("store_id", "sha256"),)

    sha256: Mapped[Sha256]
    pdf: Mapped[Bytes]
