import { useEffect, useRef } from 'react';
import { usePortal } from './usePortal';

let first = true;

/** Names the page, and brings whoever came by a link inside the application to its heading. */
export function useTitle(title: string) {
  const name = usePortal().data?.name;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = name ? `${title} · ${name}` : title;
  }, [title, name]);
  useEffect(() => {
    if (first) {
      first = false;
    } else {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return { ref: heading, tabIndex: -1 };
}
