import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './generated/schema';
import { Unreachable, problemOf } from './problem';

export type Schemas = components['schemas'];

/** How long an answer is waited for; what is slower counts as no answer. */
const patience = 20_000;

/** Asks, and throws what went wrong: a Problem when the service answered, Unreachable when it did not. */
export async function request(input: Request | string, init?: RequestInit): Promise<Response> {
  const given = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  // By hand, because AbortSignal.any is younger than many a phone. It holds for the body, too, so it is not taken back.
  const over = new AbortController();
  const stop = () => over.abort(given?.reason);
  if (given?.aborted) {
    stop();
  }

  given?.addEventListener('abort', stop, { once: true });
  setTimeout(() => over.abort(), patience);
  let response: Response;
  try {
    response = await fetch(input, { ...init, signal: over.signal });
  } catch (error) {
    if (given?.aborted) {
      throw error;
    }

    throw new Unreachable();
  }

  if (!response.ok) {
    throw await problemOf(response);
  }

  return response;
}

const client = createClient<paths>({ baseUrl: location.origin, fetch: request });

/** The answer itself; failures were thrown before. */
export async function answer<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T;
}

/** The same client with a key. */
export function withKey(key: string) {
  const keyed = createClient<paths>({ baseUrl: location.origin, fetch: request });
  const send: Middleware = {
    onRequest({ request: sent }) {
      if (key) {
        sent.headers.set('X-Api-Key', key);
      }

      return sent;
    },
  };
  keyed.use(send);
  return keyed;
}

export const api = client;
