// Runs in the application world, where the page's scripts cannot see the channel to Python.
(() => {
  "use strict";
  if (location.href !== "https://card.orderdesk.invalid/card") return;
  let bridge = null;
  const waiting = [];
  document.addEventListener("orderdesk-report", (event) => {
    const text = String(event.detail);
    if (bridge) bridge.report(text);
    else waiting.push(text);
  });
  new QWebChannel(qt.webChannelTransport, (channel) => {
    bridge = channel.objects.bridge;
    bridge.commanded.connect((text) => {
      document.dispatchEvent(new CustomEvent("orderdesk-command", { detail: text }));
    });
    waiting.splice(0).forEach((text) => bridge.report(text));
  });
})();
