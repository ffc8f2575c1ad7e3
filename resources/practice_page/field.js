// One hosted field. It lives in a frame of the processor's origin; the page around it never sees what
// is typed. The three fields of a card find each other as frames of one origin.
'use strict';

(() => {
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const query = new URLSearchParams(location.hash.slice(1));
  const own = { id: query.get('id'), group: query.get('group'), type: query.get('type') };
  const kind = practiceFormat.kinds[own.type];
  const input = document.getElementById('field');
  const TEST_CARDS_ONLY = 'Practice mode takes the published test cards only.';
  const STYLES = [
    'color', 'fontFamily', 'fontSize', 'fontStyle', 'fontVariant', 'fontWeight', 'letterSpacing',
    'lineHeight', 'textAlign', 'textDecoration', 'textShadow', 'textTransform',
  ];
  let publishableKey = '';
  let options = {};
  let digits = '';
  let left = false;
  let dropped = null;
  let turn = 0;
  let lastTold = '';

  const tell = (message) => window.parent.postMessage(
    { practiceField: own.id, ...message }, settings.pageOrigin);

  // --- the fields of one card ------------------------------------------------------------------

  const api = {
    group: own.group,
    type: own.type,
    digits: () => digits,
    error: () => dropped || kind.wrong(digits, true),
    brandChanged(brand) {
      const length = brand.name === 'unknown' ? 0 : brand.code;
      if (own.type === 'cardCvc' && kind.length !== length) {
        kind.length = length;
        put(digits.slice(0, brand.code), null);
        report();
      }
    },
  };
  window.practiceFieldOfCard = api;

  function fields() {
    const found = {};
    for (let i = 0; i < window.parent.frames.length; i += 1) {
      try {
        const other = window.parent.frames[i].practiceFieldOfCard;
        if (other && other.group === own.group) found[other.type] = other;
      } catch { /* a frame of another origin */ }
    }
    return found;
  }

  // --- what is typed ---------------------------------------------------------------------------

  function put(next, caretDigits) {
    digits = next;
    const shown = kind.show(digits);
    input.value = shown;
    if (caretDigits === null) return;
    let at = 0;
    for (let seen = 0; at < shown.length && seen < caretDigits; at += 1) {
      if (/[0-9]/.test(shown[at])) seen += 1;
    }
    if (caretDigits >= digits.length) at = shown.length;
    input.setSelectionRange(at, at);
  }

  const hex = (buffer) => Array.from(
    new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

  async function isPublished(number) {
    const bytes = new TextEncoder().encode(settings.salt + number);
    return settings.hashes.includes(hex(await crypto.subtle.digest('SHA-256', bytes)));
  }

  function report() {
    const error = dropped || kind.wrong(digits, left);
    input.setAttribute('aria-invalid', error ? 'true' : 'false');
    paint(error);
    const change = {
      elementType: own.type,
      empty: digits === '',
      complete: !dropped && kind.complete(digits),
      error: error || undefined,
    };
    if (own.type === 'cardNumber') change.brand = practiceFormat.brandOf(digits).name;
    const told = JSON.stringify(change);
    if (told === lastTold) return;
    lastTold = told;
    tell({ event: 'change', change });
  }

  // A whole number that nobody published for tests never leaves this frame, and does not stay in it.
  async function dropUnpublished() {
    if (own.type !== 'cardNumber' || !kind.complete(digits)) return false;
    const mine = (turn += 1);
    const number = digits;
    const published = await isPublished(number);
    if (published || mine !== turn || number !== digits) return false;
    dropped = { type: 'validation_error', code: 'invalid_number', message: TEST_CARDS_ONLY };
    put('', 0);
    input.value = '';
    return true;
  }

  input.addEventListener('input', async () => {
    const caret = input.value.slice(0, input.selectionStart).replace(/[^0-9]/g, '').length;
    const before = digits;
    let next = kind.clean(input.value);
    const grew = next.length > before.length;
    if (own.type === 'cardExpiry' && !grew && /^\d\d \/$/.test(input.value.trim())
        && next === before) next = next.slice(0, 1);
    dropped = null;
    put(next, grew && next.length > input.value.replace(/[^0-9]/g, '').length ? caret + 1 : caret);
    if (own.type === 'cardNumber') {
      const code = fields().cardCvc;
      if (code) code.brandChanged(practiceFormat.brandOf(digits));
    }
    if (own.type === 'cardNumber' && kind.complete(digits)) await dropUnpublished();
    report();
  });

  input.addEventListener('focus', () => { paint(dropped); tell({ event: 'focus' }); });
  input.addEventListener('blur', () => {
    left = digits !== '';
    report();
    tell({ event: 'blur' });
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') tell({ event: 'escape' });
    if (event.key === 'Enter') { event.preventDefault(); tell({ event: 'enter' }); }
  });
  for (const name of ['copy', 'cut', 'paste', 'dragstart', 'drop', 'contextmenu']) {
    document.addEventListener(name, (event) => event.preventDefault(), true);
  }

  // --- looks -----------------------------------------------------------------------------------

  function paint(error) {
    const style = options.style || {};
    const layers = [style.base];
    if (digits === '') layers.push(style.empty);
    if (kind.complete(digits)) layers.push(style.complete);
    if (error) layers.push(style.invalid);
    if (document.activeElement === input) layers.push((style.base || {})[':focus']);
    for (const name of STYLES) input.style[name] = '';
    let placeholder = '';
    for (const layer of layers.filter(Boolean)) {
      for (const name of STYLES) {
        if (typeof layer[name] === 'string') input.style[name] = layer[name];
      }
      placeholder = (layer['::placeholder'] || {}).color || placeholder;
    }
    if (placeholder) input.style.setProperty('--placeholder-color', placeholder);
  }

  function setOptions(next) {
    options = { ...options, ...next };
    input.placeholder = options.placeholder === undefined ? kind.placeholder : options.placeholder;
    input.disabled = Boolean(options.disabled);
    paint(dropped || kind.wrong(digits, left));
    const size = parseFloat(getComputedStyle(input).fontSize) || 16;
    tell({ event: 'height', height: Math.ceil(size * 1.2) });
  }

  // --- the token -------------------------------------------------------------------------------

  async function createPaymentMethod(billing) {
    const card = fields();
    for (const type of ['cardNumber', 'cardExpiry', 'cardCvc']) {
      const error = card[type] && card[type].error();
      if (error) return { error };
    }
    if (!card.cardNumber || !card.cardExpiry) {
      return { error: {
        type: 'invalid_request_error',
        message: 'The card number and the expiry date must be on the page.',
      } };
    }
    if (!(await isPublished(digits))) {
      await dropUnpublished();
      report();
      return { error: { type: 'card_error', code: 'incorrect_number', message: TEST_CARDS_ONLY } };
    }
    const expiry = card.cardExpiry.digits();
    const body = new URLSearchParams({
      type: 'card',
      'card[number]': digits,
      'card[exp_month]': expiry.slice(0, 2),
      'card[exp_year]': expiry.slice(2),
    });
    if (card.cardCvc) body.set('card[cvc]', card.cardCvc.digits());
    const details = billing || {};
    for (const name of ['name', 'email', 'phone']) {
      if (details[name]) body.set(`billing_details[${name}]`, details[name]);
    }
    for (const [name, value] of Object.entries(details.address || {})) {
      if (value) body.set(`billing_details[address][${name}]`, value);
    }
    return send(body);
  }

  async function send(body) {
    try {
      const response = await fetch('/v1/payment_methods', {
        method: 'POST',
        body,
        headers: { Authorization: `Bearer ${publishableKey}` },
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
      });
      const answer = await response.json();
      return response.ok ? { paymentMethod: answer } : { error: answer.error };
    } catch {
      return { error: {
        type: 'api_connection_error',
        message: 'The practice processor does not answer.',
      } };
    }
  }

  // --- the page --------------------------------------------------------------------------------

  const verbs = {
    start(message) {
      publishableKey = message.publishableKey;
      setOptions(message.options);
      tell({ event: 'ready' });
    },
    focus: () => input.focus(),
    blur: () => input.blur(),
    clear() {
      dropped = null;
      left = false;
      turn += 1;
      put('', null);
      report();
    },
    update: (message) => setOptions(message.options),
    async create(message) {
      tell({ answer: message.request, result: await createPaymentMethod(message.billing) });
    },
  };

  window.addEventListener('message', (event) => {
    if (event.origin !== settings.pageOrigin || event.source !== window.parent) return;
    const message = event.data;
    if (!message || message.to !== own.id) return;
    if (Object.hasOwn(verbs, message.verb)) verbs[message.verb](message);
  });

  if (kind && own.id && own.group && window.parent !== window) {
    input.setAttribute('aria-label', kind.label);
    tell({ event: 'loaded' });
  }
})();
