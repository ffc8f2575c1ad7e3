"""The web page of the card window: our form around the processor's hosted fields."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFile, QIODevice, QObject, QUrl, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineFileSystemAccessRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineScript,
)

import resources
from ui.card_entry.bridge import Bridge
from ui.card_entry.origins import PAGE_URL, AllowedOrigins
from ui.card_entry.profile import CardProfile, is_own
from ui.card_entry.request import CardPageSetup

_FILES = Path(resources.__file__).parent / "card_page"
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld


class CardPage(QWebEnginePage):
    """Loads the page and carries words between it and the window.

    Our own script runs in the page's world beside the processor's; the channel to Python is in the
    application world, where neither script can see it, and the two talk by DOM events.

    Signals:
        reported: what the page says, a dict with the key `report`.
        broken: the page did not load or its process ended.
    """

    reported = Signal(object)
    broken = Signal()

    def __init__(
        self, *, profile: CardProfile, origins: AllowedOrigins, parent: QObject | None = None
    ) -> None:
        super().__init__(profile, parent)
        self._origins = origins
        self._blank = False
        self._bridge = Bridge(self)
        self._bridge.reported.connect(self.reported)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", self._bridge)
        self.setWebChannel(self._channel, _WORLD.value)
        self._add_script("qwebchannel", _resource_text(":/qtwebchannel/qwebchannel.js"))
        self._add_script("bridge", (_FILES / "bridge.js").read_text("utf-8"))
        self.certificateError.connect(self._on_page_certificate_error)
        self.permissionRequested.connect(self._on_page_permission_requested)
        self.fileSystemAccessRequested.connect(self._on_page_file_system_access_requested)
        self.newWindowRequested.connect(self._on_page_new_window_requested)
        self.loadFinished.connect(self._on_page_load_finished)
        self.renderProcessTerminated.connect(self._on_page_render_process_terminated)

    def show_form(self, setup: CardPageSetup) -> None:
        """Load the form for *setup*; reports `mounted` when the processor's fields are there."""
        nonce = secrets.token_urlsafe(16)
        policy = self._origins.policy(nonce)
        html = (_FILES / "card.html").read_text("utf-8")
        for place, text in (
            ("@policy@", policy),
            ("@nonce@", nonce),
            ("@scheme@", setup.scheme),
            ("@style@", (_FILES / "card.css").read_text("utf-8")),
            ("@variables@", _variables(setup)),
            ("@script@", (_FILES / "card.js").read_text("utf-8")),
            ("@setup@", _for_script(_page_setup(setup))),
        ):
            html = html.replace(place, text)
        self.setBackgroundColor(setup.tokens.get("base", "#FFFFFF"))
        self.setHtml(html, QUrl(PAGE_URL))

    def command(self, name: str, **values: Any) -> None:
        """Tell the page to do *name*."""
        self._bridge.command(name, **values)

    def blank(self) -> None:
        """Throw the form away, the processor's fields and their processes with it."""
        self._blank = True
        self.setHtml("")

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        address = QUrl(url)
        if is_main_frame:
            return is_own(address)
        return is_own(address) or self._origins.allow(address.toString())

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        return None  # type: ignore[return-value]  # Qt takes a null pointer as a refusal

    def chooseFiles(self, *arguments: Any) -> list[str]:
        return []

    def javaScriptConsoleMessage(self, *arguments: Any) -> None:
        """Swallowed: a processor's script may write what it was given."""

    def javaScriptAlert(self, *arguments: Any) -> None:
        """No boxes."""

    def javaScriptConfirm(self, *arguments: Any) -> bool:
        return False

    def javaScriptPrompt(self, *arguments: Any) -> Any:
        return (False, "")

    def _add_script(self, name: str, source: str) -> None:
        script = QWebEngineScript()
        script.setName(name)
        script.setSourceCode(source)
        script.setWorldId(_WORLD.value)
        script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
        script.setRunsOnSubFrames(False)
        self.scripts().insert(script)

    def _on_page_certificate_error(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()

    def _on_page_permission_requested(self, permission: QWebEnginePermission) -> None:
        permission.deny()

    def _on_page_file_system_access_requested(
        self, request: QWebEngineFileSystemAccessRequest
    ) -> None:
        request.reject()

    def _on_page_new_window_requested(self, request: QWebEngineNewWindowRequest) -> None:
        """Not opened in anything, hence refused."""

    def _on_page_load_finished(self, succeeded: bool) -> None:
        if not succeeded and not self._blank:
            self.broken.emit()

    def _on_page_render_process_terminated(self, *arguments: Any) -> None:
        if not self._blank:
            self.broken.emit()


def _variables(setup: CardPageSetup) -> str:
    colours = "".join(
        f"--{name.replace('_', '-')}: {value};"
        for name, value in setup.tokens.items()
        if _is_colour(value) and name.replace("_", "").isalnum()
    )
    family = "".join(c for c in setup.font_family if c.isalnum() or c in " -_.")
    fonts = f'"{family}", system-ui, sans-serif' if family else "system-ui, sans-serif"
    return (
        f":root{{{colours}--k: {setup.scale:.4f};--font: {setup.font_pixels:.3f}px;"
        f"--family: {fonts};}}"
    )


def _is_colour(value: str) -> bool:
    return len(value) == 7 and value[0] == "#" and value[1:].isalnum()


def _page_setup(setup: CardPageSetup) -> dict[str, Any]:
    return {
        "publishableKey": setup.processor.publishable_key,
        "scriptUrl": setup.processor.script_url,
        "askCode": setup.ask_code,
        "processorName": setup.processor.name,
        "words": dict(setup.words),
    }


def _for_script(value: Any) -> str:
    """*value* as JSON that cannot end the script element it stands in."""
    return json.dumps(value).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _resource_text(name: str) -> str:
    file = QFile(name)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(name)
    return bytes(file.readAll().data()).decode("utf-8")
