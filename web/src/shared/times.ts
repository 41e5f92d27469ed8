import { language } from './i18n';

/** A moment in the viewer's own zone and words. */
export const moment = (at: string) =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

export const day = (at: string) => new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(new Date(at));

export const clock = (at: string, seconds = false) =>
  new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', second: seconds ? '2-digit' : undefined }).format(
    new Date(at),
  );
