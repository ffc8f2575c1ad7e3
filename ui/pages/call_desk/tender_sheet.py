"""Paying without a card: a cheque or money order by post, or a company's terms."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.services.desk import Refused
from desktop.services.order_views import OrderView
from desktop.services.tenders import REFERENCE_LENGTH, TermsView
from models.order import OrderState
from models.payment import Tender
from ui import labels, labels_money
from ui.actions import Action
from ui.pages.call_desk import tender_words
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.choice_list import ChoiceList
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.say_box import SayBox
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_TENDERS = (Tender.CHEQUE, Tender.TERMS)


class TenderSheet(SideSheet):
    """Two ways, the likelier marked; its field; what to say; F10 places. 1 and 2 choose.

    A company with terms is offered them first. An order that has been placed can only become one that
    waits for a cheque.

    Signals:
        tender_chosen(Tender, str): the way, and the cheque's number or the purchase order.
        terms_wanted(TermsView): a supervisor wants to set the company's terms.
    """

    tender_chosen = Signal(object, str)
    terms_wanted = Signal(object)

    def __init__(
        self,
        *,
        kit: DeskKit,
        view: OrderView,
        terms: TermsView | None,
        parent: QWidget | None = None,
    ) -> None:
        """For one order; *terms* are its customer's."""
        super().__init__(labels.tr("Other payment"), theme=kit.theme, name="tender_sheet",
                         subtitle=tender_words.subtitle(view), parent=parent)  # fmt: skip
        self._kit, self._view, self._terms = kit, view, terms
        theme = kit.theme
        self.tender_list = _TenderList(
            theme=theme, name="tender_list", title=self.tr("How they pay")
        )
        self._offered = _TENDERS if view.state is OrderState.DRAFT else (Tender.CHEQUE,)
        self.tender_list.show_words(
            [f"{at}   {tender_words.way(one)}" for at, one in enumerate(self._offered, start=1)]
        )
        self.reference_row = FieldRow("", theme=theme, name="tender_reference_edit", advance=False)
        self.reference_row.line_edit.setMaxLength(REFERENCE_LENGTH)
        watch_row(self.reference_row)
        self._reason = TextLabel(theme=theme, tone="held", wrap=True)
        self._reason.setObjectName("tender_reason_label")
        self._say = SayBox(theme=theme, parent=self)
        self.body.addWidget(TextLabel(self.tr("How they pay"), theme=theme, role="title"))
        for widget in (self.tender_list, self.reference_row, self._reason, self._say):
            self.body.addWidget(widget)
        self._add_terms()
        self.body.addStretch(1)
        self._place = kit.actions.add(
            Action("tender_place", self.tr("Place the order"), icon="check",
                   context=self.sheet_id, keys=("F10",)),
            self._on_place_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(
            KeyButton(theme=theme, action=self._place, variant="primary", wide=True)
        )
        self.tender_list.currentRowChanged.connect(self._on_list_row_changed)
        self.reference_row.line_edit.returnPressed.connect(self._on_place_triggered)
        has_terms = terms is not None and not terms.refusal and len(self._offered) > 1
        self.tender_list.setCurrentRow(1 if has_terms else 0)
        self.sheet_closed.connect(self.deleteLater)

    @property
    def tender(self) -> Tender:
        """The way that is marked."""
        return self._offered[max(0, self.tender_list.currentRow())]

    def first_field(self) -> QWidget | None:
        """The list of ways."""
        return self.tender_list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 2 choose; Enter in the list goes on to the field."""
        if event.text() in ("1", "2"):
            self.tender_list.setCurrentRow(min(int(event.text()), len(self._offered)) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.reference_row.line_edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _add_terms(self) -> None:
        """A supervisor sets a company's terms from here."""
        terms, actions = self._terms, self._kit.actions
        actions.remove_context(self.sheet_id)
        if terms is None or not terms.company_name or not self._kit.desk.may_supervise:
            return
        opens = actions.add(
            Action("tender_terms", self.tr("Set their terms"), icon="note", context=self.sheet_id,
                   keys=("Alt+T",)),
            lambda: self._on_terms_triggered(terms),
            host=self,
        )  # fmt: skip
        button = KeyButton(theme=self._kit.theme, action=opens, variant="quiet")
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_terms_triggered(self, terms: TermsView) -> None:
        self.close_sheet()
        self.terms_wanted.emit(terms)

    def _refusal(self) -> str:
        """Why the marked way is closed, or ""."""
        if self.tender is not Tender.TERMS:
            return ""
        code = self._terms.refusal if self._terms is not None else "terms_company"
        return labels_money.refusal(Refused(code), currency=self._view.currency) if code else ""

    def _on_list_row_changed(self, _row: int) -> None:
        tender, refusal = self.tender, self._refusal()
        self.reference_row.clear_error()
        self.reference_row.set_label(tender_words.reference(tender))
        self.reference_row.setVisible(not refusal)
        self._reason.setText(refusal)
        self._reason.setVisible(bool(refusal))
        words = tender_words.before(self._view, tender, self._terms, self._kit.store)
        self._say.say("" if refusal else words, kind="info")
        self._place.set_words(tender_words.place(tender))
        self._place.set_reason(refusal)

    def _on_place_triggered(self) -> None:
        tender, reference = self.tender, self.reference_row.text().strip()
        if self._refusal() or self.reference_row.error:
            return
        if tender is Tender.TERMS and not reference:
            refused = Refused("purchase_order_missing")
            words = labels_money.refusal(refused, currency=self._view.currency)
            self.reference_row.set_error(words)
            self.reference_row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.close_sheet()
        self.tender_chosen.emit(tender, reference)


class _TenderList(ChoiceList):
    """Leaves digits and Enter to the sheet."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
