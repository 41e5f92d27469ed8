import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLanguages } from '../../shared/i18n';
import { blank, drafts, receipts } from './draft';
import { ReceiptPage } from './ReceiptPage';
import { Reporting } from './Reporting';
import { ReportPage } from './ReportPage';
import { Underway } from './Underway';

const service = { code: 'pothole', group: 'roads', kind: 'report', asksPlace: true, asksPhoto: true, steps: [], texts: { en: { name: 'Pothole', description: 'A hole.' } } };
const bench = {
  ...service, code: 'bench', texts: { en: { name: 'Bench', description: 'A bench.' } },
  steps: [
    { name: 'size', input: 'choice', choices: ['Small', 'Large'], texts: { en: { ask: 'Which size?', wrong: 'Small or large, please.' } } },
    { name: 'remark', input: 'text', choices: [], texts: { en: { ask: 'What is broken?', wrong: 'Say what is broken.' } } },
  ],
};
const portal = { tenant: 'default', name: 'Town', languages: ['en'], contacts: [], ways: [], limits: { fileBytes: 1_000, files: 2 } };
const ticket = { id: '1', ticketId: 'TKT-7F3K-92QD20', trackingNumber: 'TKT-7F3K-92QD20', accessCode: 'CODE', status: 'open', message: '', createdAt: '2026-01-01T00:00:00Z' };
const filled = { ...blank, category: 'pothole', subject: 'Deep pothole', message: 'There is a deep hole', name: 'Ana', email: 'ana@example.org' };

/** What the service answers to each attempt to send, in turn. */
let answers: (() => Response | Promise<Response>)[] = [];
let sent: { key: string | null; body: string }[] = [];

const json = (body: unknown, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });

beforeEach(async () => {
  sessionStorage.clear();
  answers = [];
  sent = [];
  vi.stubGlobal('fetch', async (asked: Request, init?: RequestInit) => {
    if (asked.method === 'GET') {
      return asked.url.endsWith('/portal') ? json(portal) : json([service, bench]);
    }

    sent.push({ key: asked.headers.get('Idempotency-Key'), body: await asked.text() });
    const aborted = new Promise<never>((_, reject) => init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
    return Promise.race([answers.shift()!(), aborted]);
  });
  await startLanguages('en');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function show(receipt = <p>sent</p>, at = '/') {
  return render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter initialEntries={[at]}>
          <Reporting>
            <Link to="/track">elsewhere</Link>
            <Routes>
              <Route path="/" element={<ReportPage />} />
              <Route path="/sent" element={receipt} />
              <Route path="/track" element={<p>another page</p>} />
            </Routes>
            <Underway />
          </Reporting>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const press = async () => userEvent.click(await screen.findByRole('button', { name: 'Send the report' }));

describe('the report', () => {
  it('sends the same words under the same key until it is answered', async () => {
    answers = [() => { throw new TypeError('cut'); }, () => json({ code: 'service.unavailable' }, 503), () => json(ticket, 201)];
    drafts.write({ fields: filled });
    show();

    await press();
    await userEvent.click(await screen.findByRole('button', { name: 'Send now' }));
    await screen.findByText('We are very busy just now.');
    await userEvent.click(await screen.findByRole('button', { name: 'Send now' }));

    expect(await screen.findByText('sent')).toBeVisible();
    expect(new Set(sent.map((s) => JSON.stringify(s))).size).toBe(1);
    expect(sent[0]!.key).toHaveLength(32);
    expect(receipts.read()).toMatchObject({ trackingNumber: ticket.trackingNumber, accessCode: 'CODE' });
    expect(drafts.read().fields).toEqual({ ...blank, name: 'Ana', email: 'ana@example.org' });
  });

  it('is one report, though the tab with it was copied before it was sent', async () => {
    answers = [() => json(ticket, 201)];
    show();
    await userEvent.click(await screen.findByLabelText('Pothole'));
    const copied = drafts.read().key;
    for (const [label, words] of [['In one line', filled.subject], ['Tell us more', filled.message], ['Your name', 'Ana'], ['E-mail', filled.email]] as const) {
      await userEvent.type(screen.getByLabelText(new RegExp(label)), words);
    }

    await press();

    expect(sent.map((s) => s.key)).toEqual([copied]);
    expect(copied).toBeDefined();
  });

  it('keeps the focus on its button from the first attempt to the last', async () => {
    let answered = (_: Response) => {};
    answers = [() => new Promise((resolve) => { answered = resolve; }), () => { throw new TypeError('cut'); }];
    drafts.write({ fields: filled });
    show();
    await userEvent.type(await screen.findByLabelText(/In one line/), '{enter}');
    const button = screen.getByRole('button', { name: 'Send the report' });
    expect(button).toHaveFocus();

    await act(async () => answered(json({ code: 'service.unavailable' }, 503)));
    await userEvent.click(await screen.findByRole('button', { name: 'Send now' }));
    await screen.findByText('The connection is gone.');

    expect(button).toHaveFocus();
  });

  it('does not wait for an answer by a connection that is gone', async () => {
    answers = [() => new Promise(() => undefined), () => json(ticket, 201)];
    drafts.write({ fields: filled });
    show();
    await press();
    await waitFor(() => expect(sent).toHaveLength(1));

    act(() => void window.dispatchEvent(new Event('online')));

    expect(await screen.findByText('sent')).toBeVisible();
    expect(new Set(sent.map((s) => JSON.stringify(s))).size).toBe(1);
  });

  it('goes on being sent while its writer is elsewhere, and takes him from nothing', async () => {
    let answered = (_: Response) => {};
    answers = [() => { throw new TypeError('cut'); }, () => new Promise((resolve) => { answered = resolve; })];
    drafts.write({ fields: filled });
    const { unmount } = show(<ReceiptPage />);
    await press();
    await screen.findByRole('button', { name: 'Send now' });
    await userEvent.click(screen.getByText('elsewhere'));
    expect(screen.getByText(/has not arrived yet/)).toBeVisible();

    act(() => void window.dispatchEvent(new Event('online')));
    await waitFor(() => expect(sent).toHaveLength(2));
    await act(async () => answered(json(ticket, 201)));

    expect(await screen.findByText(/has arrived. Its number is TKT-7F3K-92QD20/)).toBeVisible();
    expect(screen.getByText('another page')).toBeVisible();

    // A reload, or a page of the server's own, in between loses nothing.
    unmount();
    show(<ReceiptPage />, '/track');
    await userEvent.click(screen.getByText('Show it'));
    expect(await screen.findByText('Your tracking number')).toBeVisible();
    expect(screen.queryByText(/Its number is/)).toBeNull();
    expect(receipts.read()).toMatchObject({ trackingNumber: ticket.trackingNumber, seen: true });
  });

  it('does not go on by itself with what the service may have forgotten', async () => {
    drafts.write({ fields: filled, key: 'the key of yesterday', sending: Date.now() - 24 * 60 * 60 * 1_000 });
    show();

    expect(await screen.findByRole('button', { name: 'Send the report' })).toBeEnabled();
    expect(screen.getByLabelText(/In one line/)).toHaveValue(filled.subject);
    expect(sent).toEqual([]);
  });

  it('goes on by itself when its page was reloaded under way', async () => {
    answers = [() => json(ticket, 201)];
    drafts.write({ fields: filled, key: 'the key of before', sending: Date.now() });
    show();

    expect(await screen.findByText('sent')).toBeVisible();
    expect(sent.map((s) => s.key)).toEqual(['the key of before']);
  });

  it('tells the number where the browser keeps nothing', async () => {
    const forbid = () => { throw new DOMException('forbidden', 'SecurityError'); };
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(forbid);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(forbid);
    answers = [() => json(ticket, 201)];
    show(<ReceiptPage />);
    await userEvent.click(await screen.findByLabelText('Pothole'));
    for (const [label, words] of [['In one line', filled.subject], ['Tell us more', filled.message], ['Your name', 'Ana'], ['E-mail', filled.email]] as const) {
      await userEvent.type(screen.getByLabelText(new RegExp(label)), words);
    }

    await press();

    expect(await screen.findByText(ticket.trackingNumber)).toBeVisible();
  });

  it('has one key, though it was sent twice in one moment', async () => {
    answers = [() => { throw new TypeError('cut'); }, () => json(ticket, 201)];
    drafts.write({ fields: filled });
    show();
    const button = await screen.findByRole('button', { name: 'Send the report' });

    act(() => {
      fireEvent.submit(button.closest('form')!);
      fireEvent.submit(button.closest('form')!);
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Send now' }));

    expect(await screen.findByText('sent')).toBeVisible();
    expect(new Set(sent.map((s) => s.key)).size).toBe(1);
  });

  it('takes a new key after a refusal and shows which field it was', async () => {
    answers = [() => json({ code: 'request.malformed', errors: { email: ['no'] } }, 400), () => json(ticket, 201)];
    drafts.write({ fields: filled });
    show();

    await press();
    expect(await screen.findByText('This was not accepted. Please check it.')).toBeVisible();
    await waitFor(() => expect(screen.getByLabelText(/E-mail/)).toHaveFocus());
    await userEvent.type(screen.getByLabelText(/E-mail/), '.es');
    await press();

    expect(await screen.findByText('sent')).toBeVisible();
    expect(sent[1]!.key).not.toBe(sent[0]!.key);
  });

  it('asks what the service wants to know, and says at the field what is wrong', async () => {
    answers = [() => json({ code: 'request.malformed', errors: { 'answers.remark': ['no'] } }, 400), () => json(ticket, 201)];
    drafts.write({ fields: { ...filled, category: '' } });
    show();
    await userEvent.click(await screen.findByLabelText('Bench'));
    await press();
    expect(await screen.findByText('Small or large, please.')).toBeVisible();
    expect(screen.getByLabelText(/Which size/)).toHaveFocus();

    await userEvent.selectOptions(screen.getByLabelText(/Which size/), 'Large');
    await userEvent.type(screen.getByLabelText(/What is broken/), ' a plank ');
    await press();
    expect(await screen.findByText('Say what is broken.')).toBeVisible();
    await userEvent.type(screen.getByLabelText(/What is broken/), 's');
    await press();

    expect(await screen.findByText('sent')).toBeVisible();
    expect(sent.map((s) => (JSON.parse(s.body) as { answers: unknown }).answers)).toEqual(
      [{ size: 'Large', remark: 'a plank' }, { size: 'Large', remark: 'a plank s' }]);
  });

  it('says what is missing and sends nothing', async () => {
    show();

    await press();

    expect(await screen.findByText('5 answers are missing or not right yet.')).toBeVisible();
    expect(sent).toEqual([]);
  });

  it('loses nothing that was typed when the position comes late', async () => {
    const told = positions();
    show();

    await userEvent.click(await screen.findByRole('button', { name: /use my location/ }));
    await userEvent.type(screen.getByLabelText(/In one line/), 'Typed since');
    act(() => told[0]!({ coords: { latitude: 40.4, longitude: -3.7 } }));

    expect(screen.getByLabelText(/In one line/)).toHaveValue('Typed since');
    expect(drafts.read().fields).toMatchObject({ subject: 'Typed since', latitude: 40.4 });
  });

  it('has the focus where a pressed button was', async () => {
    const told = positions();
    show();
    await userEvent.click(await screen.findByRole('button', { name: /use my location/ }));
    act(() => told[0]!({ coords: { latitude: 40.4, longitude: -3.7 } }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Remove it' })).toHaveFocus());

    await userEvent.click(screen.getByRole('button', { name: 'Remove it' }));
    await waitFor(() => expect(screen.getByRole('button', { name: /use my location/ })).toHaveFocus());
  });

  it('says what a refusal says that is of no field, and not to check marks', async () => {
    answers = [() => json({ code: 'ticket.unknown_category', detail: 'There is no such service.' }, 400)];
    drafts.write({ fields: filled });
    show();

    await press();

    expect(await screen.findByText('Please choose what it is about.')).toBeVisible();
    expect(screen.queryByText(/check what is marked/)).toBeNull();
    expect(screen.queryByText(/There is no such service/)).toBeNull();
  });

  it('says that it came too often, and tries again by itself', async () => {
    answers = [() => json({ code: 'rate.limited' }, 429, { 'Retry-After': '60' })];
    drafts.write({ fields: filled });
    show();

    await press();

    expect(await screen.findByText(/That was too often for now/)).toBeVisible();
    expect(screen.getByText(/in 60 seconds/)).toBeVisible();
  });

  it('takes no position any more while it is being sent', async () => {
    let answer: (answer: Response) => void = () => undefined;
    answers = [() => new Promise((resolve) => { answer = resolve; }), () => json(ticket, 201)];
    const told = positions();
    drafts.write({ fields: filled });
    show();

    await userEvent.click(await screen.findByRole('button', { name: /use my location/ }));
    await press();
    await waitFor(() => expect(sent).toHaveLength(1));
    act(() => told[0]!({ coords: { latitude: 40.4, longitude: -3.7 } }));

    expect(drafts.read()).toMatchObject({ sending: expect.any(Number), key: sent[0]!.key, fields: { latitude: null } });
    answer(json({ code: 'service.unavailable' }, 503));
    await userEvent.click(await screen.findByRole('button', { name: 'Send now' }));
    expect(await screen.findByText('sent')).toBeVisible();
    expect(new Set(sent.map((s) => JSON.stringify(s))).size).toBe(1);
  });
});

/** A browser that tells where it is when the test says so. */
function positions() {
  const told: ((position: object) => void)[] = [];
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator) as object, {
    geolocation: { getCurrentPosition: (found: (position: object) => void) => told.push(found) },
  }));
  return told;
}
