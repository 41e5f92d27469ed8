import { useLayoutEffect, useRef } from 'react';
import { EventLine } from '../history/EventLine';
import { type StoryEvent, inOrder } from '../history/story';
import classes from './PhonePage.module.css';

/** What happened, the newest on top; whoever has opened something is not pushed away from it by what comes. */
export function Happened({ events }: { events: readonly StoryEvent[] }) {
  const list = useRef<HTMLOListElement>(null);
  const newest = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const top = list.current!.firstElementChild as HTMLElement | null;
    const before = newest.current;
    if (top && before && top !== before && list.current!.contains(before) && list.current!.querySelector('details[open]')) {
      list.current!.scrollTop += before.offsetTop - top.offsetTop;
    }

    newest.current = top;
  }, [events]);
  return (
    <ol ref={list} className={classes.events} tabIndex={events.length > 0 ? 0 : undefined} aria-labelledby="happened">
      {inOrder(events).reverse().map((e) => (
        <li key={e.sequence}>
          <EventLine event={e} />
        </li>
      ))}
    </ol>
  );
}
