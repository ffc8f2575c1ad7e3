"""A document set for a fax machine, from the same data as its paper: black on white, nothing small.

The data of a stored document is enough: it is set anew, so that what is faxed says what was
printed, and no second copy of any letter is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.documents.cancellation import render_cancellation
from desktop.documents.cancellation_data import CancellationData
from desktop.documents.confirmation import render_confirmation
from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.fax_answer import FaxAnswerData, render_fax_answer
from desktop.documents.medium import FAX
from desktop.documents.opt_out_letter import OptOutLetterData, render_opt_out_letter
from desktop.documents.order_form import render_order_form
from desktop.documents.order_form_data import OrderFormData
from desktop.documents.packing_slip import PackingSlipData, render_packing_slip
from desktop.documents.pick_list import PickListData, render_pick_list
from desktop.documents.records import from_values
from desktop.documents.rendered import RenderedDocument
from models.document import DocumentKind

_SET: dict[DocumentKind, tuple[type[Any], Callable[[Any], RenderedDocument]]] = {
    DocumentKind.CONFIRMATION: (
        ConfirmationData,
        lambda data: render_confirmation(data, medium=FAX),
    ),
    DocumentKind.CANCELLATION: (
        CancellationData,
        lambda data: render_cancellation(data, medium=FAX),
    ),
    DocumentKind.OPT_OUT_CONFIRMATION: (
        OptOutLetterData,
        lambda data: render_opt_out_letter(data, medium=FAX),
    ),
    DocumentKind.PACKING_SLIP: (
        PackingSlipData,
        lambda data: render_packing_slip(data, medium=FAX),
    ),
    DocumentKind.PICK_LIST: (PickListData, lambda data: render_pick_list(data, medium=FAX)),
    DocumentKind.ORDER_FORM: (OrderFormData, render_order_form),
    DocumentKind.FAX_ANSWER: (FaxAnswerData, lambda data: render_fax_answer(data, medium=FAX)),
}

FAXED = frozenset(_SET)
"""The kinds of documents that have a fax version."""


def render_for_fax(kind: DocumentKind, data: object) -> RenderedDocument:
    """The fax version of a document, as a PDF; the same data gives the same bytes.

    Args:
        data: The data class of that kind, or the record of it that is stored with the document.

    Raises:
        TextsError: the letter texts of the language are damaged.
        ValueError: that kind has no fax version, or *data* is not what one is made from.
    """
    if kind not in _SET:
        raise ValueError(f"a {kind.value} has no fax version")
    made_from, render = _SET[kind]
    if isinstance(data, Mapping):
        data = from_values(made_from, data)
    if not isinstance(data, made_from):
        raise ValueError(f"a {kind.value} is not made from such data")  # noqa: TRY004 - as documented
    return render(data)
