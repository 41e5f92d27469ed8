import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startLanguages } from '../../shared/i18n';
import { TrackPage } from './TrackPage';

const ticket = { trackingNumber: 'TKT-7F3K-92QD20', status: 'resolved', category: 'pothole', createdAt: '2026-01-01T00:00:00Z' };
const mine = { subject: 'Deep pothole', description: 'A hole', place: null, rating: null };
const aMinute = 60_000;

/** What was asked for: the view, the public progress, or the reporter's own with a code. */
let asked: string[] = [];
let reopened = false;
let unreadable = false;
let status = 'resolved';

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  asked = [];
  reopened = false;
  unreadable = false;
  status = 'resolved';
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'POST') {
      reopened = true;
      return json({});
    }

    if (!request.url.endsWith('/progress')) {
      if (request.url.includes('/tickets/')) {
        asked.push('view');
        if (unreadable) {
          return json({ code: 'ticket.number_unreadable', detail: 'No number.' }, 400);
        }

        return json({ ...ticket, status });
      }

      return json(request.url.endsWith('/portal') ? { tenant: 'default', name: 'Town', contacts: [], ways: [], limits: { files: 1, fileBytes: 1 } } : []);
    }

    const code = request.headers.get('X-Access-Code');
    asked.push(code ?? 'public');
    return code === 'WRONG' ? json({ code: 'ticket.bad_access_code', detail: 'Send the code.' }, 403)
      : json({ steps: [], mine: code ? { ...mine, reopenUntil: reopened ? null : '2999-01-01T00:00:00Z' } : null });
  });
  await startLanguages('es');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const show = (hash: string) =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter initialEntries={[`/track/TKT-7F3K-92QD20${hash}`]}>
          <main id="main" tabIndex={-1}>
            <Routes>
              <Route path="/track/:ticket" element={<TrackPage />} />
            </Routes>
          </main>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );

it('asks for the whole alone when it has the code', async () => {
  show('#RIGHT');

  await screen.findByText('Deep pothole');

  expect(asked.sort()).toEqual(['RIGHT', 'view']);
});

it('asks once with a wrong code, and goes on with what everybody sees', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  show('#WRONG');
  await waitFor(() => expect(asked).toContain('public'));

  await act(() => vi.advanceTimersByTimeAsync(aMinute));

  expect(asked.filter((a) => a === 'WRONG')).toHaveLength(1);
  expect(asked.filter((a) => a === 'public').length).toBeGreaterThan(1);
});

it('leads whoever typed the right code to what it opened', async () => {
  show('');
  await userEvent.type(await screen.findByLabelText(/Código de acceso/, { selector: 'input' }), 'RIGHT');
  await userEvent.click(screen.getByRole('button', { name: /código/i }));

  await waitFor(() => expect(document.activeElement).toHaveAttribute('id', 'own'));
});

it('brings whoever typed a wrong code back to it', async () => {
  show('');
  const field = await screen.findByLabelText(/Código de acceso/, { selector: 'input' });
  await userEvent.type(field, 'WRONG');

  await userEvent.click(screen.getByRole('button', { name: /código/i }));

  await screen.findByText('Este código no es el de este aviso.');
  await waitFor(() => expect(field).toHaveFocus());
});

it('brings whoever sends nothing to what is missing', async () => {
  show('#RIGHT');
  await userEvent.click(await screen.findByRole('button', { name: 'Añadir' }));
  const words = screen.getByLabelText(/más debemos saber/);
  expect(words).toHaveFocus();
  expect(words).toHaveAccessibleDescription(/Escriba algo primero/);

  await userEvent.click(screen.getByRole('button', { name: 'Enviar la valoración' }));
  const marks = screen.getAllByRole('radio');
  expect(marks[0]).toHaveFocus();
  expect(marks[0]).toHaveAccessibleDescription(/Elija una nota/);
});

it('brings whoever typed what is no number back to it', async () => {
  unreadable = true;
  show('');

  const field = await screen.findByLabelText(/Número de seguimiento/);
  await waitFor(() => expect(field).toHaveFocus());
  expect(field).toHaveAccessibleDescription(/no es un número de seguimiento/);
  expect(field).toHaveValue('TKT-7F3K-92QD20');
});

it('says which step is the present one', async () => {
  status = 'in_progress';
  show('');

  expect(await screen.findByText('aquí está ahora', { exact: false })).toBeInTheDocument();
});

it('says that it is open again where the button was that is gone', async () => {
  show('#RIGHT');
  await userEvent.click(await screen.findByRole('button', { name: /ábralo otra vez|abrir/i }));

  expect(await screen.findByText('Está abierto otra vez. Lo miramos de nuevo.')).toBeVisible();
  await waitFor(() => expect(document.activeElement).toHaveTextContent(/^Está abierto otra vez. Lo miramos de nuevo.$/));
});
