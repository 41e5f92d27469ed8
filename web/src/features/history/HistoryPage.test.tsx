import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { needTexts, startLanguages } from '../../shared/i18n';
import { HistoryPage } from './HistoryPage';
import { staffKey } from './key';

const created = {
  sequence: 1, version: 1, type: 'ticket_created', at: '2026-01-01T10:00:00Z', userName: null, correlationId: null,
  data: { trackingNumber: 'TKT-7F3K-92QD20', serviceCode: 'pothole', subject: 'Deep', priority: 'normal' },
};
const pothole = { code: 'pothole', kind: 'report', texts: { en: { name: 'Hole in the road', description: '' } }, steps: [] };

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  sessionStorage.clear();
  vi.stubGlobal('fetch', async (asked: Request) => {
    const { pathname } = new URL(asked.url);
    if (pathname.endsWith('/portal')) {
      return json({ tenant: 'default', name: 'Town', contacts: [], ways: [], limits: { files: 1, fileBytes: 1 } });
    }

    return asked.headers.get('X-Api-Key') !== 'right' ? json({ code: 'auth.unknown_key', detail: 'Unknown.' }, 401)
      : pathname.endsWith('/team') ? json({ items: [] })
      : pathname.endsWith('/services') ? json([pothole])
      : pathname.includes('TKT-7F3K') ? json({ items: [created] })
      : json({ code: 'not_found', detail: 'There is nothing at this address.' }, 404);
  });
  await startLanguages('en');
  await needTexts('backstage');
});

afterEach(() => vi.unstubAllGlobals());

function show(address: string) {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter initialEntries={[address]}>
          <Routes>
            <Route path="/history/:kind/:id" element={<HistoryPage />} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const give = async (key: string) => {
  const field = await screen.findByLabelText(/A key of yours/);
  await userEvent.clear(field);
  await userEvent.type(field, key);
  await userEvent.click(screen.getByRole('button', { name: 'Use the key' }));
  return field;
};

it('brings whoever gave a wrong key back to it, and with the right one to the heading', async () => {
  show('/history/tickets/TKT-7F3K-92QD20');
  const field = await give('wrong');
  await screen.findByText('This key does not open this.');
  await waitFor(() => expect(field).toHaveFocus());
  expect(staffKey.read('default')).toBe('');

  await give('right');

  await screen.findByText('The story');
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
});

it('tells services by their names, and events of other days with their day', async () => {
  show('/history/tickets/TKT-7F3K-92QD20');
  await give('right');

  expect(await screen.findByText('Hole in the road')).toBeVisible();
  expect(screen.getAllByText(/Jan 1, 2026/, { selector: 'details time' }).length).toBeGreaterThan(0);
});

it('knows a tracking number where a conversation was asked for', async () => {
  show('/history/conversations/TKT-7F3K-92QD20');
  await give('right');

  expect(await screen.findByText('History of a ticket')).toBeVisible();
});

it('says that it knows none, and does not offer to ask again', async () => {
  show('/history/conversations/nonsense');
  await give('right');

  expect(await screen.findByText('We know no conversation with this id.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
