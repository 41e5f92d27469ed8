import type { components } from '../api/generated/schema';
import { problemOf } from '../api/problem';
import type { Sent } from './kept';

/** Where this script came from is whom it speaks to. */
export const home = new URL((document.currentScript as HTMLScriptElement).src).origin;

const patience = 20_000;
const pause = 2_000;
const attempts = 5;

function limit() {
  const over = new AbortController();
  setTimeout(() => over.abort(), patience);
  return over.signal;
}

export async function ask<T>(path: string): Promise<T> {
  const response = await fetch(home + path, { signal: limit() });
  if (!response.ok) {
    throw new Error(String(response.status));
  }

  return (await response.json()) as T;
}

export type Outcome =
  | { ticket: components['schemas']['FormAnswer'] }
  /** Whether it arrived is not known, or it came too fast: the same may be sent again. */
  | { again: 'cut' | 'often' }
  /** For good; the fields it was refused for, where it was for some. `already`: other words had arrived as this report. */
  | { refused: string[]; already: boolean };

export async function report(sent: Sent, patient = attempts): Promise<Outcome> {
  const { body, key } = sent;
  try {
    const response = await fetch(`${home}/api/v1/support/form`, {
      method: 'POST', body, signal: limit(), headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    });
    if (response.ok) {
      return { ticket: (await response.json()) as components['schemas']['FormAnswer'] };
    }

    const problem = await problemOf(response);
    if (problem.code === 'idempotency.in_flight' && patient > 0) {
      // It is being taken at this moment, by an earlier attempt of ours.
      await new Promise((resolve) => setTimeout(resolve, pause));
      return await report(sent, patient - 1);
    }

    return problem.status === 429 ? { again: 'often' } : problem.isUncertain ? { again: 'cut' } : { refused: Object.keys(problem.errors), already: problem.code === 'idempotency.mismatch' };
  } catch {
    return { again: 'cut' };
  }
}
