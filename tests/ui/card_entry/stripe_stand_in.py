"""A stand-in for Stripe's page script and fields, for the live card page: there is no internet here.

It has the part of version 3 that the page uses, and is stricter than the practice one: it wants a live
key, a secure context, the type `card` and the number's Element. Fields are frames of its own origin, as
Stripe's are; what is typed stays in them, and goes with the billing details to its own
`/v1/payment_methods`, where the test reads what a processor would get.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_SCRIPT = """
(() => {
  const base = new URL(document.currentScript.src);
  const elsewhere = base.searchParams.get("elsewhere");
  const origin = base.origin;
  const TYPES = {cardNumber: 16, cardExpiry: 4, cardCvc: 3};
  const OPTIONS = ["style", "placeholder", "disableLink", "showIcon"];
  window.Stripe = (key) => {
    if (typeof key !== "string" || !key.startsWith("pk_live_")) throw new Error("IntegrationError");
    if (!window.isSecureContext) throw new Error("Live Stripe.js integrations must use HTTPS.");
    fetch(elsewhere + "/fraud").catch(() => {});
    const create = (type, options) => {
      if (!TYPES[type]) throw new Error("IntegrationError");
      for (const name of Object.keys(options || {})) {
        if (!OPTIONS.includes(name)) throw new Error("IntegrationError: " + name);
      }
      const on = {ready: [], change: [], focus: [], blur: [], escape: []};
      let frame = null;
      const tell = (name, value) => on[name].forEach((f) => f(value));
      return {
        _type: type,
        on: (name, f) => on[name].push(f),
        focus: () => frame.contentWindow.postMessage({ask: "focus"}, origin),
        clear: () => frame.contentWindow.postMessage({ask: "clear"}, origin),
        _ask: (what) => new Promise((done) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = (event) => done(event.data);
          frame.contentWindow.postMessage(what, origin, [channel.port2]);
        }),
        mount: (place) => {
          frame = document.createElement("iframe");
          frame.style.cssText = "border:0;width:100%;height:20px";
          frame.src = origin + "/v3/field.html?type=" + type;
          window.addEventListener("message", (event) => {
            if (event.source === frame.contentWindow) tell(event.data.tell, event.data.value);
          });
          document.querySelector(place).append(frame);
        },
      };
    };
    return {
      elements: () => ({create}),
      createPaymentMethod: ({type, card, billing_details}) => {
        if (type !== "card" || card._type !== "cardNumber") throw new Error("IntegrationError");
        return card._ask({ask: "create", key, billing_details});
      },
    };
  };
})();
"""

_FIELD = """<!doctype html><title>Field</title><input autocomplete="off">
<script>
const input = document.querySelector("input");
const type = new URLSearchParams(location.search).get("type");
const whole = {cardNumber: 16, cardExpiry: 4, cardCvc: 3}[type];
const tell = (tell, value) => parent.postMessage({tell, value}, "*");
const digits = () => input.value.replace(/[^0-9]/g, "");
const look = () => tell("change", {
  elementType: type, empty: !digits(), complete: digits().length >= whole,
  brand: type === "cardNumber" ? "visa" : undefined, error: undefined});
for (const name of ["focus", "blur"]) input.addEventListener(name, () => tell(name, {}));
input.addEventListener("input", look);
addEventListener("message", async (event) => {
  const {ask, key, billing_details} = event.data;
  if (ask === "focus") input.focus();
  if (ask === "clear") { input.value = ""; look(); }
  if (ask !== "create") return;
  const answer = await fetch("/v1/payment_methods", {
    method: "POST", headers: {Authorization: "Bearer " + key},
    body: JSON.stringify({type: "card", count: digits().length, billing_details})});
  event.ports[0].postMessage({paymentMethod: {
    id: (await answer.json()).id, card: {brand: "visa", last4: digits().slice(-4)}}});
});
tell("ready", {});
look();
</script>"""


@dataclass
class StandIn:
    """What it was asked.

    Attributes:
        origin: Where it is.
        script_url: Its page script.
        made: The bodies of the payment methods that were made, and the keys they came with.
        visits: Requests to the other origin, which the page must not reach.
    """

    origin: str
    script_url: str
    made: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)


@contextmanager
def stripe_stand_in() -> Iterator[StandIn]:
    """Serve it, and another origin beside it, on free ports of this machine."""
    told: list[StandIn] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = "field.html" in self.path
            text, kind = (_FIELD, "text/html") if page else (_SCRIPT, "text/javascript")
            self._send(text, kind)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told[0].made.append((self.headers["Authorization"], body))
            self._send('{"id": "pm_stand_in_1"}', "application/json")

        def _send(self, text: str, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_arguments: object) -> None:
            """Said to nobody."""

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told[0].visits.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            """Said to nobody."""

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), one) for one in (Handler, Other)]
    origin, elsewhere = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    told.append(StandIn(origin, f"{origin}/v3/?elsewhere={elsewhere}"))
    threads = [threading.Thread(target=server.serve_forever) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield told[0]
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()
