import { describe, expect, it } from 'vitest';
import { codeIn } from './code';

describe('codeIn', () => {
  it('reads the code behind the hash', () => {
    expect(codeIn('#7F3K92QD20W')).toBe('7F3K92QD20W');
    expect(codeIn('#7F3K%2092')).toBe('7F3K 92');
  });

  it('takes what is no encoding for no code', () => {
    expect(codeIn('')).toBe('');
    expect(codeIn('#100%')).toBe('');
    expect(codeIn('#%E0%A4%A')).toBe('');
  });
});
