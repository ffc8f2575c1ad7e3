"""Drives the hosted fields in a real web engine, off-screen, in a process of its own.

Run as `python -m tests.desktop.practice.page_driver`; reads one JSON object from standard input:
the script's address, the publishable key, and a list of steps; prints what the page told. Keys go to
the focused field as key events. A step names a test card, so that no number is in the input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QKeyEvent
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from desktop.payments.connection import CARD_PAGE_ORIGIN
from desktop.practice.test_cards import keys_for
from tests.desktop.practice.support import unpublished_number

PAGE = """<!doctype html><html><body>
<form id="form"><div id="number"></div><div id="expiry"></div><div id="code"></div></form>
<script src="SCRIPT"></script>
<script>
const told = [];
window.told = told;
document.getElementById('form').addEventListener('submit', (e) => {
  e.preventDefault(); told.push({on: 'submit'});
});
const stripe = Stripe('KEY');
const elements = stripe.elements();
window.fields = {};
const style = {base: {color: '#112233', fontSize: '20px', '::placeholder': {color: '#445566'}},
               invalid: {color: '#8c1c13'}};
for (const [type, node] of [['cardNumber', '#number'], ['cardExpiry', '#expiry'],
                            ['cardCvc', '#code']]) {
  if (SKIP.includes(type)) continue;
  const field = elements.create(type, {style, placeholder: 'x', disableLink: true});
  for (const name of ['ready', 'change', 'focus', 'blur', 'escape']) {
    field.on(name, (value) => told.push({on: name, ...value}));
  }
  field.mount(node);
  fields[type] = field;
}
window.token = (billing) => stripe.createPaymentMethod(
  {type: 'card', card: fields.cardNumber, billing_details: billing}
).then((result) => { told.push({on: 'token', result}); });
window.peek = () => {
  const out = [];
  for (let i = 0; i < frames.length; i += 1) {
    try { out.push(String(frames[i].document.body.innerHTML.length)); }
    catch (e) { out.push(e.name); }
  }
  told.push({on: 'peek', out});
};
</script></body></html>"""

GIVE_UP_MS = 30_000
POLL_MS = 15


class Driver(QObject):
    """Plays the steps one after another; a step ends when the page has told what it waits for."""

    def __init__(self, view: QWebEngineView, steps: list[dict[str, Any]]) -> None:
        super().__init__()
        self._view = view
        self._steps = iter(steps)
        self._keys: Iterator[str] = iter(())
        self._wait: dict[str, Any] = {}
        self._seen = 0
        self._told: list[dict[str, Any]] = []
        QTimer.singleShot(POLL_MS, self._poll)

    def _poll(self) -> None:
        self._view.page().runJavaScript("JSON.stringify(window.told || [])", 0, self._on_told)

    def _on_told(self, text: str) -> None:
        self._told = json.loads(text or "[]")
        if self._advance(self._told):
            QTimer.singleShot(POLL_MS, self._poll)

    def _advance(self, told: list[dict[str, Any]]) -> bool:
        """Do the next thing if its time has come; False at the end of all steps."""
        if self._wait:
            found = [
                index
                for index, one in enumerate(told[self._seen :], self._seen)
                if all(one.get(name) == value for name, value in self._wait.items())
            ]
            if not found:
                return True
            self._seen = found[0] + 1
            self._wait = {}
        for key in self._keys:
            self._press(key)
            return True
        step = next(self._steps, None)
        if step is None:
            self.finish(0)
            return False
        self._play(step)
        return True

    def finish(self, code: int) -> None:
        """Print what the page told and end at once: the web engine's own end is not under test."""
        sys.stdout.write(json.dumps(self._told) + "\n")
        sys.stdout.flush()
        os._exit(code)

    def _play(self, step: dict[str, Any]) -> None:
        if "keys" in step:
            named = keys_for(step["card"]) if "card" in step else None
            self._keys = iter(getattr(named, step["keys"]) if named else step["keys"])
        if step.get("type_unpublished_number"):
            self._keys = iter(unpublished_number())
        if "js" in step:
            self._view.page().runJavaScript(step["js"])
        self._wait = step.get("wait", {})

    def _press(self, key: str) -> None:
        codes = {"\x1b": Qt.Key.Key_Escape, "\r": Qt.Key.Key_Return, "\b": Qt.Key.Key_Backspace}
        code = codes.get(key, Qt.Key(ord(key)))
        text = "" if key in "\x1b\b" else key
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.postEvent(self._view.focusProxy() or self._view, event)


def main() -> int:
    """Play the steps that standard input names."""
    order = json.loads(sys.stdin.readline())
    app = QApplication([sys.argv[0]])
    profile = QWebEngineProfile()
    view = QWebEngineView()
    page = QWebEnginePage(profile, view)
    view.setPage(page)
    view.resize(500, 300)
    view.show()
    view.activateWindow()
    view.setFocus()
    html = (
        PAGE.replace("SCRIPT", order["script_url"])
        .replace("KEY", order["publishable_key"])
        .replace("SKIP", json.dumps(order.get("skip", [])))
    )
    page.setHtml(html, QUrl(order.get("page_origin", CARD_PAGE_ORIGIN) + "/card"))
    driver = Driver(view, order["steps"])
    QTimer.singleShot(GIVE_UP_MS, lambda: driver.finish(3))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
