import { language } from './i18n';

/** A moment in the viewer's own zone and words. */
export const moment = (at: string) =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

export const day = (at: string) => new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(new Date(at));

export const clock = (at: string, seconds = false) =>
  new Intl.DateTimeFormat(language(), { timeStyle: seconds ? 'medium' : 'short' }).format(new Date(at));

/** To the second, and on which day unless it was today. */
export const exactly = (at: string) =>
  new Date(at).toDateString() === new Date().toDateString()
    ? clock(at, true)
    : new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
