import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { useWriting } from './useWriting';

const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>;

it('sends once what is pressed twice in one moment, and again under its key after a cut', async () => {
  const keys: string[] = [];
  const done = vi.fn();
  const outcomes = [() => Promise.reject(new TypeError('cut')), () => Promise.resolve()];
  const { result } = renderHook(() => useWriting((_: string, key) => (keys.push(key), outcomes.shift()!()), done), { wrapper });

  act(() => {
    result.current.mutate('words');
    result.current.mutate('words');
  });
  await waitFor(() => expect(result.current.isError).toBe(true));
  expect(keys).toHaveLength(1);

  act(() => result.current.mutate('words'));
  await waitFor(() => expect(result.current.isSuccess).toBe(true));
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
  expect(done).toHaveBeenCalledOnce();
});
