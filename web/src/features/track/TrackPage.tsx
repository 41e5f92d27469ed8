import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import { Problem, isFinal } from '../../api/problem';
import { Trouble } from '../../shared/Failure';
import { bring } from '../../shared/focus';
import { Notice } from '../../shared/Notice';
import { Press } from '../../shared/Press';
import { general, textOf } from '../../shared/services';
import { Time } from '../../shared/Time';
import { useServices } from '../../shared/usePortal';
import { useTitle } from '../../shared/useTitle';
import { Waiting } from '../../shared/Waiting';
import { codeIn } from './code';
import { ReporterPart } from './ReporterPart';
import { StatusLine } from './StatusLine';
import { Steps } from './Steps';
import classes from './TrackPage.module.css';

/** While the page is open, news appear by themselves. */
const refresh = 30_000;

export function TrackPage() {
  const { ticket } = useParams();
  return ticket ? <Tracked key={ticket} ticket={ticket} /> : <Ask />;
}

function Ask({ wrong, asked = '' }: { wrong?: string; asked?: string }) {
  const { t } = useTranslation();
  const heading = useTitle(t('track.title'), wrong !== undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wrong) {
      bring(field.current);
    }
  }, [wrong]);
  const navigate = useNavigate();
  const [number, setNumber] = useState(asked);
  const [empty, setEmpty] = useState(false);
  function submit(e: FormEvent) {
    e.preventDefault();
    setEmpty(number.trim() === '');
    if (number.trim() === '') {
      field.current?.focus();
    } else {
      void navigate(`/track/${encodeURIComponent(number.trim())}`);
    }
  }

  return (
    <form className="stack" noValidate onSubmit={submit}>
      <h1 {...heading}>{t('track.title')}</h1>
      <p className="dimmed">{t('track.lead')}</p>
      <section className="card stack">
        <TextInput
          ref={field}
          name="number"
          label={t('track.number')}
          description={t('track.numberHint')}
          placeholder="TKT-7F3K-92QD20"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={number}
          error={empty ? t('track.numberMissing') : number.trim() === asked ? wrong : undefined}
          onChange={(e) => setNumber(e.currentTarget.value)}
        />
        <div>
          <Button type="submit">{t('track.show')}</Button>
        </div>
      </section>
    </form>
  );
}

function Tracked({ ticket }: { ticket: string }) {
  const { t } = useTranslation();
  const heading = useTitle(t('track.of', { ticket }));
  const given = codeIn(useLocation().hash);
  const [typed, setTyped] = useState('');
  const code = typed || given;
  // A closed one changes by nobody but its reporter, here.
  const over = useRef(false);
  const options = { retry: (count: number, error: unknown) => count < 2 && !isFinal(error) };
  const going = ({ state }: { state: { error: unknown } }) => (isFinal(state.error) || over.current ? false : refresh);
  const path = { params: { path: { ticket } } };
  const view = useQuery({
    queryKey: ['ticket', ticket],
    queryFn: () => answer(api.GET('/api/v1/tickets/{ticket}', path)),
    refetchInterval: going,
    ...options,
  });
  over.current = view.data?.status === 'closed';
  const mine = useQuery({
    queryKey: ['progress', ticket, code],
    queryFn: () => answer(api.GET('/api/v1/tickets/{ticket}/progress', { ...path, headers: { 'X-Access-Code': code } })),
    enabled: code !== '',
    refetchInterval: going,
    ...options,
  });
  // Who has the whole need not ask for the part that everybody sees.
  const open = useQuery({
    queryKey: ['progress', ticket],
    queryFn: () => answer(api.GET('/api/v1/tickets/{ticket}/progress', path)),
    enabled: code === '' || (mine.isError && !mine.data),
    refetchInterval: going,
    ...options,
  });
  const services = useServices();
  const problem = view.error;
  if (problem instanceof Problem && (problem.status === 404 || problem.code === 'ticket.number_unreadable')) {
    return <Ask asked={ticket} wrong={problem.status === 404 ? t('track.unknown') : t('track.misread')} />;
  }

  const shown = mine.data ?? open.data;
  if (!view.data || !shown || services.isPending) {
    const failed = view.error ?? open.error;
    return failed ? <Trouble error={failed} again={() => void Promise.all([view.refetch(), open.refetch()])} /> : <Waiting />;
  }

  const service = services.data?.find((s) => s.code === view.data.category);
  const wrongCode = mine.error instanceof Problem && mine.error.status === 403;
  const stale = view.isError || (mine.data ? mine : open).isError;
  return (
    <div className="stack">
      <h1 {...heading}>{view.data.trackingNumber}</h1>
      <p className="dimmed">
        {service ? textOf(service).name : view.data.category === general ? t('report.other') : view.data.category}
        {' · '}
        {t('track.since')} <Time at={view.data.createdAt} />
      </p>
      {stale && <Notice kind="warn">{t('track.stale')}</Notice>}
      <section className="card stack" aria-labelledby="status">
        <h2 id="status">{t('track.status')}</h2>
        <StatusLine status={view.data.status} />
      </section>
      <section className="card stack" aria-labelledby="steps">
        <h2 id="steps">{t('track.happened')}</h2>
        <Steps steps={shown.steps} />
      </section>
      {mine.data?.mine ? (
        <ReporterPart asked={typed !== ''} ticket={view.data.trackingNumber} code={code} mine={mine.data.mine} changed={() => {
          void Promise.all([mine.refetch(), view.refetch()]);
        }} />
      ) : (
        <Code wrong={wrongCode} checking={mine.isFetching && code !== ''} onCode={setTyped} />
      )}
      <p className={`dimmed small ${classes.zone}`}>{t('track.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}</p>
    </div>
  );
}

/** Who reported it can do more: his link has the code in it, or he types it. */
function Code({ wrong, checking, onCode }: { wrong: boolean; checking: boolean; onCode: (code: string) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const gave = useRef(false);
  useEffect(() => {
    if (wrong && !checking && gave.current) {
      field.current?.focus();
    }
  }, [wrong, checking]);
  return (
    <details className="card" open={wrong || checking || undefined}>
      <summary className={classes.summary}>{t('track.mine')}</summary>
      <form
        className={classes.code}
        onSubmit={(e) => {
          e.preventDefault();
          gave.current = true;
          setEmpty(code.trim() === '');
          if (code.trim() === '') {
            field.current?.focus();
          } else {
            onCode(code.trim());
          }
        }}
      >
        <TextInput
          ref={field}
          label={t('track.code')}
          description={t('track.codeHint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          value={code}
          error={empty && code.trim() === '' ? t('track.codeMissing') : wrong ? t('track.wrongCode') : undefined}
          onChange={(e) => setCode(e.currentTarget.value)}
        />
        <div>
          <Press type="submit" variant="default" busy={checking}>
            {t('track.useCode')}
          </Press>
        </div>
      </form>
    </details>
  );
}
