// The part of Stripe.js that the card page uses, for practice mode. It runs in the card page and
// passes messages to the hosted fields, frames of the processor's origin; nothing typed comes here.
// Names and shapes are Stripe's (docs.stripe.com/js).
'use strict';

(() => {
  const script = document.currentScript;
  const ORIGIN = new URL(script.src).origin;
  const TYPES = ['cardNumber', 'cardExpiry', 'cardCvc'];
  const EVENTS = ['ready', 'change', 'focus', 'blur', 'escape'];
  const TITLES = {
    cardNumber: 'Secure card number input frame',
    cardExpiry: 'Secure expiration date input frame',
    cardCvc: 'Secure CVC input frame',
  };

  class IntegrationError extends Error {
    constructor(message) { super(message); this.name = 'IntegrationError'; }
  }

  const newId = () => Array.from(
    crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0'),
  ).join('');

  const elements = new Map();

  window.addEventListener('message', (event) => {
    if (event.origin !== ORIGIN || !event.data) return;
    const element = elements.get(event.data.practiceField);
    if (element && event.source === element._window()) element._receive(event.data);
  });

  class PracticeElement {
    constructor(type, options, group) {
      this._type = type;
      this._options = { ...options };
      this._group = group;
      this._id = newId();
      this._listeners = new Map();
      this._requests = new Map();
      this._waiting = [];
      this._frame = null;
      this._node = null;
      this._loaded = false;
      this._destroyed = false;
    }

    mount(target) {
      if (this._destroyed) throw new IntegrationError('This Element has already been destroyed.');
      const node = typeof target === 'string' ? document.querySelector(target) : target;
      if (!(node instanceof Element)) {
        throw new IntegrationError('The selector you specified applies to no DOM elements.');
      }
      if (this._frame) {
        if (node === this._node) return;
        this.unmount();
      }
      const frame = document.createElement('iframe');
      frame.name = `__privatePracticeFrame_${this._id}`;
      frame.title = TITLES[this._type];
      frame.setAttribute('scrolling', 'no');
      frame.setAttribute('allow', '');
      frame.referrerPolicy = 'no-referrer';
      const style = {
        border: 'none', margin: '0', padding: '0', width: '100%', 'min-width': '100%',
        height: '19.2px', display: 'block', overflow: 'hidden', background: 'transparent',
        'color-scheme': 'light only', 'user-select': 'none',
      };
      for (const [name, value] of Object.entries(style)) {
        frame.style.setProperty(name, value, 'important');
      }
      const fragment = new URLSearchParams({ id: this._id, group: this._group, type: this._type });
      frame.src = `${ORIGIN}/v3/field.html#${fragment}`;
      this._frame = frame;
      this._node = node;
      elements.set(this._id, this);
      node.replaceChildren(frame);
      this._mark({ StripeElement: true, 'StripeElement--empty': true });
    }

    on(event, handler) {
      if (!EVENTS.includes(event)) throw new IntegrationError(`Invalid event: ${event}.`);
      if (typeof handler !== 'function') throw new IntegrationError('The handler is no function.');
      this._listeners.set(event, [...(this._listeners.get(event) || []), handler]);
      return this;
    }

    once(event, handler) {
      const first = (value) => { this.off(event, first); handler(value); };
      return this.on(event, first);
    }

    off(event, handler) {
      const kept = (this._listeners.get(event) || []).filter((one) => handler && one !== handler);
      this._listeners.set(event, kept);
      return this;
    }

    focus() {
      this._post({ verb: 'focus' });
    }

    blur() {
      this._post({ verb: 'blur' });
      if (this._frame) this._frame.blur();
    }

    clear() { this._post({ verb: 'clear' }); }

    update(options) {
      this._options = { ...this._options, ...options };
      this._post({ verb: 'update', options: this._plain(options) });
    }

    unmount() {
      if (!this._frame) return;
      elements.delete(this._id);
      this._mark({
        StripeElement: false, 'StripeElement--empty': false, 'StripeElement--complete': false,
        'StripeElement--invalid': false, 'StripeElement--focus': false,
      });
      this._frame.remove();
      this._frame = null;
      this._node = null;
      this._loaded = false;
      this._waiting = [];
      for (const settle of this._requests.values()) {
        settle({ error: { type: 'api_connection_error', message: 'The field was taken away.' } });
      }
      this._requests.clear();
    }

    destroy() {
      this.unmount();
      this._destroyed = true;
      this._listeners.clear();
    }

    _window() { return this._frame && this._frame.contentWindow; }

    _plain(options) { return JSON.parse(JSON.stringify(options || {})); }

    _post(message) {
      if (!this._frame) return;
      if (!this._loaded) { this._waiting.push(message); return; }
      this._window().postMessage({ ...message, to: this._id }, ORIGIN);
    }

    _mark(classes) {
      for (const [name, on] of Object.entries(classes)) this._node.classList.toggle(name, on);
    }

    _emit(event, value) {
      for (const handler of [...(this._listeners.get(event) || [])]) handler(value);
    }

    _receive(message) {
      if (message.answer !== undefined) {
        const settle = this._requests.get(message.answer);
        this._requests.delete(message.answer);
        if (settle) settle(message.result);
        return;
      }
      switch (message.event) {
        case 'loaded': {
          this._loaded = true;
          const options = this._plain(this._options);
          this._post({ verb: 'start', publishableKey: this._publishableKey, options });
          for (const waiting of this._waiting.splice(0)) this._post(waiting);
          return;
        }
        case 'height':
          this._frame.style.setProperty('height', `${Number(message.height)}px`, 'important');
          return;
        case 'enter':
          if (this._node.closest('form')) this._node.closest('form').requestSubmit();
          return;
        case 'change':
          this._mark({
            'StripeElement--empty': message.change.empty,
            'StripeElement--complete': message.change.complete,
            'StripeElement--invalid': Boolean(message.change.error),
          });
          this._emit('change', message.change);
          return;
        case 'focus':
        case 'blur':
          this._mark({ 'StripeElement--focus': message.event === 'focus' });
          this._emit(message.event, { elementType: this._type });
          return;
        case 'ready':
        case 'escape':
          this._emit(message.event, { elementType: this._type });
      }
    }

    _create(billing) {
      return new Promise((settle) => {
        const request = newId();
        this._requests.set(request, settle);
        this._post({ verb: 'create', request, billing: this._plain(billing) });
      });
    }
  }

  class Elements {
    constructor(publishableKey) {
      this._publishableKey = publishableKey;
      this._group = newId();
      this._byType = new Map();
    }

    create(type, options) {
      if (!TYPES.includes(type)) {
        throw new IntegrationError(`Practice mode has no Element of the type ${type}.`);
      }
      const earlier = this._byType.get(type);
      if (earlier && !earlier._destroyed) {
        throw new IntegrationError(`Can only create one Element of type ${type}.`);
      }
      const element = new PracticeElement(type, options, this._group);
      element._publishableKey = this._publishableKey;
      this._byType.set(type, element);
      return element;
    }

    getElement(type) {
      const element = this._byType.get(type);
      return element && !element._destroyed ? element : null;
    }
  }

  function Stripe(publishableKey) {
    if (typeof publishableKey !== 'string' || !publishableKey.startsWith('pk_test_')) {
      throw new IntegrationError('Practice mode takes the key of its own run only.');
    }
    return {
      elements: () => new Elements(publishableKey),
      async createPaymentMethod(data) {
        const given = data || {};
        if (given.type !== 'card') {
          throw new IntegrationError('Practice mode takes payment methods of the type card only.');
        }
        if (!(given.card instanceof PracticeElement) || !given.card._frame) {
          throw new IntegrationError('We could not retrieve data from the specified Element.');
        }
        if (given.card._type !== 'cardNumber') {
          throw new IntegrationError('Hand in the cardNumber Element.');
        }
        return given.card._create(given.billing_details);
      },
    };
  }
  Stripe.version = 3;
  window.Stripe = Stripe;
})();
