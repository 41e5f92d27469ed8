import { NativeSelect, TextInput, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate, useParams } from 'react-router';
import { answer, withKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { Trouble } from '../../shared/Failure';
import { KeyForm } from '../../shared/KeyForm';
import { Notice } from '../../shared/Notice';
import { textOf } from '../../shared/services';
import { moment } from '../../shared/times';
import { usePortal } from '../../shared/usePortal';
import { toHeading, useTitle } from '../../shared/useTitle';
import { Waiting } from '../../shared/Waiting';
import { staffKey } from './key';
import { EventLine, useEventName } from './EventLine';
import classes from './HistoryPage.module.css';
import { useCode } from './codes';
import { Names, useName } from './names';
import { type State, type StoryEvent, type Thing, inOrder, stateAfter, wordsOf } from './story';

const kinds = ['tickets', 'conversations'] as const;

type Kind = (typeof kinds)[number];

export function HistoryPage() {
  const { kind, id } = useParams();
  const known = kinds.find((k) => k === kind);
  if (known === 'conversations' && /^tkt/i.test(id ?? '')) {
    return <Navigate to={`/history/tickets/${encodeURIComponent(id!)}`} replace />;
  }

  return known && id ? <Told key={`${known} ${id}`} kind={known} id={id} /> : <Choose />;
}

function Choose() {
  const { t } = useTranslation('backstage');
  const heading = useTitle(t('history.title'));
  const navigate = useNavigate();
  const [kind, setKind] = useState<Kind>('tickets');
  const [id, setId] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  function submit(e: FormEvent) {
    e.preventDefault();
    setEmpty(id.trim() === '');
    if (id.trim() === '') {
      field.current?.focus();
    } else {
      void navigate(`/history/${kind}/${encodeURIComponent(id.trim())}`);
    }
  }

  return (
    <form className="stack" onSubmit={submit}>
      <h1 {...heading}>{t('history.title')}</h1>
      <section className="card stack">
        <NativeSelect label={t('history.kind')} value={kind} onChange={(e) => setKind(e.currentTarget.value as Kind)} data={kinds.map((k) => ({ value: k, label: t(`history.kinds.${k}`) }))} />
        <TextInput ref={field} error={empty && id.trim() === '' ? t('history.idMissing') : undefined} label={t('history.id')} description={t('history.idHint')} value={id} autoComplete="off" onChange={(e) => setId(e.currentTarget.value)} />
        <div>
          <Button type="submit">{t('history.show')}</Button>
        </div>
      </section>
    </form>
  );
}

function Told({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useTranslation('backstage');
  const heading = useTitle(t(`history.of.${kind}`));
  const portal = usePortal();
  const { state } = useLocation() as { state: { tenant?: string } | null };
  const tenant = state?.tenant ?? portal.data?.tenant ?? '';
  const [given, setGiven] = useState<string>();
  const key = given ?? staffKey.read(tenant);
  const client = useMemo(() => withKey(key), [key]);
  const story = useQuery({
    queryKey: ['history', kind, id, key],
    queryFn: async (): Promise<StoryEvent[]> => {
      if (kind === 'conversations') {
        return (await answer(client.GET('/api/v1/conversations/{id}/events', { params: { path: { id } } }))).items;
      }

      const ticket = await answer(client.GET('/api/v1/tickets/{ticket}/events', { params: { path: { ticket: id } } }));
      return ticket.items.map((e) => ({ ...e, stream: 'ticket', streamId: id }));
    },
    enabled: key !== '',
    retry: false,
  });
  const team = useQuery({
    queryKey: ['team', key],
    queryFn: async () => (await answer(client.GET('/api/v1/team'))).items,
    enabled: key !== '',
    retry: false,
  });
  const services = useQuery({
    queryKey: ['services', key],
    queryFn: () => answer(client.GET('/api/v1/services')),
    enabled: key !== '',
    retry: false,
  });
  const names = useMemo(() => ({
    members: Object.fromEntries((team.data ?? []).map((m) => [m.id, m.name])),
    services: Object.fromEntries((services.data ?? []).map((s) => [s.code, textOf(s).name])),
  }), [team.data, services.data]);
  const status = story.error instanceof Problem ? story.error.status : undefined;
  const forbidden = status === 401 || status === 403;
  const asking = key === '' || forbidden || (given !== undefined && story.isPending);
  // The form is gone with its button once the key has opened it.
  useEffect(() => {
    if (given !== undefined && !asking) {
      staffKey.write(tenant, given);
      toHeading();
    }
  }, [tenant, given, asking]);
  if (portal.isPending && !state?.tenant) {
    return <Waiting />;
  }

  if (asking) {
    return (
      <div className="stack">
        <h1 {...heading}>{t(`history.of.${kind}`)}</h1>
        <KeyForm label={t('key.staff')} hint={t('key.staffHint')} wrong={forbidden} checking={story.isFetching} onKey={(typed) => {
          setGiven(typed);
          if (typed === key) {
            void story.refetch();
          }
        }} />
      </div>
    );
  }

  return (
    <div className="stack">
      <h1 {...heading}>{t(`history.of.${kind}`)}</h1>
      {story.data ? story.data.length === 0 ? <p>{t('history.nothing')}</p> : <Names value={names}><Travel events={inOrder(story.data)} /></Names>
        : status === 404 || status === 400 ? (
          <Notice kind="bad" title={t(`history.unknown.${kind}`)}>
            <Link to="/history">{t('history.other')}</Link>
          </Notice>
        ) : story.error ? <Trouble detail error={story.error} again={() => void story.refetch()} /> : <Waiting />}
    </div>
  );
}

/** The story with a slider: the state as it was then, what had changed it, and what came before. */
function Travel({ events }: { events: StoryEvent[] }) {
  const { t } = useTranslation('backstage');
  const say = useCode();
  const nameOf = useEventName();
  const [at, setAt] = useState(events.length);
  const before = stateAfter(events.slice(0, at - 1));
  const event = events[at - 1]!;
  return (
    <div className={classes.travel}>
      <section className="card stack" aria-labelledby="then">
        <h2 id="then">{t('history.then')}</h2>
        <label className={classes.slider}>
          <span>{t('history.slider', { at, count: events.length })}</span>
          <input
            type="range"
            min={1}
            max={events.length}
            value={at}
            aria-valuetext={[nameOf(event), wordsOf(event, say), moment(event.at)].filter(Boolean).join(', ')}
            onChange={(e) => setAt(Number(e.currentTarget.value))}
          />
        </label>
        <p>
          <time dateTime={event.at}>{moment(event.at)}</time>
        </p>
        {stateAfter(events.slice(0, at)).map((thing) => (
          <ThenAs key={thing.id} thing={thing} before={before.find((b) => b.id === thing.id)?.state ?? {}} />
        ))}
        <p className="dimmed small">{t('history.changed')}</p>
        <EventLine key={event.sequence} event={event} />
      </section>
      <section className="card stack" aria-labelledby="story">
        <h2 id="story">{t('history.story')}</h2>
        <ol className={classes.events}>
          {events.map((e, i) => (
            <li key={e.sequence} data-later={i >= at || undefined}>
              <EventLine event={e} later={i >= at} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

/** What one of the things told of was then. */
function ThenAs({ thing: { stream, state }, before }: { thing: Thing; before: State }) {
  const { t, i18n } = useTranslation(['backstage', 'portal']);
  const nameOf = useName();
  const say = useCode();
  const kind = `history.things.${stream as 'ticket'}` as const;
  const shown = (field: keyof State, value: string) =>
    field === 'who' ? t(`history.who.${value as 'agent'}`)
    : field === 'status' ? t(`portal:status.${value as 'open'}`)
    : field === 'task' ? t(`history.task.${value as 'waiting'}`)
    : field === 'member' ? nameOf(value)
    : field === 'service' ? say(value, 'service')
    : field === 'priority' || field === 'language' ? say(value)
    : value;
  return (
    <section>
      <h3 className={classes.thing}>{i18n.exists(kind, { ns: 'backstage' }) ? String(t(kind)) : stream.replaceAll('_', ' ')}</h3>
      <dl className={classes.state}>
        {(Object.entries(state) as [keyof State, string | undefined][]).map(([field, value]) => value && (
          <div key={field} data-changed={value !== before[field] || undefined}>
            <dt>{t(`history.fields.${field}`)}</dt>
            <dd>{shown(field, value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
