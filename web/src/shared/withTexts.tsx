import { type ComponentType, useEffect, useState } from 'react';
import { needTexts } from './i18n';
import { Waiting } from './Waiting';

/** Draws a page once its texts are there. */
export function withTexts(part: 'backstage', Page: ComponentType) {
  return function Loaded() {
    const [ready, setReady] = useState(false);
    useEffect(() => {
      void needTexts(part).then(() => setReady(true));
    }, []);
    return ready ? <Page /> : <Waiting />;
  };
}
