"""Bill-to and ship-to: the same, another of theirs, or a new one."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.services.customers import CustomerView
from models.addresses_rules import PostalAddress, differences, is_military, is_po_box
from ui import labels
from ui.pages.call_desk.address_fields import LENGTH, AddressFields
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.roman_fields import RomanFields
from ui.tables.choice_delegate import ChoiceDelegate
from ui.widgets.field_row import FieldRow
from ui.widgets.key_hints import AreaHints, KeyHint

SAME = "same"
NEW = "new"
ROW = 28
MOST_ROWS = 6


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
        self.choice_list.setItemDelegate(ChoiceDelegate(theme=theme, parent=self.choice_list))
        self.name_row = FieldRow(self.tr("Name"), theme=theme, name=f"{prefix}_name_edit")
        self.company_row = FieldRow(self.tr("Company"), theme=theme, name=f"{prefix}_company_edit")
        self.address_fields = AddressFields(kit=kit, prefix=prefix)
        self.fields_column.addWidget(self.choice_list)
        self.fields_column.addWidget(self.name_row)
        self.fields_column.addWidget(self.address_fields)
        self.fields_column.addWidget(self.company_row)
        self.roman_fields = RomanFields(kit=kit, prefix=prefix)
        self.fields_column.addWidget(self.roman_fields)
        self.add_buttons()
        self._order_tabs()
        self.choice_list.installEventFilter(self)
        self.choice_list.itemClicked.connect(lambda _item: self._choose_current())
        for row in (self.name_row, self.company_row):
            row.line_edit.setMaxLength(LENGTH)
            watch_row(row).text_edited.connect(self._on_typed)
        self.address_fields.edited.connect(self._on_typed)
        self.roman_fields.edited.connect(self.form_edited)
        self._on_form_theme_changed()
        theme.theme_changed.connect(self._on_form_theme_changed)

    def start(
        self,
        *,
        customer: CustomerView | None,
        current: PostalAddress | None,
        bill_to: PostalAddress | None,
    ) -> None:
        """Fill the list from the customer's addresses, and the fields from the current one.

        What was typed before in this call stays in the fields.
        """
        self._known = []
        for view in customer.addresses if customer else ():
            same = bill_to is not None and not differences(view.address, bill_to)
            if not (self._may_be_same and same):
                self._known.append(view.address)
        self._fill_list(current)
        if self.has_typed:
            self._mark(NEW)
            return
        fresh = current
        if current is not None and any(not differences(current, k) for k in self._known):
            fresh = None
        self._show(fresh, name=customer.display_name if customer else "")

    def first_field(self) -> QWidget:
        """The list where there is a choice of addresses, else the name of the new one."""
        if self._known and not self.has_typed:
            return self.choice_list
        if self.has_typed:
            return self.address_fields.first_empty()
        return self.name_row.line_edit

    def submit(self) -> None:
        """Take the marked address while the list has the focus, else the fields."""
        if self.choice_list.hasFocus():
            self._choose_current()
        else:
            self._submit_fields()

    def _submit_fields(self) -> None:
        address = self.roman_fields.beside(self._typed())
        found = self.address_fields.problems(address)
        first = self.address_fields.show_problems(found)
        for field, row in (("company", self.company_row), ("name", self.name_row)):
            row.set_error(found.get(field, ""))
            if field in found:
                first = row.line_edit
        if first is not None:
            first.setFocus()
            return
        self._use(address)

    def form(self) -> dict[str, str]:
        """What is half typed, by field name."""
        head = {"name": self.name_row.text(), "company": self.company_row.text()}
        return {**head, **self.address_fields.form(), **self.roman_fields.form()}

    def restore(self, form: dict[str, str]) -> None:
        """Fill the fields with what was half typed."""
        super().restore(form)
        self.name_row.line_edit.setText(form.get("name", ""))
        self.company_row.line_edit.setText(form.get("company", ""))
        self.address_fields.restore(form)
        self.roman_fields.restore(form)
        self.roman_fields.show_beside(self._typed())
        self._mark(NEW)

    def area_hints(self) -> AreaHints:
        """The keys while the list or a field has the focus."""
        if not self.choice_list.hasFocus():
            return super().area_hints()
        hints = (
            KeyHint("↑ ↓", self.tr("choose")),
            KeyHint("Enter", self.tr("use")),
            KeyHint("Esc", self.tr("back")),
        )
        return AreaHints(self.title_label.text(), hints)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list takes the marked address."""
        if watched is self.choice_list and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and enter:
                if not event.isAutoRepeat():
                    self._choose_current()
                return True
        return super().eventFilter(watched, event)

    def _show(self, address: PostalAddress | None, *, name: str = "") -> None:
        """Fill the fields; with *name* where there is no address."""
        self.name_row.line_edit.setText(address.name if address else name)
        self.company_row.line_edit.setText(address.company if address else "")
        for row in (self.name_row, self.company_row):
            row.clear_error()
        self.address_fields.fill(address)
        self.roman_fields.fill(address)
        self.roman_fields.show_beside(self._typed())

    def _order_tabs(self) -> None:
        fields = self.address_fields
        order = [self.choice_list, self.name_row.line_edit, *fields.tab_chain()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(fields.country_combo, self.company_row.line_edit)
        last = [self.company_row.line_edit, *self.roman_fields.edits(), self.leave_button]
        for before, after in pairwise(last):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(self.leave_button, self.save_button)

    def _typed(self) -> PostalAddress:
        """What stands in the fields, its romanised form apart."""
        name, company = self.name_row.text().strip(), self.company_row.text().strip()
        return self.address_fields.address(name=name, company=company)

    def _on_typed(self) -> None:
        self.roman_fields.show_beside(self._typed())
        self.form_edited.emit()

    def _choose_current(self) -> None:
        item = self.choice_list.currentItem()
        if item is None:
            return
        chosen = item.data(Qt.ItemDataRole.UserRole)
        if chosen == NEW:
            self.name_row.line_edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif chosen == SAME:
            self._use(None)
        else:
            self._use_known(self._known[int(chosen)])

    def _use_known(self, address: PostalAddress) -> None:
        """Take an address on file; one that lacks something goes into the fields to be mended."""
        if not self.address_fields.problems(address):
            self._use(address)
            return
        self._show(address)
        self._mark(NEW)
        self._submit_fields()

    def _use(self, address: PostalAddress | None) -> None:
        self.forget()
        self.address_chosen.emit(address)

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
        self.choice_list.setVisible(bool(self._known) or self._may_be_same)
        self._fit_list()

    def _mark(self, value: str) -> None:
        for row in range(self.choice_list.count()):
            if self.choice_list.item(row).data(Qt.ItemDataRole.UserRole) == value:
                self.choice_list.setCurrentRow(row)

    def _add(self, words: str, value: str) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setToolTip(words)
        self.choice_list.addItem(item)

    def _one_line(self, address: PostalAddress) -> str:
        words = ", ".join(labels.address_lines(address, home_country=self._kit.desk.country)[:-1])
        if is_military(address):
            return self.tr("{words} (APO, FPO, DPO)").format(words=words)
        if is_po_box(address):
            return self.tr("{words} (PO box)").format(words=words)
        return words

    def _fit_list(self) -> None:
        px = self._kit.theme.px
        for row in range(self.choice_list.count()):
            self.choice_list.item(row).setSizeHint(QSize(0, px(ROW)))
        rows = min(MOST_ROWS, self.choice_list.count())
        self.choice_list.setFixedHeight(px(ROW) * rows + px(4))

    def _on_form_theme_changed(self) -> None:
        self.choice_list.setFont(self._kit.theme.font("body"))
        self._fit_list()
