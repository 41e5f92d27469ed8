import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { newId } from './ids';

/**
 * Sends something once: as long as no answer came, the same words go under the same key, so that a second press after a cut
 * connection doubles nothing, and one while it is under way waits for the same answer.
 */
export function useWriting<T>(send: (body: T, key: string) => Promise<unknown>, done: () => void) {
  const open = useRef<{ body: string; key: string; sent?: Promise<unknown> }>(undefined);
  return useMutation({
    mutationFn: (body: T) => {
      const text = JSON.stringify(body);
      if (open.current?.body !== text) {
        open.current = { body: text, key: newId() };
      }

      const { current } = open;
      current.sent ??= send(body, current.key).finally(() => (current.sent = undefined));
      return current.sent;
    },
    onSuccess: () => {
      open.current = undefined;
      done();
    },
    retry: false,
  });
}
