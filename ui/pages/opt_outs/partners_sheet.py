"""Partners, who get the list of what is suppressed: who they are, a new one's key, a list for one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.dispatch.printing import FileThereError
from desktop.errors import AgentError, WorldError
from desktop.exports import suppression_list
from desktop.exports.partner_keys import NewPartner, add_partner, end_partner
from desktop.exports.suppression_list import Release
from desktop.services import partners
from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import MEDIA
from desktop.services.partners import LONGEST_NAME, PartnerView
from models.channels import Medium
from ui import labels_opt_out_lists, labels_opt_outs
from ui.actions import Action, DeskAction
from ui.labels_opt_out_lists import tr
from ui.labels_verification import moment
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.opt_outs.key_box import KeyBox
from ui.pages.opt_outs.kit import OptOutsKit
from ui.shortcuts import KEYS
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.hairline import Hairline
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.side_sheet import SideSheet


class PartnersSheet(SideSheet):
    """Up and Down choose a partner, F10 writes its list; Alt+N makes one, Alt+E pressed twice ends one.

    A list of the same name is replaced only when F10 is pressed once more.
    """

    def __init__(self, *, kit: OptOutsKit, parent: QWidget | None = None) -> None:
        """Reads the partners when it opens."""
        super().__init__(
            tr("Partners"), theme=kit.theme, name="partners_sheet", width=760, parent=parent,
            subtitle=tr(
                "They get the values that are stopped, hashed with a key of their own. Each list is "
                "on record."
            ),
        )  # fmt: skip
        self._kit = kit
        self._partners: dict[str, PartnerView] = {}
        self._busy = self._replaces = False
        self._ends = self._wanted = ""
        self._target = Path()
        kit.actions.remove_context(self.sheet_id)
        self._build()
        self._add_actions()
        self.partner_table.current_changed.connect(self._on_partner_changed)
        self.medium_combo.currentIndexChanged.connect(self._name_file)
        self.path_row.line_edit.textEdited.connect(self._on_path_edited)
        self.name_row.line_edit.returnPressed.connect(self._on_add)
        self.sheet_opened.connect(self._read)
        self.sheet_closed.connect(self.deleteLater)
        self._say()

    def first_field(self) -> QWidget | None:
        """The partners; with none, the name of the first."""
        return self.partner_table if self._partners else self.name_row.editor

    # How it is made

    def _build(self) -> None:
        theme = self._kit.theme
        columns = (
            ListColumn(tr("Partner"), strong=True, stretch=True),
            ListColumn(tr("Key’s fingerprint"), tone="muted"),
            ListColumn(tr("Lists"), right=True),
            ListColumn(tr("Last list"), tone="muted"),
            ListColumn(tr("State")),
        )
        self.partner_table = ListTable(
            theme=theme, name="partner_table", title=tr("Partners"), columns=columns
        )
        self.medium_combo = QComboBox()
        for medium in MEDIA:
            self.medium_combo.addItem(labels_opt_outs.medium(medium)[0], medium.value)
        self.medium_combo.setCurrentIndex(MEDIA.index(Medium.EMAIL))
        self.medium_row = FieldRow(
            tr("A list for"), theme=theme, name="partner_medium_combo", editor=self.medium_combo
        )
        self.path_row = FieldRow(
            tr("Save as"), theme=theme, name="partner_path_edit", advance=False
        )
        self.name_row = FieldRow(
            tr("Name of a new partner"), theme=theme, name="partner_name_edit", advance=False
        )
        self.name_row.line_edit.setMaxLength(LONGEST_NAME)
        watch_row(self.name_row)
        self.key_box = KeyBox(kit=self._kit, context=self.sheet_id)
        self.outcome_banner = Banner(theme=theme, name="partner_outcome_banner")
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(self.medium_row, 1)
        across.addWidget(self.path_row, 3)
        self.body.addWidget(self.partner_table, 1)
        self.body.addLayout(across)
        self.body.addWidget(Hairline())
        self.body.addWidget(self.name_row)
        self.body.addWidget(self.key_box)

    def _add_actions(self) -> None:
        theme = self._kit.theme

        def add(name: str, words: str, icon: str, key: tuple[str, ...], run: object) -> DeskAction:
            line = Action(f"partners.{name}", words, icon, self.sheet_id, keys=key)
            return self._kit.actions.add(line, run, host=self)  # type: ignore[arg-type]

        self._write = add("write", tr("Write the list"), "floppy-disk", KEYS["finish"],
                          self._on_write)  # fmt: skip
        self._add = add("add", tr("Add the partner"), "plus", ("Alt+N",), self._on_add)
        self._end = add("end", tr("End this partner"), "x", ("Alt+E",), self._on_end)
        more = QHBoxLayout()
        more.setSpacing(theme.px(8))
        more.addWidget(KeyButton(theme=theme, action=self._add))
        more.addStretch(1)
        more.addWidget(KeyButton(theme=theme, action=self._end, variant="danger"))
        self.foot.addWidget(self.outcome_banner)
        self.foot.addLayout(more)
        self.foot.addWidget(
            KeyButton(theme=theme, action=self._write, variant="primary", wide=True)
        )
        self.foot.addWidget(ReasonLabel(theme=theme, action=self._write))

    # Reading

    @property
    def current(self) -> PartnerView | None:
        """The partner that is chosen."""
        return self._partners.get(self.partner_table.current_id)

    def _read(self) -> None:
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: partners.partners(session, desk),
            done=self._on_read,
            failed=lambda error: self._kit.tasks.unhandled.emit(error, "partners"),
        )

    def _on_read(self, found: tuple[PartnerView, ...]) -> None:
        had_focus = self.name_row.editor.hasFocus() and not self._partners
        self._partners = {str(one.id): one for one in found}
        self.partner_table.set_rows([self._line(one) for one in found])
        if self._wanted:
            self.partner_table.set_current(self._wanted)
            self._wanted = ""
        if found and had_focus and not self.name_row.text():
            self.partner_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_partner_changed()

    def _line(self, one: PartnerView) -> ListRow:
        zone, now = self._kit.desk.time_zone, self._kit.desk.now()
        last = moment(one.released_at, zone, now) if one.released_at else ""
        state, icon, tone = labels_opt_out_lists.partner_state(one, zone)
        cells = (one.name, one.fingerprint, f"{one.releases:,}", last, state)
        return ListRow(str(one.id), cells, ((4, icon, tone),))

    def _on_partner_changed(self, _row_id: str = "") -> None:
        self._ends = ""
        self._end.set_words(tr("End this partner"))
        self._name_file()

    def _name_file(self) -> None:
        """A name that says for whom, for what, and of which day."""
        self._replaces = False
        self.path_row.clear_error()
        one = self.current
        name = "".join(c if c.isalnum() else "-" for c in (one.name if one else "partner").lower())
        day = self._kit.desk.today().isoformat()
        file = f"{name.strip('-')}-{self.medium_combo.currentData()}-{day}.csv"
        self.path_row.line_edit.setText(str(self._kit.folder / file))
        self._say()

    def _say(self) -> None:
        """Why a key does nothing now."""
        one = self.current
        nobody = tr("There is no partner yet: type a name, then Alt+N.")
        ended = tr("This partner has ended and gets no more lists.")
        reason = nobody if one is None else ended if one.ended_at else ""
        busy = tr("It is being done.") if self._busy else ""
        for action in (self._write, self._end):
            action.set_reason(busy or reason)
        self._add.set_reason(busy)

    # A new one

    def _on_add(self) -> None:
        if self._busy:
            return
        self._begin()
        self.key_box.forget()
        database, desk, name = self._kit.database, self._kit.desk, self.name_row.text()
        self._kit.tasks.network(
            self,
            lambda: add_partner(database, desk, name, signed_in=True),
            done=self._on_added,
            failed=lambda error: self._on_failed(error, self.name_row),
        )

    def _on_added(self, made: NewPartner) -> None:
        self._done()
        self.name_row.line_edit.clear()
        self.key_box.show_key(made.partner.name, made.key)
        self._wanted = str(made.partner.id)
        self._read()

    # A list

    def _on_write(self) -> None:
        one = self.current
        if one is None or self._busy or self._write.reason:
            return
        self._target = Path(self.path_row.text().strip()).expanduser()
        self._begin()
        database, desk, out, replaces = (
            self._kit.database, self._kit.desk, self._target, self._replaces,
        )  # fmt: skip
        medium = Medium(self.medium_combo.currentData())

        def write() -> Release:
            if out.is_file() and not replaces:
                raise FileThereError("There is a file of that name.", field="out")
            return suppression_list.release(
                database, desk, one, medium, out, signed_in=True, replace=replaces
            )

        self._kit.tasks.network(
            self,
            write,
            done=self._on_written,
            failed=lambda error: self._on_failed(error, self.path_row),
        )

    def _on_written(self, made: Release) -> None:
        self._done()
        self._replaces = False
        words = tr("{values} for {partner}, on record.").format(
            values=labels_opt_out_lists.values(made.values), partner=made.partner.name
        )
        self.outcome_banner.show_message(kind="ok", title=words, text=str(self._target))
        self._read()

    # The end

    def _on_end(self) -> None:
        one = self.current
        if one is None or self._busy or self._end.reason:
            return
        if self._ends != str(one.id):
            self._ends = str(one.id)
            self._end.set_words(tr("End it for good: press again"))
            return
        self._begin()
        database, desk = self._kit.database, self._kit.desk
        self._kit.tasks.network(
            self,
            lambda: end_partner(database, desk, one.id, signed_in=True),
            done=self._on_ended,
            failed=lambda error: self._on_failed(error, None),
        )

    def _on_ended(self, one: PartnerView) -> None:
        self._done()
        words = tr("{partner} gets no more lists.").format(partner=one.name)
        self.outcome_banner.show_message(kind="info", text=words)
        self._read()

    # What becomes of it

    def _begin(self) -> None:
        self._busy = True
        self.name_row.clear_error()
        self.path_row.clear_error()
        self.outcome_banner.show_message(kind="info")
        self._say()

    def _done(self) -> None:
        self._busy = False
        self._say()

    def _on_failed(self, error: BaseException, row: FieldRow | None) -> None:
        self._done()
        if isinstance(error, FileThereError):
            self._replaces = True
            words = tr("There is a file of that name. {key} again replaces it.")
            self.path_row.set_error(words.format(key=self._write.key_text))
        elif isinstance(error, Refused) and row is not None:
            row.set_error(labels_opt_out_lists.partner_refusal(error))
        elif isinstance(error, AgentError) and row is not None:
            row.set_error(error.words)
        elif isinstance(error, Refused):
            self._tell(labels_opt_out_lists.partner_refusal(error))
        elif isinstance(error, AgentError | WorldError):
            self._tell(error.words)
        else:
            self._tell(tr("It could not be done. Try again."))
            self._kit.tasks.unhandled.emit(error, "partners")

    def _tell(self, words: str) -> None:
        self.outcome_banner.show_message(kind="bad", text=words)
        self._read()

    def _on_path_edited(self) -> None:
        self._replaces = False
        self.path_row.clear_error()
