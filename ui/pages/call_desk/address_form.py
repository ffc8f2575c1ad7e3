"""Bill-to and ship-to: the same, another of theirs, or a new one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.services.customers import CustomerView
from models import card_guard
from models.addresses_rules import PostalAddress, differences, is_military, is_po_box
from ui import labels
from ui.pages.call_desk.address_fields import AddressFields
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.field_row import FieldRow
from ui.widgets.polish import set_look

SAME = "same"
NEW = "new"


class AddressForm(FormPanel):
    """A list to choose from where there is something to choose, and the fields of a new address.

    Signals:
        address_chosen(PostalAddress | None): None means "same as bill-to" (ship-to only).
    """

    address_chosen = Signal(object)

    def __init__(
        self, title: str, *, kit: DeskKit, prefix: str, may_be_same: bool, parent: QWidget | None
    ) -> None:
        """*prefix* is `bill_to` or `ship_to`."""
        super().__init__(
            title,
            kit=kit,
            name=f"{prefix}_form",
            save_words=self.tr("Use this address"),
            parent=parent,
        )
        self._may_be_same = may_be_same
        self._known: list[PostalAddress] = []
        theme = kit.theme
        self.choice_list = QListWidget()
        self.choice_list.setObjectName(f"{prefix}_choice_list")
        self.choice_list.setAccessibleName(self.tr("Addresses on file"))
        self.choice_list.setFrameShape(QListWidget.Shape.NoFrame)
        self.choice_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choice_list.setFont(theme.font("body"))
        self.name_row = FieldRow(self.tr("Name"), theme=theme, name=f"{prefix}_name_edit")
        self.company_row = FieldRow(self.tr("Company"), theme=theme, name=f"{prefix}_company_edit")
        self.address_fields = AddressFields(kit=kit, prefix=prefix)
        self.body.setSpacing(theme.px(12))
        self.body.addWidget(self.choice_list)
        self.body.addWidget(self.name_row)
        self.body.addWidget(self.address_fields)
        self.body.addWidget(self.company_row)
        self.add_buttons()
        self.choice_list.installEventFilter(self)
        self.choice_list.itemClicked.connect(lambda _item: self._choose_current())
        self.name_row.line_edit.textEdited.connect(
            lambda text: self._on_text_edited(self.name_row, text)
        )
        self.company_row.line_edit.textEdited.connect(
            lambda text: self._on_text_edited(self.company_row, text)
        )
        self.address_fields.edited.connect(self.form_edited)

    def start(
        self,
        *,
        customer: CustomerView | None,
        current: PostalAddress | None,
        bill_to: PostalAddress | None,
    ) -> None:
        """Fill the list from the customer's addresses, and the fields from the current one."""
        self._known = []
        for view in customer.addresses if customer else ():
            same = bill_to is not None and not differences(view.address, bill_to)
            if not (self._may_be_same and same):
                self._known.append(view.address)
        self._fill_list(current)
        fresh = current
        if current is not None and any(not differences(current, k) for k in self._known):
            fresh = None
        name = fresh.name if fresh else customer.display_name if customer else ""
        self.name_row.line_edit.setText(name)
        self.name_row.clear_error()
        self.company_row.line_edit.setText(fresh.company if fresh else "")
        self.address_fields.fill(fresh)

    def begin(self) -> None:
        """The list where there is a choice of addresses, else the name of the new one."""
        if self._known:
            self.choice_list.setFocus()
        else:
            self.name_row.line_edit.setFocus()
            self.name_row.line_edit.selectAll()

    def submit(self) -> None:
        """Take the marked address while the list has the focus, else the fields."""
        if self.choice_list.hasFocus():
            self._choose_current()
            return
        name = self.name_row.text().strip()
        address = self.address_fields.address(name=name, company=self.company_row.text().strip())
        if not name and not address.company:
            self.name_row.set_error(self.tr("Enter the name of a person or a company."))
            self.name_row.line_edit.setFocus()
            return
        first = self.address_fields.show_errors(address)
        if first is not None:
            first.setFocus()
            return
        self.address_chosen.emit(address)

    def form(self) -> dict[str, str]:
        """What is half typed, by field name."""
        head = {"name": self.name_row.text(), "company": self.company_row.text()}
        return {**head, **self.address_fields.form()}

    def restore(self, form: dict[str, str]) -> None:
        """Fill the fields with what was half typed."""
        self.name_row.line_edit.setText(form.get("name", ""))
        self.company_row.line_edit.setText(form.get("company", ""))
        for field, row in self.address_fields.rows.items():
            row.line_edit.setText(form.get(field, ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list takes the marked address."""
        if watched is self.choice_list and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and enter:
                if not event.isAutoRepeat():
                    self._choose_current()
                return True
        return super().eventFilter(watched, event)

    def _choose_current(self) -> None:
        item = self.choice_list.currentItem()
        if item is None:
            return
        chosen = item.data(Qt.ItemDataRole.UserRole)
        if chosen == NEW:
            self.name_row.line_edit.setFocus()
            self.name_row.line_edit.selectAll()
        elif chosen == SAME:
            self.address_chosen.emit(None)
        else:
            self.address_chosen.emit(self._known[int(chosen)])

    def _fill_list(self, current: PostalAddress | None) -> None:
        self.choice_list.clear()
        if self._may_be_same:
            self._add(self.tr("Same as bill-to"), SAME)
        for index, address in enumerate(self._known):
            self._add(self._one_line(address), str(index))
            if current is not None and not differences(address, current):
                self.choice_list.setCurrentRow(self.choice_list.count() - 1)
        self._add(self.tr("New address, below"), NEW)
        if self.choice_list.currentRow() < 0:
            self.choice_list.setCurrentRow(0)
        px = self._kit.theme.px
        self.choice_list.setFixedHeight(px(28) * min(6, self.choice_list.count()) + px(4))
        self.choice_list.setVisible(bool(self._known) or self._may_be_same)

    def _add(self, words: str, value: str) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setSizeHint(QSize(0, self._kit.theme.px(28)))
        self.choice_list.addItem(item)

    def _one_line(self, address: PostalAddress) -> str:
        words = ", ".join(labels.address_lines(address, home_country=self._kit.desk.country)[:-1])
        if is_military(address):
            return self.tr("{words}  (APO, FPO, DPO)").format(words=words)
        if is_po_box(address):
            return self.tr("{words}  (PO box)").format(words=words)
        return words

    def _on_text_edited(self, row: FieldRow, text: str) -> None:
        row.clear_error()
        if card_guard.looks_like_card(text):
            row.line_edit.clear()
            row.set_error(labels.card_wiped())
        set_look(row.editor, "error", bool(row.error))
        self.form_edited.emit()
