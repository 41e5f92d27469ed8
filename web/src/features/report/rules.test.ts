import { describe, expect, it } from 'vitest';
import { bodyOf, blank } from './draft';
import { check, isEmail, isPhone } from './rules';

const right = {
  ...blank, category: 'pothole', subject: 'Deep pothole', message: 'There is a deep hole', name: 'Ana', email: 'ana@example.org',
};

describe('the rules of the form', () => {
  it.each(['ana@example.org', 'a.b+c@sub.example.org', 'ana@EXAMPLE.org', ' ana@example.org ', 'ñ@correo.es'])('take the address %s', (text) =>
    expect(isEmail(text)).toBe(true));

  it.each(['', 'ana', 'ana@', '@example.org', 'ana@example', 'a b@example.org', '.ana@example.org', 'a..b@example.org', 'ana@-x.org', 'ana@x..org', 'ana@x y.org', `${'a'.repeat(65)}@example.org`, 'a@b@example.org'])(
    'refuse the address %s', (text) => expect(isEmail(text)).toBe(false));

  it.each(['+34 600 111 222', '0034600111222', '+1 (415) 555-0101', '+34.600.111.222'])('take the number %s', (text) =>
    expect(isPhone(text)).toBe(true));

  it.each(['12', '600111222', '+0600111222', '+34 600', `+${'1'.repeat(16)}`, '+34 600 abc'])('refuse the number %s', (text) =>
    expect(isPhone(text)).toBe(false));

  it('find nothing wrong with what is right', () => expect(check(right)).toEqual({}));

  it('name every field that is wrong', () =>
    expect(Object.keys(check({ ...blank, phone: '12', address: 'x'.repeat(301) })).sort()).toEqual(
      ['address', 'category', 'email', 'message', 'name', 'phone', 'subject']));

  it('count what is left without the spaces around it', () => expect(check({ ...right, subject: '    a   ' })).toHaveProperty('subject'));

  it('send a place only when there is one', () => {
    expect(bodyOf(right).location).toBeNull();
    expect(bodyOf({ ...right, latitude: 40.4 }).location).toBeNull();
    expect(bodyOf({ ...right, latitude: 40.4, longitude: -3.7 }).location).toEqual({ latitude: 40.4, longitude: -3.7, address: null });
    expect(bodyOf({ ...right, address: ' Calle Mayor 5 ' }).location).toEqual({ latitude: null, longitude: null, address: 'Calle Mayor 5' });
  });
});
