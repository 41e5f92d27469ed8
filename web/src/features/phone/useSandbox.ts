import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Schemas, answer, request, withKey } from '../../api/client';
import { listen } from '../../shared/listen';
import { session } from '../../shared/storage';

const adminKey = 'admin.key';

/** After something happened, more follows soon: the reply, its sending, its receipt. */
const lively = 3_000;
const quick = 600;
const slow = 6_000;

const hyphened = (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The sandbox's routes; in development without a key, elsewhere with an administrator's. */
export function useSandbox() {
  const [key, setKey] = useState(() => session.read<string>(adminKey) ?? '');
  const headers = useMemo((): Record<string, string> => (key ? { 'X-Api-Key': key } : Object.create(null)), [key]);
  const client = useMemo(() => withKey(key), [key]);
  const accounts = useQuery({ queryKey: ['sandbox', key], queryFn: () => answer(client.GET('/api/v1/sandbox')), retry: false });
  const enter = useCallback((given: string) => {
    session.write(adminKey, given);
    setKey(given);
  }, []);

  const say = useCallback(
    ({ id, ...message }: Partial<Schemas['SandboxMessage']> & { id: string }) =>
      answer(client.POST('/api/v1/sandbox/messages', { body: { ...message, id: hyphened(id) } as Schemas['SandboxMessage'] })),
    [client],
  );
  const keep = useCallback(
    async (account: string, file: File) => {
      const form = new FormData();
      form.append('file', file, file.name);
      const response = await request(`/api/v1/sandbox/photos?account=${encodeURIComponent(account)}`, { method: 'POST', body: form, headers });
      return (await response.json()) as Schemas['SandboxPhoto'];
    },
    [headers],
  );
  const receive = useCallback(
    (account: string, part: string, status: 'delivered' | 'read') => client.POST('/api/v1/sandbox/receipts', { body: { account, part, status } }),
    [client],
  );
  const employ = useCallback(
    (account: string) => answer(client.POST('/api/v1/sandbox/colleague', { params: { query: { account } } })),
    [client],
  );
  return { accounts, enter, say, keep, receive, employ, client, headers };
}

export type Sandbox = ReturnType<typeof useSandbox>;

/** A citizen's story, which grows while one looks. */
export function useStory(sandbox: Sandbox, account: string, from: string) {
  const queries = useQueryClient();
  const [until, setUntil] = useState(0);
  const stir = useCallback(() => {
    setUntil(Date.now() + lively);
    void queries.invalidateQueries({ queryKey: ['story', account] });
    void queries.invalidateQueries({ queryKey: ['desk', account] });
  }, [account, queries]);
  useEffect(() => {
    const over = new AbortController();
    void listen(`/api/v1/sandbox/stream?account=${encodeURIComponent(account)}`, sandbox.headers, over.signal, stir);
    return () => over.abort();
  }, [account, sandbox.headers, stir]);
  const story = useQuery({
    queryKey: ['story', account, from],
    queryFn: () => answer(sandbox.client.GET('/api/v1/sandbox/story', { params: { query: { account, from } } })),
    refetchInterval: () => (Date.now() < until ? quick : slow),
    enabled: account !== '',
  });
  return { story, stir };
}
