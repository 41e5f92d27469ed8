import type { ReactNode } from 'react';
import classes from './Notice.module.css';

const roles = { good: 'status', info: 'status', warn: 'status', bad: 'alert' } as const;

/** Something to be told, spoken by screen readers when it appears. */
export function Notice({ kind, title, children }: { kind: keyof typeof roles; title?: string; children?: ReactNode }) {
  return (
    <div className={classes.notice} data-kind={kind} role={roles[kind]}>
      {title && <strong>{title}</strong>}
      {children}
    </div>
  );
}
