"""F6 on a released order: the pieces, the carrier, the number, and what is captured."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSpinBox, QWidget

from desktop.services import ship_offers, shipping_out
from desktop.services.desk import Refused
from desktop.services.ship_offers import Money, Sending, ShipOffer
from desktop.services.shipment_shapes import ShipmentView, Shipped
from models.ids import uuid7
from ui import labels_shipping
from ui.actions import Action, DeskAction
from ui.pages.shipping.kit import CHANGED, ShippingKit
from ui.pages.shipping.piece_rows import PieceRows
from ui.shortcuts import KEYS
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_GRAMS_PER_POUND = 453.59237
_LONGEST_SERVICE = 20
_LONGEST_TRACKING = 60


class ShipSheet(SideSheet):
    """Packs and ships in one go, packs only, or ships a parcel that was packed before.

    F10 ships; Alt+K packs and waits for the carrier's file; Alt+U takes a packed parcel apart.

    Signals:
        shipped(Shipped); packed(ShipmentView).
    """

    shipped = Signal(object)
    packed = Signal(object)

    def __init__(
        self, *, kit: ShippingKit, offer: ShipOffer, parent: QWidget | None = None
    ) -> None:
        """The sheet of one order; of its oldest packed parcel where there is one."""
        order = offer.order
        super().__init__(
            labels_shipping.tr("Ship"),
            theme=kit.theme,
            name="ship_sheet",
            subtitle=labels_shipping.tr("Order {number}, {who}, {method}").format(
                number=order.shown_number, who=order.goes_to, method=order.method
            ),
            width=560,
            parent=parent,
        )
        self._kit = kit
        self._offer = offer
        self._parcel: ShipmentView | None = order.packed[0] if order.packed else None
        self._command_id = uuid7()
        self._under_way = False
        self._asked = 0
        self._build()
        self._add_actions()
        self._ask_money()
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The tracking number, which is scanned: all else is filled in already."""
        return self.tracking_row.line_edit

    # How it is made

    def _build(self) -> None:
        theme = self._kit.theme
        self.problem_banner = Banner(theme=theme, name="ship_problem_banner", kind="bad")
        self.piece_rows = PieceRows(theme=theme)
        self.carrier_combo, self.boxes_spin = QComboBox(), QSpinBox()
        self.carrier_combo.setEditable(True)
        self.carrier_combo.addItems(list(self._offer.carriers))
        self.carrier_combo.setCurrentText(self._offer.order.carrier)
        self.boxes_spin.setRange(1, shipping_out.MOST_BOXES)
        theme.theme_changed.connect(self._fit_spin)
        self._fit_spin()
        self.carrier_row = FieldRow(
            self.tr("Carrier"), theme=theme, name="carrier_combo", editor=self.carrier_combo
        )
        self.service_row = FieldRow(
            self.tr("Service, as the carrier calls it"), theme=theme, name="service_edit"
        )
        self.service_row.line_edit.setMaxLength(_LONGEST_SERVICE)
        self.boxes_row = FieldRow(
            self.tr("Boxes"), theme=theme, name="boxes_spin", editor=self.boxes_spin
        )
        self.weight_row = FieldRow(self.tr("Weight in pounds"), theme=theme, name="weight_edit")
        self.weight_row.set_hint(self.tr("Empty: the weights of the items together"))
        self.tracking_row = FieldRow(
            self.tr("Tracking number, typed or scanned"), theme=theme, name="tracking_edit"
        )
        self.tracking_row.line_edit.setMaxLength(_LONGEST_TRACKING)
        self.tracking_row.set_hint(self.tr("May come later, from the carrier's file"))
        self.anyway_check = QCheckBox(self.tr("Also what is not here, or only a part"))
        self.anyway_check.setObjectName("anyway_check")
        self.anyway_check.setAccessibleName(self.anyway_check.text())
        self.money_label = TextLabel(theme=theme, role="strong", wrap=True)
        self.money_label.setObjectName("ship_money_label")
        self._lay_out()
        self.piece_rows.pieces_changed.connect(self._ask_money)
        self.tracking_row.line_edit.textEdited.connect(self.tracking_row.clear_error)

    def _fit_spin(self) -> None:
        for part in (self.boxes_spin, self.boxes_spin.lineEdit()):
            part.setFont(self._kit.theme.font("body"))
        self.boxes_spin.setFixedHeight(self._kit.theme.px(30))

    def _lay_out(self) -> None:
        self.body.addWidget(self.problem_banner)
        self.body.addWidget(self.tracking_row)
        if self._parcel is not None:
            self.body.addSpacing(self._kit.theme.px(8))
            self.body.addWidget(self._packed_words(self._parcel))
        else:
            self.piece_rows.show_lines(self._offer.order.lines)
            self.body.addSpacing(self._kit.theme.px(8))
            self.body.addWidget(self.piece_rows)
            grid = QGridLayout()
            grid.addWidget(self.carrier_row, 0, 0)
            grid.addWidget(self.service_row, 0, 1)
            grid.addWidget(self.boxes_row, 1, 0)
            grid.addWidget(self.weight_row, 1, 1)
            for column in (0, 1):
                grid.setColumnStretch(column, 1)
            grid.setHorizontalSpacing(self._kit.theme.px(12))
            self.body.addSpacing(self._kit.theme.px(8))
            self.body.addLayout(grid)
            self.body.addWidget(self.anyway_check)
        self.body.addStretch(1)
        self.foot.addWidget(self.money_label)

    def _packed_words(self, parcel: ShipmentView) -> TextLabel:
        inside = "\n".join(
            self.tr("{n} × {sku}  {name}").format(n=line.quantity, sku=line.sku, name=line.name)
            for line in parcel.lines
        )
        words = self.tr("Parcel {n} is packed for {carrier}:").format(
            n=parcel.parcel, carrier=parcel.carrier
        )
        return TextLabel(f"{words}\n{inside}", theme=self._kit.theme, wrap=True)

    def _add_actions(self) -> None:
        table, theme = self._kit.actions, self._kit.theme
        table.remove_context(self.sheet_id)
        ship = Action(
            "ship_sheet.ship", self.tr("Ship"), "truck", self.sheet_id, keys=KEYS["finish"]
        )
        self._ship = table.add(ship, self._on_ship, host=self)
        other = self._pack_action() if self._parcel is None else self._unpack_action()
        self.foot.addWidget(KeyButton(theme=theme, action=other, wide=True))
        self.foot.addWidget(KeyButton(theme=theme, action=self._ship, variant="primary", wide=True))
        if self._offer.held:
            self._ship.set_reason(labels_shipping.refusal(Refused("held")))

    def _pack_action(self) -> DeskAction:
        text = self.tr("Pack, ship later")
        action = Action("ship_sheet.pack", text, "package", self.sheet_id, keys=("Alt+K",))
        return self._kit.actions.add(action, self._on_pack, host=self)

    def _unpack_action(self) -> DeskAction:
        text = self.tr("Unpack")
        action = Action("ship_sheet.unpack", text, "package", self.sheet_id, keys=("Alt+U",))
        return self._kit.actions.add(action, self._on_unpack, host=self)

    # What is captured

    def _pieces(self) -> dict[uuid.UUID, int]:
        if self._parcel is not None:
            return {line.line_id: line.quantity for line in self._parcel.lines}
        return self.piece_rows.pieces()

    def _ask_money(self) -> None:
        desk, order_id, pieces = self._kit.desk, self._offer.order.order_id, self._pieces()
        self._asked += 1
        asked = self._asked
        self._kit.tasks.query(
            self,
            lambda session: ship_offers.money_for(session, desk, order_id, pieces),
            done=lambda money: self._on_money_told(asked, money),
        )

    def _on_money_told(self, asked: int, money: Money) -> None:
        if asked == self._asked:
            words, tone = labels_shipping.money_words(money)
            self.money_label.setText(words)
            self.money_label.set_tone(tone)

    # What is done

    def _on_ship(self) -> None:
        desk, command_id = self._kit.desk, self._command_id
        tracking = self.tracking_row.text()
        if self._parcel is not None:
            parcel_id = self._parcel.id
            self._run(
                lambda session: shipping_out.ship(
                    session, desk, parcel_id, tracking, command_id=command_id
                ),
                self._on_shipped,
            )
            return
        sending = self._sending()
        if sending is not None:
            self._run(
                lambda session: ship_offers.send(session, desk, sending, command_id=command_id),
                self._on_shipped,
            )

    def _on_pack(self) -> None:
        desk, command_id, sending = self._kit.desk, self._command_id, self._sending()
        if sending is None:
            return
        self._run(
            lambda session: shipping_out.pack(
                session, desk, sending.order_id, sending.pieces, carrier=sending.carrier,
                service=sending.service, boxes=sending.boxes, weight_grams=sending.weight_grams,
                anyway=sending.anyway, command_id=command_id,
            ),
            self._on_packed,
        )  # fmt: skip

    def _on_unpack(self) -> None:
        desk, command_id, parcel = self._kit.desk, self._command_id, self._parcel
        if parcel is not None:
            self._run(
                lambda session: shipping_out.unpack(
                    session, desk, parcel.id, command_id=command_id
                ),
                self._on_unpacked,
            )

    def _sending(self) -> Sending | None:
        weight = self.weight_row.text().strip().replace(",", ".")
        grams: int | None = None
        if weight:
            try:
                grams = round(float(weight) * _GRAMS_PER_POUND)
            except (ValueError, OverflowError):
                grams = -1
            if not 0 <= grams <= shipping_out.MOST_GRAMS:
                self._refuse(Refused("weight_wrong", field="weight"))
                return None
        return Sending(
            order_id=self._offer.order.order_id,
            pieces=self._pieces(),
            carrier=self.carrier_combo.currentText(),
            service=self.service_row.text(),
            boxes=self.boxes_spin.value(),
            weight_grams=grams,
            tracking=self.tracking_row.text(),
            anyway=self.anyway_check.isChecked(),
        )

    def _run(self, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        if self._under_way:
            return
        self._under_way = True
        self.problem_banner.show_message(kind="bad")
        self._kit.tasks.command(
            self,
            work,
            done=done,
            failed=self._on_failed,
            changed=CHANGED,
            name="ship",
        )

    def _on_shipped(self, shipped: Shipped) -> None:
        self._kit.announce(self.tr("The parcel is on its way."), "ok")
        self.close_sheet()
        self.shipped.emit(shipped)

    def _on_packed(self, parcel: ShipmentView) -> None:
        words = self.tr("Packed for {carrier}. It waits for its tracking number.")
        self._kit.announce(words.format(carrier=parcel.carrier), "ok")
        self.close_sheet()
        self.packed.emit(parcel)

    def _on_unpacked(self, _none: None) -> None:
        self._kit.announce(self.tr("Unpacked. Its pieces are back on the shelf."), "info")
        self.close_sheet()

    def _on_failed(self, error: BaseException) -> None:
        self._under_way = False
        self._command_id = uuid7()  # nothing was done under the first one
        if isinstance(error, Refused):
            self._refuse(error)
            return
        words = self.tr("It could not be done, and nothing was changed. Try again.")
        self.problem_banner.show_message(kind="bad", text=words)
        self._kit.problem(error, "ship")

    def _refuse(self, error: Refused) -> None:
        words = labels_shipping.refusal(error)
        rows = {
            "tracking": self.tracking_row, "carrier": self.carrier_row, "boxes": self.boxes_row,
            "weight": self.weight_row,
        }  # fmt: skip
        row = rows.get(error.field)
        if row is not None:
            row.set_error(words)
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if error.code == "tracking_card":
                row.line_edit.clear()
        elif not self.piece_rows.refuse(error.field, words):
            self.problem_banner.show_message(kind="bad", text=words)
