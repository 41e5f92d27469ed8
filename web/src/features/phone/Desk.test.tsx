import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { needTexts, startLanguages } from '../../shared/i18n';
import { session } from '../../shared/storage';
import { Desk } from './Desk';
import type { Sandbox } from './useSandbox';

const colleague = { key: 'cfk_desk', memberId: 'm1', name: 'Alex' };
const talk = { id: 'c1', agentOn: false, member: 'm1', taskState: 'claimed', reason: null, version: 7 };

let sent: { key: string | null; match: string | null }[] = [];

beforeEach(async () => {
  sent = [];
  session.write('desk.sandbox', colleague);
  vi.stubGlobal('fetch', async (asked: Request) => {
    if (asked.method === 'GET') {
      return new Response(JSON.stringify(asked.url.includes('inbox') ? { items: [] } : { ...talk, version: talk.version + sent.length }));
    }

    sent.push({ key: asked.headers.get('Idempotency-Key'), match: asked.headers.get('If-Match') });
    if (sent.length === 1) {
      throw new TypeError('cut');
    }

    return new Response('{}');
  });
  await startLanguages('en');
  await needTexts('backstage');
});

afterEach(() => vi.unstubAllGlobals());

const queries = () => new QueryClient();

const desk = (conversation: string, client: QueryClient) => (
  <MantineProvider>
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <Desk sandbox={{} as Sandbox} account="sandbox" tenant="default" conversation={conversation} empty={false} stir={() => undefined} />
      </MemoryRouter>
    </QueryClientProvider>
  </MantineProvider>
);

it('keeps what is written to one citizen from the next', async () => {
  const client = queries();
  const { rerender } = render(desk('c1', client));
  await waitFor(() => expect(screen.getByLabelText('Your answer')).toBeEnabled());
  await userEvent.type(screen.getByLabelText('Your answer'), 'Dear Ana');

  rerender(desk('c2', client));

  expect(screen.getByLabelText('Your answer')).toHaveValue('');
});

it('sends one answer under one key, with the version that was read', async () => {
  render(desk('c1', queries()));
  await waitFor(() => expect(screen.getByLabelText('Your answer')).toBeEnabled());
  await userEvent.type(screen.getByLabelText('Your answer'), 'Good morning');

  await userEvent.click(screen.getByRole('button', { name: 'Answer' }));
  await screen.findByText(/We cannot be reached/);
  await userEvent.click(screen.getByRole('button', { name: 'Answer' }));

  await waitFor(() => expect(screen.getByLabelText('Your answer')).toHaveValue(''));
  expect(sent[0]!.match).toBe('"7"');
  expect(new Set(sent.map((s) => s.key)).size).toBe(1);
});
