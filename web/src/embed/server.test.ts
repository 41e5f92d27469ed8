import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const sent = { body: '{"subject":"Deep pothole"}', key: 'k1', since: 0 };

let server: typeof import('./server');

beforeEach(async () => {
  const script = Object.assign(document.createElement('script'), { src: 'https://help.example.org/embed.js' });
  Object.defineProperty(document, 'currentScript', { value: script, configurable: true });
  server = await import('./server');
});

afterEach(() => vi.unstubAllGlobals());

const answering = (status: number, body: unknown) => {
  const fetch = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', fetch);
  return fetch;
};

it('sends exactly what was kept, under its key, to where the script came from', async () => {
  const fetch = answering(201, { trackingNumber: 'TKT-1', accessCode: 'CODE' });

  expect(await server.report(sent)).toEqual({ ticket: { trackingNumber: 'TKT-1', accessCode: 'CODE' } });

  expect(fetch).toHaveBeenCalledWith('https://help.example.org/api/v1/support/form', expect.objectContaining({
    method: 'POST', body: sent.body, headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'k1' },
  }));
});

it.each([
  [503, 'unknown', 'cut'], [429, 'rate.limited', 'often'],
])('lets the same be sent again after %s %s', async (status, code, again) => {
  answering(status, { code });

  expect(await server.report(sent)).toEqual({ again });
});

it('lets the same be sent again when no answer came', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('cut')));

  expect(await server.report(sent)).toEqual({ again: 'cut' });
});

it('names the fields that were refused for good', async () => {
  answering(400, { code: 'request.malformed', errors: { email: ['no'] } });

  expect(await server.report(sent)).toEqual({ refused: ['email'], already: false });
});

it('waits for an earlier attempt that is being taken', async () => {
  vi.useFakeTimers();
  const taking = () => new Response(JSON.stringify({ code: 'idempotency.in_flight' }), { status: 409 });
  const fetch = vi.fn().mockResolvedValueOnce(taking()).mockResolvedValueOnce(new Response('{"trackingNumber":"TKT-1"}', { status: 201 }));
  vi.stubGlobal('fetch', fetch);

  const asked = server.report(sent);
  await vi.runAllTimersAsync();

  expect(await asked).toEqual({ ticket: { trackingNumber: 'TKT-1' } });
  expect(new Set(fetch.mock.calls.map((c) => JSON.stringify((c[1] as RequestInit).headers))).size).toBe(1);
  vi.useRealTimers();
});
