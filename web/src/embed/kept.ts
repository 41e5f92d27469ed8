import { type Fields, type Receipt, blank } from '../features/report/draft';
import { session } from '../shared/storage';
import { home } from './server';

/** Exactly what left, and the key that makes it one report however often it leaves. */
export type Sent = { body: string; key: string };

type State = {
  fields: Fields;
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
    this.now = { ...was, fields: { ...blank, ...was?.fields } };
  }

  change(part: Partial<State>) {
    this.now = { ...this.now, ...part };
    session.write(keptKey, this.now);
  }

  /** The next report comes from the same person. */
  arrived(receipt: Receipt) {
    const { name, email } = this.now.fields;
    this.change({ fields: { ...blank, name, email }, service: undefined, sent: undefined, receipt });
  }
}
