import { limits } from '../../api/generated/limits';
import type { Question } from '../../shared/services';
import type { Fields } from './draft';

const form = limits.FormRequest;

/** What is wrong with a field: the name of a text, and what it says. */
export type Wrong = { text: 'answer' | 'name' | 'email' | 'emailMissing' | 'subject' | 'message' | 'phone' | 'category' | 'address'; min?: number; max?: number };

/** What can be wrong: a field, or the answer to one of the service's questions. */
export type Field = keyof Fields | `answers.${string}`;

export type Wrongs = Partial<Record<Field, Wrong>>;

const between = (text: string, { min, max }: { min: number; max: number }) => {
  const length = text.trim().length;
  return length >= min && length <= max;
};

/** The server's own rules (CreateTicket.cs); it has the last word all the same. */
export function check(fields: Fields, questions: readonly Question[] = []): Wrongs {
  const wrongs: Wrongs = {};
  if (fields.category === '') {
    wrongs.category = { text: 'category' };
  }

  for (const question of questions) {
    if (!isAnswer(question, fields.answers[question.name] ?? '')) {
      wrongs[`answers.${question.name}`] = { text: 'answer' };
    }
  }

  if (!between(fields.subject, form.subject)) {
    wrongs.subject = { text: 'subject', ...form.subject };
  }

  if (!between(fields.message, form.message)) {
    wrongs.message = { text: 'message', ...form.message };
  }

  if (fields.address.trim().length > limits.Place.address.max) {
    wrongs.address = { text: 'address', ...limits.Place.address };
  }

  if (!between(fields.name, form.name)) {
    wrongs.name = { text: 'name', ...form.name };
  }

  if (!isEmail(fields.email)) {
    wrongs.email = { text: fields.email.trim() === '' ? 'emailMissing' : 'email' };
  }

  if (fields.phone.trim() !== '' && !isPhone(fields.phone)) {
    wrongs.phone = { text: 'phone' };
  }

  return wrongs;
}

/** StepAnswer.cs: what is longer is no answer to one question. */
export const maxAnswer = 500;

function isAnswer({ input, choices }: Question, given: string): boolean {
  const text = given.trim();
  switch (input) {
    case 'choice':
      return choices.includes(text);
    case 'number':
      return /^\d{1,9}$/.test(text);
    case 'email':
      return isEmail(text);
    case 'phone':
      return isPhone(text);
    default:
      return text !== '' && text.length <= maxAnswer;
  }
}

const maxLocalPart = 64;

/** As EmailAddress.cs reads it. */
export function isEmail(text: string): boolean {
  const address = text.trim();
  const at = address.lastIndexOf('@');
  if (address.length > form.email.max || at < 1 || at > maxLocalPart) {
    return false;
  }

  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  return (
    !/[\s@,;:<>()"\p{Cc}\p{Cf}\p{Cs}]/u.test(local) && !isDotted(local, ['.']) &&
    domain.length >= 3 && domain.includes('.') && !isDotted(domain, ['.', '-']) && /^[\p{L}\p{Nd}.-]+$/u.test(domain)
  );
}

const isDotted = (text: string, ends: string[]) =>
  ends.some((end) => text.startsWith(end) || text.endsWith(end)) || text.includes('..');

/** As PhoneNumber.cs reads it: + or 00, then 7 to 15 digits. */
export function isPhone(text: string): boolean {
  const digits = text.trim().replace(/[\s\-.()\u00A0]/g, '').replace(/^00/, '+');
  return text.length <= form.phone.max && /^\+[1-9]\d{6,14}$/.test(digits);
}
