// What is typed into a practice field: brands, grouping, check digit, expiry. No DOM in here.
'use strict';

const practiceFormat = (() => {
  const BRANDS = [
    { name: 'amex', starts: /^3[47]/, lengths: [15], groups: [4, 6, 5], code: 4 },
    { name: 'visa', starts: /^4/, lengths: [16], groups: [4, 4, 4, 4], code: 3 },
    {
      name: 'mastercard',
      starts: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
      lengths: [16], groups: [4, 4, 4, 4], code: 3,
    },
    { name: 'discover', starts: /^(6011|64[4-9]|65)/, lengths: [16], groups: [4, 4, 4, 4], code: 3 },
  ];
  const UNKNOWN = { name: 'unknown', starts: /^/, lengths: [16], groups: [4, 4, 4, 4], code: 4 };

  const digitsOf = (text) => text.replace(/[^0-9]/g, '');
  const brandOf = (digits) => BRANDS.find((brand) => brand.starts.test(digits)) || UNKNOWN;

  function group(digits, brand) {
    const parts = [];
    let rest = digits;
    for (const size of brand.groups) {
      if (!rest) break;
      parts.push(rest.slice(0, size));
      rest = rest.slice(size);
    }
    return parts.join(' ');
  }

  function luhn(digits) {
    let sum = 0;
    for (let i = 0; i < digits.length; i += 1) {
      let n = Number(digits[digits.length - 1 - i]);
      if (i % 2 === 1) { n *= 2; if (n > 9) n -= 9; }
      sum += n;
    }
    return sum % 10 === 0;
  }

  const issue = (code, message) => ({ type: 'validation_error', code, message });

  const kinds = {
    cardNumber: {
      label: 'Card number',
      placeholder: '1234 1234 1234 1234',
      clean(text) {
        const digits = digitsOf(text);
        return digits.slice(0, Math.max(...brandOf(digits).lengths));
      },
      show: (digits) => group(digits, brandOf(digits)),
      complete: (digits) => brandOf(digits).lengths.includes(digits.length) && luhn(digits),
      full: (digits) => digits.length >= Math.max(...brandOf(digits).lengths),
      wrong(digits, left) {
        if (this.full(digits)) {
          return luhn(digits) ? null : issue('invalid_number', 'Your card number is invalid.');
        }
        return left ? issue('incomplete_number', 'Your card number is incomplete.') : null;
      },
    },
    cardExpiry: {
      label: 'Expiry date, month and year',
      placeholder: 'MM / YY',
      clean(text) {
        let digits = digitsOf(text);
        if (/^[2-9]/.test(digits) || /^1\s*\//.test(text)) digits = `0${digits}`;
        return digits.slice(0, 4);
      },
      show: (digits) => (digits.length < 2 ? digits : `${digits.slice(0, 2)} / ${digits.slice(2)}`),
      full: (digits) => digits.length === 4,
      complete(digits) { return this.full(digits) && this.wrong(digits, true) === null; },
      wrong(digits, left) {
        const month = Number(digits.slice(0, 2));
        if (digits.length >= 2 && (month < 1 || month > 12)) {
          return issue('invalid_expiry_month', "Your card's expiration month is invalid.");
        }
        if (digits.length < 4) {
          return left
            ? issue('incomplete_expiry', "Your card's expiration date is incomplete.") : null;
        }
        const today = new Date();
        const year = 2000 + Number(digits.slice(2));
        if (year < today.getFullYear()) {
          return issue('invalid_expiry_year_past', "Your card's expiration year is in the past.");
        }
        if (year === today.getFullYear() && month < today.getMonth() + 1) {
          return issue('invalid_expiry_month_past', "Your card's expiration date is in the past.");
        }
        return year > today.getFullYear() + 50
          ? issue('invalid_expiry_year', "Your card's expiration year is invalid.") : null;
      },
    },
    cardCvc: {
      label: 'Security code',
      placeholder: 'CVC',
      length: 0,
      clean: (text) => digitsOf(text).slice(0, 4),
      show: (digits) => digits,
      complete(digits) {
        return this.length === 0 ? digits.length >= 3 : digits.length === this.length;
      },
      wrong(digits, left) {
        return left && !this.complete(digits)
          ? issue('incomplete_cvc', "Your card's security code is incomplete.") : null;
      },
    },
  };

  return { kinds, brandOf };
})();
