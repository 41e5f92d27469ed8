import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';

/** Refusals that have words of their own; their codes are the API's. */
const known = {
  'rate.limited': 'common.tooOften',
  'conflict.try_again': 'refusals.again',
  'idempotency.mismatch': 'report.already',
  'ticket.already_resolved': 'refusals.done',
  'ticket.bad_access_code': 'track.wrongCode',
  'ticket.not_found': 'track.unknown',
  'ticket.not_resolved_yet': 'refusals.notYet',
  'ticket.number_unreadable': 'track.misread',
  'ticket.too_late_to_reopen': 'outcome.late',
  'ticket.too_many_media': 'uploads.refused.ticket_too_many_media',
  'ticket.unknown_category': 'wrong.category',
} as const;

/** What was refused, in the language that is shown; the API's own English is for those who work with it. */
export function useRefusal() {
  const { t } = useTranslation();
  return (error: unknown) => {
    if (!(error instanceof Problem)) {
      return t('common.unreachable');
    }

    const key = error.status === 429 ? 'common.tooOften' : known[error.code as keyof typeof known];
    return key ? t(key) : error.status >= 500 ? t('common.unreachable') : t('common.failed');
  };
}
