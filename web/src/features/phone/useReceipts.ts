import { useEffect, useRef } from 'react';
import type { Sandbox } from './useSandbox';

/** As a real phone does, it tells that a reply has arrived and, once it is looked at, that it was read. */
export function useReceipts({ receive }: Sandbox, account: string, unread: string[], stir: () => void) {
  const told = useRef(new Set<string>());
  useEffect(() => {
    async function tell() {
      const seen = document.visibilityState === 'visible' ? (['delivered', 'read'] as const) : (['delivered'] as const);
      const receipts = unread.flatMap((part) => seen.map((status) => ({ part, status, name: `${part} ${status}` })));
      const fresh = receipts.filter(({ name }) => !told.current.has(name));
      fresh.forEach(({ name }) => told.current.add(name));
      for (const [i, { part, status }] of fresh.entries()) {
        try {
          await receive(account, part, status);
        } catch {
          // It goes with the next one, in its turn.
          fresh.slice(i).forEach(({ name }) => told.current.delete(name));
          return;
        }
      }

      if (fresh.length > 0) {
        stir();
      }
    }

    void tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [account, receive, stir, unread]);
}
