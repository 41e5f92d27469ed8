import { beforeEach, expect, it } from 'vitest';
import { staffKey } from './key';

beforeEach(() => sessionStorage.clear());

it('keeps the key of each tenant to itself', () => {
  staffKey.lend('parish', 'of the parish');

  expect([staffKey.read('parish'), staffKey.read('default')]).toEqual(['of the parish', '']);
});

it('prefers what a person has typed to what the desk has lent', () => {
  staffKey.write('default', 'typed');
  staffKey.lend('default', 'lent');

  expect(staffKey.read('default')).toBe('typed');
});
