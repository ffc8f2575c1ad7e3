"""A processor that can be told to misbehave: the smallest page script and hosted field there are.

The practice processor is the real peer; this one stands in where a test needs a broken one. The
number stays in the frames it serves; what leaves them is brand and last four.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODES = (
    "works",
    "no_script",
    "never_ready",
    "refuses_our_key",
    "refuses_the_number",
    "token_of_digits",
    "late_digits",
)

_SCRIPT = """
window.Stripe = () => {
  const base = new URL(".", document.currentScript?.src || window.__double).href;
  const origin = new URL(base).origin;
  const make = (kind) => {
    const on = {ready: [], change: [], focus: [], blur: []};
    let frame = null;
    const tell = (name, value) => (on[name] || []).forEach((f) => f(value));
    const element = {
      on: (name, f) => on[name].push(f),
      focus: () => frame.contentWindow.postMessage({ask: "focus"}, origin),
      clear: () => frame.contentWindow.postMessage({ask: "clear"}, origin),
      ask: (what) => new Promise((done) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = (event) => done(event.data);
        frame.contentWindow.postMessage({ask: what}, origin, [channel.port2]);
      }),
      mount: (place) => {
        frame = document.createElement("iframe");
        frame.style.cssText = "border:0;width:100%;height:20px";
        frame.src = base + "field.html?kind=" + kind;
        window.addEventListener("message", (event) => {
          if (event.source !== frame.contentWindow) return;
          if (MODE !== "never_ready" || event.data.tell !== "ready") {
            tell(event.data.tell, event.data.value);
          }
        });
        document.querySelector(place).append(frame);
      },
    };
    return element;
  };
  return {
    elements: () => ({create: make}),
    createPaymentMethod: async ({card}) => {
      if (MODE === "refuses_our_key") return {error: {type: "authentication_error", message: "No."}};
      const seen = await card.ask("sum");
      if (!seen.complete) {
        return {error: {type: "validation_error", code: "incomplete_number", message: "Incomplete."}};
      }
      if (MODE === "refuses_the_number") {
        return {error: {type: "card_error", code: "incorrect_number", message: "Not published."}};
      }
      const id = MODE === "token_of_digits" ? "pm_" + "1".repeat(16) : "pm_double" + seen.count;
      return {paymentMethod: {id, card: {brand: "visa", last4: seen.last4}}};
    },
  };
};
window.__double = document.currentScript.src;
"""

_FIELD = """<!doctype html><title>Field</title><input aria-label="Card number" autocomplete="off">
<script>
const input = document.querySelector("input");
const tell = (tell, value) => parent.postMessage({tell, value}, "*");
input.style.cssText = "border:0;outline:0;width:100%;font:16px sans-serif";
document.body.style.margin = 0;
document.documentElement.style.overflow = "hidden";
for (const name of ["focus", "blur"]) input.addEventListener(name, () => tell(name));
const params = new URLSearchParams(location.search);
const late = location.pathname.includes("/late_digits/") ? 300 : 0;
let seen = "";
const complete = () => params.get("kind") !== "cardNumber" || seen.length === 16;
const look = () => {
  seen = input.value;
  tell("change", {empty: !seen, brand: "visa", complete: complete()});
};
input.addEventListener("input", () => (late ? setTimeout(look, late) : look()));
addEventListener("message", (event) => {
  const {ask} = event.data;
  if (ask === "focus") input.focus();
  if (ask === "clear") { input.value = ""; look(); }
  if (ask === "sum") event.ports[0].postMessage({
    complete: complete(), count: seen.length, last4: seen.slice(-4)});
});
tell("ready");
look();
</script>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        _, mode, *rest = self.path.split("?")[0].split("/")
        if rest[-1] == "field.html":
            self._send(_FIELD, "text/html")
        elif mode == "no_script":
            self.send_error(503)
        else:
            self._send(f"const MODE = '{mode}';" + _SCRIPT, "text/javascript")

    def _send(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Said to nobody."""


@contextmanager
def processor_double() -> Iterator[str]:
    """Serve on a free port of this machine; yields the origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, name="processor-double")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
