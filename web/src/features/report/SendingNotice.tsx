import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/Notice';
import { useRefusal } from '../../shared/useRefusal';
import type { Sending } from './useSending';

/** Tells what becomes of a report that could not be handed over at once. */
export function SendingNotice({ sending }: { sending: Sending }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  switch (sending.state) {
    case 'waiting':
      return (
        <Notice kind="warn" title={sending.why === 'offline' ? t('report.offline') : sending.why === 'tooOften' ? t('common.tooOften') : t('report.busy')}>
          <p>{t('report.nothingLost')}</p>
          <Countdown until={sending.next} />
        </Notice>
      );
    case 'refused':
      return <Notice kind="bad" title={Object.keys(sending.problem.errors).length > 0 ? t('report.refused') : refusal(sending.problem)} />;
    default:
      return null;
  }
}

/** For the eye alone: read aloud, it would speak every second. */
function Countdown({ until }: { until: number }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="small" aria-hidden="true">
      {t('report.nextTry', { count: Math.max(1, Math.ceil((until - now) / 1_000)) })}
    </p>
  );
}
