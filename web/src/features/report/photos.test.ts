// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { refusalOf } from './photos';

const file = (...bytes: (number | string)[]) =>
  new File(bytes.map((b) => (typeof b === 'string' ? b : new Uint8Array([b]))), 'x.png', { type: 'image/png' });

describe('a chosen file', () => {
  it.each([
    ['JPEG', file(0xff, 0xd8, 0xff, 0xe0)],
    ['PNG', file(0x89, 'PNG\r\n', 0x1a, '\n')],
    ['GIF', file('GIF89a')],
    ['WebP', file('RIFF', 0, 0, 0, 0, 'WEBP')],
  ])('is taken as %s by its own bytes', async (_, given) => expect(await refusalOf(given, 1_000)).toBeNull());

  it.each([['a program', file('MZ')], ['a page', file('<html>')], ['nothing', file()], ['HEIC', file(0, 0, 0, 24, 'ftypheic')]])(
    'is refused when it is %s', async (_, given) => expect(await refusalOf(given, 1_000)).toBe('kind'));

  it('is refused when it is too large', async () => expect(await refusalOf(file('GIF89a'), 5)).toBe('size'));
});
