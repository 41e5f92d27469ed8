import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { newId } from './ids';

/**
 * Sends something once: as long as no answer came, the same words go under the same key, so that a second press after a cut
 * connection doubles nothing.
 */
export function useWriting<T>(send: (body: T, key: string) => Promise<unknown>, done: () => void) {
  const open = useRef<{ body: string; key: string }>(undefined);
  return useMutation({
    mutationFn: (body: T) => {
      const text = JSON.stringify(body);
      if (open.current?.body !== text) {
        open.current = { body: text, key: newId() };
      }

      return send(body, open.current.key);
    },
    onSuccess: () => {
      open.current = undefined;
      done();
    },
    retry: false,
  });
}
