"""The settings of this computer, as the settings page edits them."""

from __future__ import annotations

from dataclasses import dataclass

from ui.theme import FontChoice, SchemeChoice


@dataclass(frozen=True)
class DeskSettings:
    """What belongs to the computer and not to the shop.

    Attributes:
        workstation_name: what this desk is called; "" is the computer's own name.
        text_percent: size of the text, 100 to 200.
        color_scheme: light, dark, or as the system says.
        ui_font: the system's font or Inter.
        letter_printer: the printer that letters go to; "" is the system's default.
        recorder_pause, recorder_resume: commands that pause and resume call and screen recorders, an
            argument each; empty where there is none.
    """

    workstation_name: str
    text_percent: int
    color_scheme: SchemeChoice
    ui_font: FontChoice
    letter_printer: str
    recorder_pause: tuple[str, ...] = ()
    recorder_resume: tuple[str, ...] = ()
