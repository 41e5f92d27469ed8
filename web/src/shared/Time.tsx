import { moment } from './times';

export function Time({ at, children }: { at: string; children?: string }) {
  return (
    <time dateTime={at} title={moment(at)}>
      {children ?? moment(at)}
    </time>
  );
}
