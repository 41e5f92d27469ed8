import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { language } from '../../shared/i18n';
import { Names } from './names';
import type { Say } from './story';

/** What a code of an event says in words: a decision, a reason, a status, a language, a service; one that nobody knows stays as it is. */
export function useCode() {
  const { t, i18n } = useTranslation(['backstage', 'portal']);
  const { services } = useContext(Names);
  const say: Say = (code, kind) =>
    kind === 'service' ? (services[code] ?? code.replaceAll('_', ' '))
    : i18n.exists(`codes.${code}`, { ns: 'backstage' }) ? t(`codes.${code as 'ask'}`)
    : i18n.exists(`status.${code}`, { ns: 'portal' }) ? String(t(`portal:status.${code as 'open'}`))
    : /^[a-z]{2}$/.test(code) ? (new Intl.DisplayNames(language(), { type: 'language' }).of(code) ?? code)
    : code.replaceAll('_', ' ');
  return say;
}
