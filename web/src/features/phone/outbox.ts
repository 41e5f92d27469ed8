import { useState } from 'react';
import { isFinal } from '../../api/problem';
import { newId } from '../../shared/ids';
import type { Bubble, Choice } from './chat';
import type { Citizen } from './citizens';
import type { Sandbox } from './useSandbox';

export type Message = { text: string; photo?: File; choice?: Choice; place?: { latitude: number; longitude: number } };

/** What was written on a phone. One that was cut off may be sent again, one that was refused would be refused again. */
export type Written = Message & { id: string; at: string; state: 'sending' | 'taken' | 'cut' | 'refused'; error?: unknown };

/** What the provider calls it: the name goes with it, so that it is one message however often it is sent. */
const sidOf = (one: Written) => `SM${one.id}`;

export const isOf = (bubble: Bubble, one: Written) => bubble.sid === sidOf(one);

/** What was written on every phone of this page, whichever is looked at. */
export function useOutbox(sandbox: Sandbox, account: string, citizen: Citizen, stir: () => void) {
  const [all, setAll] = useState<Record<string, Written[]>>({});
  const line = `${account} ${citizen.phone}`;
  const put = (one: Written) =>
    setAll((now) => {
      const own = now[line] ?? [];
      return { ...now, [line]: own.some((w) => w.id === one.id) ? own.map((w) => (w.id === one.id ? one : w)) : [...own, one] };
    });

  async function send(one: Written) {
    put({ ...one, state: 'sending' });
    try {
      const kept = one.photo && (await sandbox.keep(account, one.photo));
      await sandbox.say({
        id: one.id, account, from: citizen.phone, name: citizen.name, text: one.text, buttonPayload: one.choice?.payload, ...one.place,
        photos: kept ? [kept] : undefined,
      });
      put({ ...one, state: 'taken' });
      stir();
    } catch (error) {
      put({ ...one, state: isFinal(error) ? 'refused' : 'cut', error });
    }
  }

  return {
    written: all[line] ?? [],
    write: (message: Message) => void send({ ...message, id: newId(), at: new Date().toISOString(), state: 'sending' }),
    again: (one: Written) => void send(one),
  };
}

export type Outbox = ReturnType<typeof useOutbox>;
