// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('photos that the browser cannot keep', () => {
  let photos: (typeof import('./photos'))['photos'];
  beforeEach(async () => {
    vi.stubGlobal('indexedDB', fullDisk());
    vi.resetModules();
    photos = (await import('./photos')).photos;
  });
  afterEach(() => vi.unstubAllGlobals());

  const limits = { files: 2, fileBytes: 1_000 };
  const picture = (name: string) => new File(['GIF89a'], name);

  it('are listed all the same, with the ticket they came to', async () => {
    const photo = await photos.add(picture('a.gif'));
    expect(await photos.list()).toEqual([photo]);

    await photos.assign('TKT');

    expect([await photos.list(), await photos.list('TKT')]).toEqual([[], [photo]]);
  });

  it('share the room, however fast they are chosen', async () => {
    const picked = await Promise.all([photos.pick([picture('a.gif'), picture('b.gif')], limits), photos.pick([picture('c.gif')], limits)]);

    expect(picked.map((p) => p.added.map((a) => a.file.name))).toEqual([['a.gif', 'b.gif'], []]);
    expect(picked[1]!.refused).toEqual([{ name: 'c.gif', why: 'count' }]);
  });

  it('come along when the report arrives while they are looked at', async () => {
    void photos.pick([picture('a.gif')], limits);

    await photos.assign('TKT');

    expect((await photos.list('TKT')).map((p) => p.file.name)).toEqual(['a.gif']);
  });
});

/** A browser's database that answers, and at the end of whatever is written finds no room for it. */
function fullDisk() {
  const db = {
    transaction: (_: string, mode: string) => {
      const transaction: Record<string, unknown> = { error: new Error('full') };
      const end = () => queueMicrotask(transaction[mode === 'readonly' ? 'oncomplete' : 'onabort'] as () => void);
      const ask = () => {
        const asked: Record<string, unknown> = { result: [] };
        queueMicrotask(() => {
          (asked['onsuccess'] as (() => void) | undefined)?.();
          end();
        });
        return asked;
      };
      return Object.assign(transaction, { objectStore: () => ({ getAll: ask, put: ask, delete: ask }) });
    },
  };
  return {
    open: () => {
      const asked: Record<string, unknown> = { result: db };
      queueMicrotask(() => (asked['onsuccess'] as () => void)());
      return asked;
    },
  };
}
