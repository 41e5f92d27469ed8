import { useCallback, useEffect, useRef, useState } from 'react';
import { answer, api } from '../../api/client';
import { Problem } from '../../api/problem';
import { newId } from '../../shared/ids';
import { type Draft, type Receipt, bodyOf, drafts, nextAfter } from './draft';

export type Sending =
  | { state: 'idle' }
  | { state: 'sending' }
  /** Whether it arrived is not known; the same is sent again, at a time in milliseconds. */
  | { state: 'waiting'; next: number; why: 'offline' | 'busy' | 'tooOften' }
  | { state: 'refused'; problem: Problem };

const firstPause = 2;
const longestPause = 30;
const longestAsked = 3_600;

/**
 * Sends a draft until an answer says what became of it. While that is open nothing of it may change, because what is sent
 * again under the same key must be the same.
 */
export function useSending(draft: Draft, change: (draft: Draft) => void, done: (receipt: Receipt) => Promise<void>) {
  const [sending, setSending] = useState<Sending>({ state: 'idle' });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const busy = useRef(false);
  const under = useRef<AbortController>(undefined);

  const attempt = useCallback(
    async (sent: Draft & { key: string }, pause: number) => {
      if (busy.current) {
        return;
      }

      busy.current = true;
      clearTimeout(timer.current);
      setSending({ state: 'sending' });
      const { signal } = (under.current = new AbortController());
      try {
        const ticket = await answer(
          api.POST('/api/v1/support/form', { body: bodyOf(sent.fields), headers: { 'Idempotency-Key': sent.key }, signal }),
        );
        under.current = undefined;
        await done({ trackingNumber: ticket.trackingNumber, accessCode: ticket.accessCode });
        change(nextAfter(sent));
        setSending({ state: 'idle' });
      } catch (error) {
        if (signal.aborted) {
          return;
        }

        const problem = error instanceof Problem ? error : null;
        if (problem && !problem.isUncertain && problem.status !== 429) {
          // It was refused for good: what is sent next is another request.
          change({ fields: sent.fields });
          setSending({ state: 'refused', problem });
          return;
        }

        const seconds = Math.min(problem?.retryAfter ?? pause, longestAsked);
        setSending({ state: 'waiting', next: Date.now() + seconds * 1_000, why: problem === null ? 'offline' : problem.status === 429 ? 'tooOften' : 'busy' });
        timer.current = setTimeout(() => void attempt(sent, Math.min(pause * 2, longestPause)), seconds * 1_000);
      } finally {
        busy.current = false;
        if (signal.aborted) {
          void attempt(sent, firstPause);
        }
      }
    },
    [change, done],
  );

  const send = useCallback(() => {
    if (busy.current) {
      return;
    }

    const sent = { ...draft, key: draft.key ?? newId(), sending: draft.sending ?? Date.now() };
    // Kept before it leaves, so that a reload in this very moment knows the key.
    drafts.write(sent);
    change(sent);
    void attempt(sent, firstPause);
  }, [attempt, change, draft]);

  // A new connection: what went by the old one is not waited for any longer.
  const open = sending.state === 'waiting' || sending.state === 'sending';
  useEffect(() => {
    const again = () => (busy.current ? under.current?.abort() : send());
    if (open) {
      window.addEventListener('online', again);
      return () => window.removeEventListener('online', again);
    }
  }, [open, send]);

  // A page that was reloaded while its report was under way goes on where it was.
  const resumed = useRef(false);
  useEffect(() => {
    if (draft.sending && !resumed.current) {
      resumed.current = true;
      send();
    }
  }, [draft.sending, send]);
  useEffect(() => () => clearTimeout(timer.current), []);

  /** What was refused is being changed. */
  const settle = useCallback(() => setSending((now) => (now.state === 'refused' ? { state: 'idle' } : now)), []);
  return { sending, send, settle };
}
