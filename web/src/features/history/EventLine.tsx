import { useTranslation } from 'react-i18next';
import { clock } from '../../shared/times';
import classes from './EventLine.module.css';
import { RunRecord } from './RunRecord';
import { type StoryEvent, actorOf, wordsOf } from './story';

/** One thing that happened: who, what and when; opened, all that was recorded of it. */
export function EventLine({ event }: { event: StoryEvent }) {
  const { t, i18n } = useTranslation('backstage');
  const actor = actorOf(event);
  const key = `events.${event.type as 'message_received'}` as const;
  const words = wordsOf(event);
  return (
    <details className={classes.event} data-actor={actor}>
      <summary>
        <span className={classes.head}>
          <span className={classes.actor}>{t(`actors.${actor}`)}</span>
          <span className={classes.what}>{i18n.exists(key, { ns: 'backstage' }) ? String(t(key)) : event.type.replaceAll('_', ' ')}</span>
          <time dateTime={event.at} className={classes.time}>
            {clock(event.at, true)}
          </time>
        </span>
        {words && <span className={classes.words}>{words}</span>}
      </summary>
      {event.type === 'agent_ran' && <RunRecord event={event} />}
      <p className={classes.meta}>
        {event.stream} · {event.type} · v{event.version} · #{event.sequence}
      </p>
      <pre className={classes.data} tabIndex={0}>{JSON.stringify(event.data, null, 2)}</pre>
    </details>
  );
}
