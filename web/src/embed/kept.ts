import { type Fields, type Receipt, blank, isFresh } from '../features/report/draft';
import { newId } from '../shared/ids';
import { session } from '../shared/storage';
import { home } from './server';

/** Exactly what left, the key that makes it one report however often it leaves, and since when, in milliseconds. */
export type Sent = { body: string; key: string; since: number };

type State = {
  fields: Fields;
  /** The report's, from its first word on: a copy of the page sends the same report. */
  key?: string;
  /** The service that the page around had named when the fields last followed it. */
  service?: string;
  /** Until an answer says what became of it. */
  sent?: Sent;
  /** The report that has arrived, until the next one is begun. */
  receipt?: Receipt;
};

export const keptKey = `cleanfte-report ${home}`;

/** What a reload of the page around must not lose. It stays in this tab; where nothing may be stored, on this page. */
export class Kept {
  now: State;

  constructor() {
    const was = session.read<State>(keptKey);
    this.now = { ...was, sent: was?.sent && isFresh(was.sent.since) ? was.sent : undefined, fields: { ...blank, ...was?.fields } };
  }

  change(part: Partial<State>) {
    this.now = { ...this.now, ...part };
    session.write(keptKey, this.now);
  }

  /** What is typed. */
  write(fields: Fields) {
    this.change({ fields, key: this.now.key ?? newId() });
  }

  /** The next report comes from the same person. */
  arrived(receipt: Receipt) {
    const { name, email } = this.now.fields;
    this.change({ fields: { ...blank, name, email }, key: undefined, service: undefined, sent: undefined, receipt });
  }
}
