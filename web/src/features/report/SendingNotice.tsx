import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/Notice';
import { useRefusal } from '../../shared/useRefusal';
import type { Sending } from './useSending';

/** Tells what becomes of a report that could not be handed over at once. */
export function SendingNotice({ sending, again }: { sending: Sending; again: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  switch (sending.state) {
    case 'waiting':
      return (
        <Notice kind="warn" title={sending.why === 'offline' ? t('report.offline') : sending.why === 'tooOften' ? t('common.tooOften') : t('report.busy')}>
          <p>{t('report.nothingLost', { seconds: sending.seconds })}</p>
          <Button variant="default" onClick={again}>
            {t('report.sendNow')}
          </Button>
        </Notice>
      );
    case 'refused':
      return <Notice kind="bad" title={Object.keys(sending.problem.errors).length > 0 ? t('report.refused') : refusal(sending.problem)} />;
    default:
      return null;
  }
}
