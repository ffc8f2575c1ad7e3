"""The actions of the print sheet: their words and keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.actions import Action
from ui.shortcuts import KEYS

PREFIX = "print_sheet."


def print_sheet_actions(context: str) -> list[Action]:
    """Every action of the sheet, in the order in which the keys are listed."""

    def line(name: str, text: str, *keys: str, icon: str = "") -> Action:
        own = keys or KEYS[name]
        return Action(PREFIX + name, text, icon=icon, context=context, keys=own)

    return [
        line("print", QCoreApplication.translate("PrintSheet", "Print"), "F10", icon="printer"),
        line("save_pdf", QCoreApplication.translate("PrintSheet", "Save as PDF"), icon="file-pdf"),
        line("fax", QCoreApplication.translate("PrintSheet", "Fax"), "Alt+F", icon="tray"),
        line("email", QCoreApplication.translate("PrintSheet", "E-mail"), "Alt+E", icon="at"),
        line(
            "post",
            QCoreApplication.translate("PrintSheet", "To the print room"),
            "Alt+Q",
            icon="envelope-simple",
        ),
        line("paper_good", QCoreApplication.translate("PrintSheet", "Yes, all good"), icon="check"),
        line("paper_bad", QCoreApplication.translate("PrintSheet", "No, print again")),
        line("printer", QCoreApplication.translate("PrintSheet", "Choose the printer"), "Alt+P"),
        line("copies", QCoreApplication.translate("PrintSheet", "How many copies"), "Alt+C"),
        line("previous_page", QCoreApplication.translate("PrintSheet", "Page before"), "PgUp"),
        line("next_page", QCoreApplication.translate("PrintSheet", "Next page"), "PgDown"),
        line("guide", QCoreApplication.translate("PrintSheet", "Window guide"), "Ctrl+W"),
        line("larger", QCoreApplication.translate("PrintSheet", "Larger"), "Ctrl++", "Ctrl+="),
        line("smaller", QCoreApplication.translate("PrintSheet", "Smaller"), "Ctrl+-"),
        line("whole_page", QCoreApplication.translate("PrintSheet", "Whole page"), "Ctrl+0"),
    ]
