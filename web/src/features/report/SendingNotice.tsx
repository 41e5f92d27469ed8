import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/Notice';
import type { Sending } from './useSending';

/** Tells what becomes of a report that could not be handed over at once. */
export function SendingNotice({ sending, again }: { sending: Sending; again: () => void }) {
  const { t } = useTranslation();
  switch (sending.state) {
    case 'waiting':
      return (
        <Notice kind="warn" title={sending.offline ? t('report.offline') : t('report.busy')}>
          <p>{t('report.nothingLost', { seconds: sending.seconds })}</p>
          <Button variant="default" onClick={again}>
            {t('report.sendNow')}
          </Button>
        </Notice>
      );
    case 'refused':
      return (
        <Notice kind="bad" title={t('report.refused')}>
          {sending.problem.code === 'idempotency.mismatch' && <p>{t('report.already')}</p>}
        </Notice>
      );
    default:
      return null;
  }
}
