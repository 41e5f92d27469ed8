import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../../api/problem';
import { upload } from '../../shared/upload';
import { type Photo, isForGood, photos } from './photos';

export type Upload = Photo & {
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'refused';
  part: number;
  /** Why it was refused, or had to wait, as the server names it. */
  reason?: string;
};

/** Sends what was chosen, one after the other, each again when its connection was cut. */
export function usePhotoUploads(ticket: string, code: string) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const running = useRef(false);
  const list = useRef<Upload[]>([]);
  const change = useCallback((id: string, part: Partial<Upload>) => {
    list.current = list.current.map((u) => (u.id === id ? { ...u, ...part } : u));
    setUploads(list.current);
  }, []);

  const send = useCallback(
    async (one: Upload) => {
      change(one.id, { state: 'sending', part: 0, reason: undefined });
      try {
        const kept = await upload(
          `/api/v1/tickets/${ticket}/media`, one.file, { 'X-Access-Code': code, 'Idempotency-Key': one.id },
          (part) => change(one.id, { part }),
        );
        const item = kept.items[0];
        await photos.remove(one.id);
        change(one.id, item?.status === 'attached' ? { state: 'sent', part: 1 } : { state: 'refused', reason: item?.reason ?? '' });
      } catch (error) {
        const reason = error instanceof Problem ? error.code : undefined;
        change(one.id, { state: error instanceof Problem && isForGood(error) ? 'refused' : 'failed', reason });
      }
    },
    [change, code, ticket],
  );

  const run = useCallback(async () => {
    if (running.current) {
      return;
    }

    running.current = true;
    for (let next = list.current.find((u) => u.state === 'waiting'); next; next = list.current.find((u) => u.state === 'waiting')) {
      await send(next);
    }

    running.current = false;
  }, [send]);

  const add = useCallback(
    (more: Photo[]) => {
      const fresh = more.filter((p) => !list.current.some((u) => u.id === p.id));
      list.current = [...list.current, ...fresh.map((p) => ({ ...p, state: 'waiting' as const, part: 0 }))];
      setUploads(list.current);
      void run();
    },
    [run],
  );

  const retry = useCallback(() => {
    list.current = list.current.map((u) => (u.state === 'failed' ? { ...u, state: 'waiting' as const } : u));
    setUploads(list.current);
    void run();
  }, [run]);

  useEffect(() => {
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [retry]);

  return { uploads, add, retry };
}
