import { useCallback, useEffect, useRef } from 'react';
import { bring } from './focus';
import { usePortal } from './usePortal';

let first = true;

/** Brings to the page's heading whoever pressed something that is gone now. */
export const toHeading = () => bring(document.querySelector<HTMLElement>('h1'), { preventScroll: true });

/**
 * Names the page, and brings whoever came by a link inside the application to its heading, as soon as there is one; but for who
 * is typing by then, or is brought elsewhere.
 */
export function useTitle(title: string, elsewhere = false) {
  const name = usePortal().data?.name;
  const came = useRef(!first && !elsewhere);
  useEffect(() => {
    document.title = name ? `${title} · ${name}` : title;
  }, [title, name]);
  useEffect(() => {
    if (first) {
      first = false;
    } else {
      window.scrollTo(0, 0);
    }
  }, []);
  const ref = useCallback((heading: HTMLHeadingElement | null) => {
    if (heading && came.current) {
      came.current = false;
      bring(heading, { preventScroll: true });
    }
  }, []);
  return { ref, tabIndex: -1 };
}
