import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { Problem, Unreachable } from '../../api/problem';
import { upload } from '../../shared/upload';
import { usePhotoUploads } from './usePhotoUploads';

vi.mock('../../shared/upload', () => ({ upload: vi.fn() }));

const photo = { id: 'p1', file: new File(['GIF89a'], 'hole.gif') };

it.each([
  ['a cut connection', new Unreachable()], ['an outage', new Problem(503, 'service.unavailable', '')], ['a timeout', new Problem(408, 'unknown', '')],
  ['a lost race', new Problem(409, 'conflict.try_again', '')], ['too many at once', new Problem(429, 'rate.limited', '')],
])('sends a photo again after %s', async (_, error) => {
  vi.mocked(upload).mockReset().mockRejectedValueOnce(error)
    .mockResolvedValueOnce({ items: [{ id: '1', status: 'attached', reason: null, contentType: null, size: null, sha256: null }] });
  const { result } = renderHook(() => usePhotoUploads('TKT', 'CODE'));

  act(() => result.current.add([photo]));
  await waitFor(() => expect(result.current.uploads[0]!.state).toBe('failed'));
  act(() => result.current.retry());

  await waitFor(() => expect(result.current.uploads[0]!.state).toBe('sent'));
});

it.each([400, 403, 413, 422])('takes the answer %s for the last word', async (status) => {
  vi.mocked(upload).mockReset().mockRejectedValueOnce(new Problem(status, 'no', ''));
  const { result } = renderHook(() => usePhotoUploads('TKT', 'CODE'));

  act(() => result.current.add([photo]));

  await waitFor(() => expect(result.current.uploads[0]).toMatchObject({ state: 'refused', reason: 'no' }));
});
