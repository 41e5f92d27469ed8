import { Badge, Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Schemas, answer, withKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { Trouble } from '../../shared/Failure';
import { bring } from '../../shared/focus';
import { Notice } from '../../shared/Notice';
import { Press } from '../../shared/Press';
import { session } from '../../shared/storage';
import { useWriting } from '../../shared/useWriting';
import { useCode } from '../history/codes';
import { staffKey } from '../history/key';
import classes from './Desk.module.css';
import type { Sandbox } from './useSandbox';

type Colleague = Schemas['SandboxColleague'];

const names = 'desk.names';

/** Whom this tab has been, by their ids; they are still told of when they have gone home. */
export const colleagues = () => session.read<Record<string, string>>(names) ?? {};

/**
 * The small desk of a colleague: the same routes that a real desk uses, with a key of his own. `empty`: nobody has written,
 * as far as is known.
 */
export function Desk({ sandbox, account, tenant, conversation, empty, stir }: {
  sandbox: Sandbox; account: string; tenant: string; conversation?: string; empty: boolean; stir: () => void;
}) {
  const { t } = useTranslation('backstage');
  const kept = `desk.${account}`;
  const [colleague, setColleague] = useState(() => session.read<Colleague>(kept));
  // Who comes or goes finds another desk, and the button that was pressed is gone.
  const was = useRef(colleague);
  useEffect(() => {
    if (was.current !== colleague) {
      was.current = colleague;
      bring(document.getElementById('desk'));
    }
  }, [colleague]);
  const come = useMutation({
    mutationFn: async () => {
      const employed = await sandbox.employ(account);
      await withKey(employed.key).PUT('/api/v1/team/me/online', { body: { online: true } });
      return employed;
    },
    onSuccess: (employed) => {
      session.write(kept, employed);
      session.write(names, { ...session.read<object>(names), [employed.memberId]: employed.name });
      setColleague(employed);
      stir();
    },
  });
  if (!colleague) {
    return (
      <div className="stack">
        <p>{t('desk.lead')}</p>
        {come.isError && <Trouble detail error={come.error} />}
        <div>
          <Press busy={come.isPending} onClick={() => come.mutate()}>
            {t('desk.come')}
          </Press>
        </div>
      </div>
    );
  }

  // What is written to one citizen is not for the next.
  return <Work key={conversation ?? ''} account={account} tenant={tenant} colleague={colleague} conversation={conversation} empty={empty} stir={stir} leave={() => {
    session.remove(kept);
    setColleague(null);
    stir();
  }} />;
}

function Work({ account, tenant, colleague, conversation, empty, stir, leave }: {
  account: string; tenant: string; colleague: Colleague; conversation?: string; empty: boolean; stir: () => void; leave: () => void;
}) {
  const { t } = useTranslation('backstage');
  const wordOf = useCode();
  const client = useMemo(() => withKey(colleague.key), [colleague.key]);
  const queries = useQueryClient();
  const [words, setWords] = useState('');
  const path = { params: { path: { id: conversation ?? '' } } };
  const mine = useQuery({
    queryKey: ['desk', account, 'mine'],
    queryFn: () => answer(client.GET('/api/v1/inbox', { params: { query: { List: 'mine' } as never } })),
    retry: false,
  });
  const view = useQuery({
    queryKey: ['desk', account, conversation],
    queryFn: () => answer(client.GET('/api/v1/conversations/{id}', path)),
    enabled: conversation !== undefined,
  });
  const settle = () => {
    stir();
    void queries.invalidateQueries({ queryKey: ['desk', account] });
  };
  const after = { onSettled: settle };
  const take = useMutation({ mutationFn: () => client.POST('/api/v1/conversations/{id}/takeover', path), ...after });
  const back = useMutation({ mutationFn: () => client.POST('/api/v1/conversations/{id}/handback', path), ...after });
  // With the version that was read: what the citizen has written since is to be seen before it is answered.
  const say = useWriting(
    (text: string, key) => client.POST('/api/v1/conversations/{id}/messages', {
      ...path, body: { text }, headers: { 'If-Match': `"${view.data!.version}"`, 'Idempotency-Key': key },
    }),
    () => setWords(''),
  );
  const go = useMutation({ mutationFn: () => client.PUT('/api/v1/team/me/online', { body: { online: false } }), onSettled: leave });
  const expired = [mine.error, view.error].some((e) => e instanceof Problem && e.status === 401);
  if (expired) {
    return (
      <Notice kind="warn" title={t('desk.expired')}>
        <Button variant="default" onClick={leave}>{t('desk.again')}</Button>
      </Notice>
    );
  }

  const has = view.data && !view.data.agentOn && view.data.member === colleague.memberId;
  const claimed = has && view.data?.taskState === 'claimed';
  const failed = take.error ?? back.error ?? say.error;
  const state = view.data
    ? view.data.agentOn ? t('desk.agentHas') : claimed ? t('desk.youHave') : has ? t('desk.given') : t('desk.waits')
    : empty ? t('desk.nothing') : '\u00a0';
  // Nothing of it comes or goes with the conversation: what stands below is not pushed.
  return (
    <div className="stack">
      <div className="row">
        <Badge color="brand" variant="light" size="lg" tt="none">{t('desk.here', { name: colleague.name })}</Badge>
        <span className="dimmed small">{t('desk.mine', { count: mine.data?.items.length ?? 0 })}</span>
        <Button variant="subtle" size="xs" onClick={() => go.mutate()}>{t('desk.go')}</Button>
      </div>
      {view.isError && <Trouble detail error={view.error} again={() => void view.refetch()} />}
      <p className={classes.state} role="status">
        {state}
        {view.data?.reason && ` ${t('desk.because', { reason: wordOf(view.data.reason) })}`}
      </p>
      <div className="row">
        <Press disabled={!view.data || claimed} busy={take.isPending} onClick={() => take.mutate()}>{t('desk.take')}</Press>
        <Press variant="default" disabled={!view.data || view.data.agentOn} busy={back.isPending} onClick={() => back.mutate()}>{t('desk.back')}</Press>
        {conversation && (
          <Link to={`/history/conversations/${conversation}`} state={{ tenant }} onClick={() => staffKey.lend(tenant, colleague.key)}>
            {t('desk.history')}
          </Link>
        )}
      </div>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          if (words.trim() && view.data && !say.isPending) {
            say.mutate(words.trim(), after);
          }
        }}
      >
        <Textarea label={t('desk.answer')} rows={3} value={words} disabled={!has} maxLength={4_000} onChange={(e) => setWords(e.currentTarget.value)} />
        <div>
          <Press type="submit" disabled={!has} busy={say.isPending}>{t('desk.send')}</Press>
        </div>
      </form>
      {failed && <Trouble detail error={failed} />}
    </div>
  );
}
