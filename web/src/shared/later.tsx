import { type ComponentType, useEffect, useState } from 'react';
import { Trouble } from './Failure';
import { needTexts } from './i18n';
import { Waiting } from './Waiting';

/**
 * A page that is fetched when somebody goes there, with its texts. React's own lazy would remember a failure for ever; this
 * tries again when it is asked to, and, when that brings nothing either, as after a new release, begins anew.
 */
export function later(fetch: () => Promise<ComponentType>, texts?: 'backstage') {
  let fetched: ComponentType | undefined;
  return function Later() {
    const [attempt, setAttempt] = useState(1);
    const [error, setError] = useState<unknown>();
    const [, setReady] = useState(fetched !== undefined);
    useEffect(() => {
      let gone = false;
      setError(undefined);
      Promise.all([fetch(), texts && needTexts(texts)]).then(
        ([page]) => {
          fetched = page;
          if (!gone) {
            setReady(true);
          }
        },
        (failure: unknown) => {
          if (!gone) {
            setError(failure);
          }
        },
      );
      return () => {
        gone = true;
      };
    }, [attempt]);
    useEffect(() => {
      window.scrollTo(0, 0);
    }, []);
    useEffect(() => {
      if (error) {
        const again = () => setAttempt((before) => before + 1);
        window.addEventListener('online', again, { once: true });
        return () => window.removeEventListener('online', again);
      }
    }, [error]);
    const Page = fetched;
    return Page ? <Page /> : error ? <Trouble error={error} again={() => (attempt > 1 ? location.reload() : setAttempt(attempt + 1))} /> : <Waiting />;
  };
}
