import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Icon } from '../../shared/Icon';
import classes from './StatusLine.module.css';

type Status = NonNullable<Schemas['TicketStatus']>;

const stepOf: Record<Status, number> = { open: 0, in_progress: 1, waiting: 1, escalated: 1, resolved: 2, closed: 2 };

/** Where it stands, as a way of three steps. */
export function StatusLine({ status }: { status: Status }) {
  const { t } = useTranslation();
  const now = stepOf[status];
  const steps = [t('status.received'), now === 1 ? t(`status.${status}`) : t('status.in_progress'), now === 2 ? t(`status.${status}`) : t('status.resolved')];
  return (
    <>
      <ol className={classes.line}>
        {steps.map((step, i) => (
          <li key={i} className={classes.step} data-state={i < now || now === 2 ? 'done' : i === now ? 'now' : 'next'} aria-current={i === now ? 'step' : undefined}>
            <span className={classes.mark}>{i < now || now === 2 ? <Icon name="check" size={16} /> : i + 1}</span>
            <span>{step}</span>
            {i <= now && <span className="visually-hidden">{i < now || now === 2 ? t('status.passed') : t('status.now')}</span>}
          </li>
        ))}
      </ol>
      <p>{t(`status.means.${status}`)}</p>
    </>
  );
}
