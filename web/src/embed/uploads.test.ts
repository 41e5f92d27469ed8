import { beforeEach, expect, it, vi } from 'vitest';
import { Problem, Unreachable } from '../api/problem';
import { upload } from '../shared/upload';
import { Words } from './texts';
import { Uploads } from './uploads';

vi.mock('../shared/upload', () => ({ upload: vi.fn() }));

const photo = (name: string) => ({ id: name, file: new File(['GIF89a'], name) });

const answer = (status: string, reason: string | null = null) => ({
  items: [{ id: '1', status, reason, contentType: null, size: null, sha256: null }],
});

const attached = answer('attached');

let uploads: Uploads;

const again = () => uploads.element.querySelector('button')!;

const lines = () => [...uploads.element.querySelectorAll('[role=status] p')].map((p) => p.textContent);

beforeEach(() => {
  vi.mocked(upload).mockReset();
  const words = new Words();
  words.speak('en');
  uploads = new Uploads(words.t, '/media', 'CODE', () => undefined);
  document.body.replaceChildren(uploads.element);
});

it.each([
  [answer('refused', 'too_large'), ': it is too large.'],
  [answer('refused', 'unknown_type'), ': it is no picture we can read.'],
  [answer('refused', 'type_mismatch'), ': it is not what its name says.'],
  [answer('refused', 'of a later release'), '.'],
])('says why a photo was not taken: %j', async (given, why) => {
  vi.mocked(upload).mockResolvedValueOnce(given).mockResolvedValueOnce(attached);

  await uploads.send([photo('a.gif'), photo('b.gif')]);

  expect(lines()).toEqual(['1 of 2 photos have arrived.', `a.gif was not taken${why}`]);
  expect(again().hidden).toBe(true);
});

it.each([
  [new Problem(413, 'unknown', ''), 'a.gif was not taken: it is too large.'],
  [new Problem(422, 'ticket.too_many_media', ''), 'a.gif was not taken: this report has all the files it can hold.'],
  [new Problem(403, 'ticket.bad_access_code', ''), 'a.gif was not taken.'],
])('takes %s for the last word', async (problem, why) => {
  vi.mocked(upload).mockRejectedValueOnce(problem);

  await uploads.send([photo('a.gif')]);

  expect(lines()).toEqual(['0 of 1 photos have arrived.', why]);
  expect(again().hidden).toBe(true);
});

it.each([
  [new Unreachable(), 'The connection was cut. Your photos are still here.'],
  [new Problem(503, 'unknown', ''), 'The connection was cut. Your photos are still here.'],
  [new Problem(429, 'rate.limited', ''), 'That was too often for now. Please wait a while and try again; nothing is lost.'],
])('offers another attempt after %s, for what has not arrived alone', async (trouble, told) => {
  vi.mocked(upload).mockResolvedValueOnce(answer('refused', 'too_large')).mockRejectedValueOnce(trouble).mockResolvedValue(attached);
  await uploads.send([photo('a.gif'), photo('b.gif')]);
  expect(lines()).toEqual(['0 of 2 photos have arrived.', 'a.gif was not taken: it is too large.', told]);

  again().focus();
  again().click();

  await vi.waitFor(() => expect(again().hidden).toBe(true));
  expect(lines()).toEqual(['1 of 2 photos have arrived.', 'a.gif was not taken: it is too large.']);
  expect(vi.mocked(upload).mock.calls.map(([, file]) => file.name)).toEqual(['a.gif', 'b.gif', 'b.gif']);
  expect(document.activeElement).toBe(uploads.element.querySelector('[role=status]'));
});

it('says nothing of photos where there is none', async () => {
  await uploads.send([]);

  expect(uploads.element.textContent).toBe('Try again');
  expect(again().hidden).toBe(true);
});
