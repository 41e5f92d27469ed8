import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exactly } from '../../shared/times';
import classes from './EventLine.module.css';
import { useCode } from './codes';
import { useName } from './names';
import { RunRecord } from './RunRecord';
import { type StoryEvent, actorOf, dataOf, text, whoOf, wordsOf } from './story';

/** What an event is called; one that nobody knows goes by its type. */
export function useEventName() {
  const { t, i18n } = useTranslation('backstage');
  return ({ type }: StoryEvent): string => {
    const key = `events.${type as 'message_received'}` as const;
    return i18n.exists(key, { ns: 'backstage' }) ? String(t(key)) : type.replaceAll('_', ' ');
  };
}

/** One thing that happened: who, what and when; opened, all that was recorded of it. */
export function EventLine({ event, later = false }: { event: StoryEvent; later?: boolean }) {
  const { t, i18n } = useTranslation('backstage');
  const nameOf = useName();
  const say = useCode();
  const [open, setOpen] = useState(false);
  const actor = actorOf(event);
  const who = whoOf(event);
  const eventName = useEventName();
  const words = ['agent_failed', 'reply_failed', 'reply_uncertain'].includes(event.type) ? failure() : wordsOf(event, say);
  const sentiment = event.type === 'message_assessed' ? dataOf(event)['sentiment'] : null;

  /** A code in words; a provider's own code stays what it is. */
  function failure() {
    const code = text(dataOf(event)['code']);
    const known = `failures.${code as 'timeout'}` as const;
    return i18n.exists(known, { ns: 'backstage' }) ? String(t(known)) : t('failures.other', { code });
  }

  return (
    <details className={classes.event} data-actor={actor} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>
        <span className={classes.head}>
          <span className={classes.actor}>
            {t(`actors.${actor}`)}
            {who && ` · ${who.kind === 'key' ? t('actors.key', { id: who.id }) : nameOf(who.id)}`}
          </span>
          <span className={classes.what}>{eventName(event)}</span>
          {later && <span className="visually-hidden">{t('history.later')}</span>}
          <time dateTime={event.at} className={classes.time}>
            {exactly(event.at)}
          </time>
        </span>
        {words && <span className={classes.words}>{words}</span>}
        {typeof sentiment === 'number' && <span className={classes.words}>{t('history.mood', { value: sentiment.toFixed(2) })}</span>}
      </summary>
      {open && (
        <>
          {event.type === 'agent_ran' && <RunRecord event={event} />}
          <p className={classes.meta}>
            {event.stream} · {event.type} · v{event.version} · #{event.sequence}
          </p>
          <pre className={classes.data} tabIndex={0}>{JSON.stringify(event.data, null, 2)}</pre>
        </>
      )}
    </details>
  );
}
