import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { needTexts, startLanguages } from '../../shared/i18n';
import { PhonePage } from './PhonePage';

const accounts = [{ account: 'sandbox', tenant: 'default', name: 'Town hall', languages: ['en'] }];

/** What each message that was posted says, and how it is answered, in turn. */
let posted: { id: string; text: string }[] = [];
let answers: (() => Response)[] = [];

/** The key that opens the phone; without one it is open to everybody. */
let needed: string | null = null;

let story: object[] = [];

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  sessionStorage.clear();
  posted = [];
  answers = [];
  needed = null;
  story = [];
  vi.stubGlobal('fetch', async (asked: Request | string) => {
    if (typeof asked === 'string') {
      return new Promise(() => undefined);
    }

    if (asked.method === 'POST') {
      posted.push((await asked.json()) as (typeof posted)[0]);
      return answers.shift()!();
    }

    const { pathname } = new URL(asked.url);
    if (pathname === '/api/v1/sandbox' && needed !== null && asked.headers.get('X-Api-Key') !== needed) {
      return json({ code: 'sandbox.bad_token', detail: 'Send a key.' }, 401);
    }

    return pathname === '/api/v1/sandbox' ? json({ accounts })
      : pathname.endsWith('/story') ? json({ items: story })
      : pathname.endsWith('/portal') ? json({ tenant: 'default', name: 'Town', contacts: [], ways: [], limits: { files: 1, fileBytes: 1 } })
      : json([]);
  });
  Element.prototype.scrollTo = () => undefined;
  await startLanguages('en');
  await needTexts('backstage');
});

afterEach(() => vi.unstubAllGlobals());

const show = () =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter><PhonePage /></MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );

it('keeps a message that was cut off while another citizen is looked at, and sends it again as the same', async () => {
  answers = [() => { throw new TypeError('cut'); }, () => json({ id: 'SM1' }, 202)];
  show();
  await userEvent.type(await screen.findByLabelText('Write a message'), 'A hole{enter}');
  await screen.findByText(/not sent/);
  await userEvent.click(screen.getByRole('button', { name: /Ana/ }));
  expect(screen.queryByText('A hole')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: /Peter/ }));

  await userEvent.click(await screen.findByRole('button', { name: 'Send again' }));

  const log = screen.getByRole('log');
  expect(await within(log).findByRole('img', { name: 'sent' })).toBeVisible();
  expect(posted.map((p) => p.text)).toEqual(['A hole', 'A hole']);
  expect(new Set(posted.map((p) => p.id)).size).toBe(1);
  expect(posted[0]!.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(log).toHaveFocus();
});

it('offers nothing again that was refused', async () => {
  answers = [() => json({ code: 'request.malformed', detail: 'The text is too long.' }, 400)];
  show();
  await userEvent.type(await screen.findByLabelText('Write a message'), 'A hole{enter}');

  expect(await screen.findByText('The text is too long.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull();
});

it('sends a choice once, however often it is pressed', async () => {
  const event = (sequence: number, type: string, data: object) =>
    ({ sequence, stream: 'conversation', streamId: 'c1', version: sequence, type, at: '2026-01-01T10:00:00Z', userName: 'system', correlationId: null, data });
  story = [
    event(1, 'reply_decided', {
      author: 'agent', inReplyTo: [], parts: [{ part: 'p1', text: 'Is it this one?', offer: { kind: 'choices', choices: [{ payload: 'y', title: 'Yes please' }] } }],
    }),
    event(2, 'reply_sent', { part: 'p1' }), event(3, 'reply_read', { part: 'p1' }),
  ];
  answers = [() => json({ id: 'SM1' }, 202), () => json({ id: 'SM2' }, 202)];
  show();

  await userEvent.dblClick(await screen.findByRole('button', { name: 'Yes please' }));

  await within(screen.getByRole('log')).findByRole('img', { name: 'sent' });
  expect(posted.map((p) => p.text)).toEqual(['Yes please']);
});

it('brings whoever gave a wrong key back to it, and with the right one to the heading', async () => {
  needed = 'right';
  show();
  const field = await screen.findByLabelText(/administrator/);
  await userEvent.type(field, 'wrong');
  await userEvent.click(screen.getByRole('button', { name: 'Use the key' }));
  await screen.findByText('This key does not open this.');
  await waitFor(() => expect(field).toHaveFocus());

  await userEvent.clear(field);
  await userEvent.type(field, 'right{enter}');

  await screen.findByLabelText('Write a message');
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
});
