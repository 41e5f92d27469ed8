import { afterEach, describe, expect, it, vi } from 'vitest';
import { request } from './client';
import { Unreachable } from './problem';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A service that never answers, and a caller who may give up. */
const silent = () =>
  vi.stubGlobal('fetch', (_: string, init: RequestInit) =>
    new Promise((_, reject) => {
      if (init.signal!.aborted) {
        reject(init.signal!.reason);
      }

      init.signal!.addEventListener('abort', () => reject(init.signal!.reason));
    }));

describe('a request', () => {
  it('is answered in a browser that cannot join signals', async () => {
    vi.stubGlobal('AbortSignal', class { static any = undefined; static timeout = undefined; });
    vi.stubGlobal('fetch', async () => new Response('{}'));

    expect((await request('/api', { signal: new AbortController().signal })).ok).toBe(true);
  });

  it('counts as unanswered after a while', async () => {
    vi.useFakeTimers();
    silent();
    const asked = expect(request('/api')).rejects.toBeInstanceOf(Unreachable);

    await vi.advanceTimersByTimeAsync(20_000);

    await asked;
  });

  it.each([true, false])('ends as its caller wishes, who gave up before it: %s', async (before) => {
    silent();
    const caller = new AbortController();
    const why = new Error('gone');
    if (before) {
      caller.abort(why);
    }

    const asked = request('/api', { signal: caller.signal });
    caller.abort(why);

    await expect(asked).rejects.toBe(why);
  });
});
