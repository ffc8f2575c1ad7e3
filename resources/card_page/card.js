// The form around the processor's hosted fields. It uses only what the processor documents of
// version 3 of its page script, and one page serves the practice processor and the live one.
(() => {
  "use strict";
  const ANSWER_WITHIN = 30000; // milliseconds for the processor to make a token
  const LAST_DIGITS_WITHIN = 600; // milliseconds for digits that were typed before Enter
  const PAGE_FOCUS_WITHIN = 1000; // milliseconds for the window's focus to reach this page
  const KINDS = { number: "cardNumber", expiry: "cardExpiry", code: "cardCvc" };
  const ICONS = {
    ok: "M208 40H48a16 16 0 0 0-16 16v58.8c0 89.6 75.9 119.4 91 124.4a15.4 15.4 0 0 0 10 0c15.2-5 91-34.8 91-124.4V56a16 16 0 0 0-16-16Zm-34.3 69.8-56 56a8 8 0 0 1-11.4 0l-24-24a8 8 0 0 1 11.4-11.4l18.3 18.3 50.3-50.3a8 8 0 0 1 11.4 11.4Z",
    held: "M236.8 188.1 149.4 36.2a24.8 24.8 0 0 0-42.8 0L19.2 188.1a23.5 23.5 0 0 0 0 23.7A24.3 24.3 0 0 0 40.6 224h174.8a24.3 24.3 0 0 0 21.4-12.2 23.5 23.5 0 0 0 0-23.7ZM120 104a8 8 0 0 1 16 0v40a8 8 0 0 1-16 0Zm8 88a12 12 0 1 1 12-12 12 12 0 0 1-12 12Z",
    info: "M200 75.6V40a16 16 0 0 0-16-16H72a16 16 0 0 0-16 16v36a16 16 0 0 0 6.4 12.8L114.7 128l-52.3 39.2A16 16 0 0 0 56 180v36a16 16 0 0 0 16 16h112a16 16 0 0 0 16-16v-35.6a16 16 0 0 0-6.4-12.8L141.3 128l52.2-39.6A16 16 0 0 0 200 75.6Z",
  };
  ICONS.bad = ICONS.held;

  const byId = (id) => document.getElementById(id);
  const setup = JSON.parse(byId("setup").textContent);
  const words = setup.words;
  const fields = {};
  const mounted = new Set();
  const errors = {};
  const complete = {};
  let stripe = null;
  let billing = {};
  let busy = false;
  let onComplete = null;

  const report = (name, values = {}) =>
    document.dispatchEvent(
      new CustomEvent("orderdesk-report", { detail: JSON.stringify({ report: name, ...values }) }),
    );

  function say(kind, text) {
    byId("strip").dataset.kind = kind;
    byId("strip-icon").setAttribute("d", ICONS[kind]);
    byId("strip-text").textContent = text;
  }

  // One error at a time, that of the first wrong field: there is room for one line.
  function showErrors() {
    const first = ["number", "expiry", "code"].find((name) => errors[name]);
    for (const name of Object.keys(fields)) byId(name).classList.toggle("wrong", !!errors[name]);
    const number = byId("number-error");
    const three = byId("three-error");
    number.hidden = first !== "number";
    three.hidden = !first || first === "number";
    number.textContent = number.hidden ? "" : errors.number;
    three.textContent = three.hidden ? "" : errors[first];
  }

  const inWords = (error) =>
    words[`error_${error.code}`] || words[`error_${error.decline_code}`] || error.message || words.error_other;

  function fieldOf(error) {
    const code = String(error.code || "");
    if (/number|card|test/.test(code) && !/cvc|expiry/.test(code)) return "number";
    if (/expiry|expired/.test(code)) return "expiry";
    return /cvc/.test(code) && fields.code ? "code" : null;
  }

  function setBusy(value) {
    busy = value;
    byId("use").disabled = value;
    if (value) say("info", words.busy);
  }

  function afterFailure(kind, text) {
    setBusy(false);
    say(kind, text);
    report("idle");
  }

  function onRefused(error) {
    if (["authentication_error", "invalid_request_error"].includes(error.type) && !fieldOf(error)) {
      report("failed", { code: "rejected" });
      return;
    }
    const field = fieldOf(error);
    if (!field) {
      afterFailure("bad", inWords(error));
      return;
    }
    errors[field] = inWords(error);
    showErrors();
    afterFailure("ok", words.straight);
    fields[field].focus();
  }

  function details() {
    const address = { postal_code: byId("postal").value.trim() };
    for (const name of ["line1", "line2", "city", "state", "country"]) address[name] = billing[name];
    for (const name of Object.keys(address)) if (!address[name]) delete address[name];
    return billing.name ? { name: billing.name, address } : { address };
  }

  const isComplete = () => Object.keys(fields).every((name) => complete[name]);

  // Enter reaches this page by another way than the digits reach the fields, and may overtake them.
  const lastDigits = () =>
    new Promise((resolve) => {
      if (isComplete()) resolve();
      onComplete = resolve;
      setTimeout(resolve, LAST_DIGITS_WITHIN);
    });

  async function useCard() {
    if (busy || !stripe || mounted.size < Object.keys(fields).length) {
      if (!busy) report("idle");
      return;
    }
    setBusy(true);
    await lastDigits();
    const late = new Promise((resolve) => setTimeout(() => resolve(null), ANSWER_WITHIN));
    try {
      const made = stripe.createPaymentMethod({
        type: "card",
        card: fields.number,
        billing_details: details(),
      });
      const answer = await Promise.race([made, late]);
      if (!answer) afterFailure("bad", words.no_answer);
      else if (answer.error) onRefused(answer.error);
      else {
        const { id, card } = answer.paymentMethod;
        report("token", { id, brand: card.brand, last4: card.last4 });
      }
    } catch {
      afterFailure("bad", words.no_answer);
    }
  }

  function mount(elements, name) {
    const root = getComputedStyle(document.documentElement);
    const colour = (token, otherwise) => root.getPropertyValue(`--${token}`).trim() || otherwise;
    const style = {
      base: {
        color: colour("text", "#1C2024"),
        fontFamily: root.getPropertyValue("--family").trim(),
        fontSize: getComputedStyle(byId("postal")).fontSize,
        "::placeholder": { color: colour("placeholder", "#686D74") },
      },
      invalid: { color: colour("bad-text", "#8C1C13") },
    };
    const options = { style, placeholder: words[`${name}_placeholder`] };
    if (name === "number") Object.assign(options, { disableLink: true, showIcon: false });
    const element = elements.create(KINDS[name], options);
    fields[name] = element;
    element.on("ready", () => {
      mounted.add(name);
      if (mounted.size === Object.keys(fields).length) report("mounted");
    });
    element.on("focus", () => {
      byId(name).classList.add("focused");
      report("field_focused", { field: name });
    });
    element.on("blur", () => byId(name).classList.remove("focused"));
    element.on("change", (event) => {
      errors[name] = event.error ? inWords(event.error) : "";
      complete[name] = event.complete;
      if (onComplete && isComplete()) onComplete();
      if (name === "number") byId("brand").textContent = words[`brand_${event.brand}`] || "";
      showErrors();
      if (!busy && byId("strip").dataset.kind !== "ok" && !event.empty) say("ok", words.straight);
    });
    byId(name).addEventListener("click", () => element.focus());
  }

  function mountAll() {
    try {
      stripe = window.Stripe(setup.publishableKey);
      const elements = stripe.elements();
      const names = setup.askCode ? ["number", "expiry", "code"] : ["number", "expiry"];
      for (const name of names) mount(elements, name);
      for (const name of names) fields[name].mount(`#${name}`);
    } catch {
      report("failed", { code: "processor_unreachable" });
    }
  }

  // The window's focus comes to this page by another way than the command, and may come later: it
  // would then take the focus out of the field again, and the digits would go nowhere.
  function focusNumber() {
    if (document.hasFocus()) {
      fields.number.focus();
      return;
    }
    let late = 0;
    const now = () => {
      clearTimeout(late);
      window.removeEventListener("focus", now);
      fields.number.focus();
    };
    window.addEventListener("focus", now);
    late = setTimeout(now, PAGE_FOCUS_WITHIN);
  }

  const commands = {
    open(values) {
      billing = values.billing;
      byId("amount").textContent = values.amount_text;
      byId("reference").textContent = values.reference
        ? words.order.replace("{reference}", values.reference)
        : "";
      byId("customer").textContent = billing.name;
      byId("postal").value = billing.postal_code;
      byId("postal-label").textContent = billing.country === "US" ? words.zip : words.postal;
    },
    focus: focusNumber,
    enter: () => (document.activeElement === byId("cancel") ? report("cancel") : useCard()),
    start_again() {
      for (const name of Object.keys(fields)) fields[name].clear();
      fields.number.focus();
      say("held", words.start_again);
    },
  };

  const texts = {
    title: "title", processor: "processor", "amount-label": "amount", "number-label": "number",
    "expiry-label": "expiry", "code-label": "code", "postal-label": "zip", "use-text": "use",
    "use-key": "use_key", "cancel-text": "cancel", "cancel-key": "cancel_key",
  };
  for (const [id, word] of Object.entries(texts)) byId(id).textContent = words[word];
  byId("processor").textContent = setup.processorName;
  byId("code-field").hidden = !setup.askCode;
  byId("postal").addEventListener("focus", () => report("field_focused", { field: "postal" }));
  byId("use").addEventListener("click", useCard);
  byId("cancel").addEventListener("click", () => report("cancel"));
  say("ok", words.straight);

  document.addEventListener("orderdesk-command", (event) => {
    const { command, ...values } = JSON.parse(event.detail);
    if (Object.hasOwn(commands, command)) commands[command](values);
  });
  const script = document.createElement("script");
  script.src = setup.scriptUrl;
  script.onload = mountAll;
  script.onerror = () => report("failed", { code: "processor_unreachable" });
  document.head.append(script);
  report("loaded");
})();
