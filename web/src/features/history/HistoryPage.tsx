import { NativeSelect, TextInput, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { answer, withKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { Trouble } from '../../shared/Failure';
import { KeyForm } from '../../shared/KeyForm';
import { moment } from '../../shared/times';
import { useTitle } from '../../shared/useTitle';
import { Waiting } from '../../shared/Waiting';
import { staffKey } from './key';
import { EventLine } from './EventLine';
import classes from './HistoryPage.module.css';
import { type State, type StoryEvent, inOrder, stateAfter, wordsOf } from './story';

const kinds = ['tickets', 'conversations'] as const;

type Kind = (typeof kinds)[number];

export function HistoryPage() {
  const { kind, id } = useParams();
  const known = kinds.find((k) => k === kind);
  return known && id ? <Told key={`${known} ${id}`} kind={known} id={id} /> : <Choose />;
}

function Choose() {
  const { t } = useTranslation('backstage');
  const heading = useTitle(t('history.title'));
  const navigate = useNavigate();
  const [kind, setKind] = useState<Kind>('tickets');
  const [id, setId] = useState('');
  function submit(e: FormEvent) {
    e.preventDefault();
    if (id.trim()) {
      void navigate(`/history/${kind}/${encodeURIComponent(id.trim())}`);
    }
  }

  return (
    <form className="stack" onSubmit={submit}>
      <h1 {...heading}>{t('history.title')}</h1>
      <section className="card stack">
        <NativeSelect label={t('history.kind')} value={kind} onChange={(e) => setKind(e.currentTarget.value as Kind)} data={kinds.map((k) => ({ value: k, label: t(`history.kinds.${k}`) }))} />
        <TextInput label={t('history.id')} description={t('history.idHint')} value={id} autoComplete="off" onChange={(e) => setId(e.currentTarget.value)} />
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
  const [key, setKey] = useState(staffKey.read);
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
  const forbidden = story.error instanceof Problem && [401, 403].includes(story.error.status);
  if (key === '' || forbidden) {
    return (
      <div className="stack">
        <h1 {...heading}>{t(`history.of.${kind}`)}</h1>
        <KeyForm label={t('key.staff')} hint={t('key.staffHint')} wrong={forbidden} onKey={(given) => {
          staffKey.write(given);
          setKey(given);
        }} />
      </div>
    );
  }

  return (
    <div className="stack">
      <h1 {...heading}>{t(`history.of.${kind}`)}</h1>
      {story.data ? story.data.length === 0 ? <p>{t('history.nothing')}</p> : <Travel events={inOrder(story.data)} />
        : story.error ? <Trouble error={story.error} again={() => void story.refetch()} /> : <Waiting />}
    </div>
  );
}

/** The story with a slider: the state as it was then, what had changed it, and what came before. */
function Travel({ events }: { events: StoryEvent[] }) {
  const { t } = useTranslation(['backstage', 'portal']);
  const [at, setAt] = useState(events.length);
  const now = stateAfter(events.slice(0, at));
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
            aria-valuetext={`${moment(event.at)}: ${wordsOf(event) || event.type}`}
            onChange={(e) => setAt(Number(e.currentTarget.value))}
          />
        </label>
        <p role="status">
          <time dateTime={event.at}>{moment(event.at)}</time>
        </p>
        <dl className={classes.state}>
          {(Object.keys(now) as (keyof State)[]).map((field) => (
            <div key={field} data-changed={now[field] !== before[field] || undefined}>
              <dt>{t(`history.fields.${field}`)}</dt>
              <dd>{field === 'who' ? t(`history.who.${now.who as 'agent'}`) : field === 'status' ? t(`portal:status.${now.status as 'open'}`) : now[field]}</dd>
            </div>
          ))}
        </dl>
        <p className="dimmed small">{t('history.changed')}</p>
        <EventLine key={event.sequence} event={event} />
      </section>
      <section className="card stack" aria-labelledby="story">
        <h2 id="story">{t('history.story')}</h2>
        <ol className={classes.events}>
          {events.map((e, i) => (
            <li key={e.sequence} data-later={i >= at || undefined}>
              <EventLine event={e} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
