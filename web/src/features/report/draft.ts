import type { Schemas } from '../../api/client';
import { session } from '../../shared/storage';

export type Fields = {
  category: string;
  /** To the service's own questions, by their names. */
  answers: Record<string, string>;
  subject: string;
  message: string;
  address: string;
  latitude: number | null;
  longitude: number | null;
  name: string;
  email: string;
  phone: string;
};

export const blank: Fields = {
  category: '', answers: {}, subject: '', message: '', address: '', latitude: null, longitude: null, name: '', email: '', phone: '',
};

/**
 * What is being written. The key belongs to it from its first word until an answer says what became of it: however often it is
 * sent, by a second press, a reload, a new connection or a copy of the tab, it is one report.
 */
export type Draft = {
  fields: Fields;
  key?: string;
  /** Since when it is being sent, in milliseconds. */
  sending?: number;
};

/** The service knows a key for a day; after that the same words would be another report. */
const maxSending = 23 * 60 * 60 * 1_000;

/** Whether what was being sent may go on by itself. */
export const isFresh = (since: number) => Date.now() - since < maxSending;

const draftKey = 'report.draft';
const receiptKey = 'report.receipt';

export const drafts = {
  read: (): Draft => {
    const kept = session.read<Draft>(draftKey);
    const fields = { ...blank, ...kept?.fields };
    return kept?.sending && !isFresh(kept.sending) ? { fields } : { ...kept, fields };
  },
  write: (draft: Draft) => session.write(draftKey, draft),
};

/** The next report comes from the same person. */
export const nextAfter = ({ fields: { name, email, phone } }: Draft): Draft => ({ fields: { ...blank, name, email, phone } });

export type Receipt = { trackingNumber: string; accessCode: string };

/** For a reload, and for whoever was elsewhere when it came: the page itself gets it where it is gone to. */
export const receipts = {
  read: () => session.read<Receipt & { seen?: boolean }>(receiptKey),
  write: (receipt: Receipt, seen = false) => session.write(receiptKey, { ...receipt, seen }),
};

export function bodyOf(fields: Fields): Schemas['FormRequest'] {
  const address = fields.address.trim();
  const placed = fields.latitude !== null && fields.longitude !== null;
  const answers = Object.entries(fields.answers).map(([name, text]) => [name, text.trim()]).filter(([, text]) => text);
  return {
    name: fields.name.trim(),
    email: fields.email.trim(),
    subject: fields.subject.trim(),
    category: fields.category,
    message: fields.message.trim(),
    phone: fields.phone.trim() || null,
    answers: answers.length > 0 ? (Object.fromEntries(answers) as Record<string, string>) : null,
    location:
      placed || address
        ? { latitude: placed ? fields.latitude : null, longitude: placed ? fields.longitude : null, address: address || null }
        : null,
  };
}

/** The part of a ticket's address that lets its holder add to it: behind the #, so that no server and no log ever sees it. */
export const accessLink = (receipt: Receipt) =>
  `${location.origin}/track/${receipt.trackingNumber}#${receipt.accessCode}`;
