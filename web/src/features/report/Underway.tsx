import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { photos } from './photos';
import { useReporting } from './Reporting';
import classes from './Underway.module.css';

/** Tells whoever has left the page of his report what becomes of it, without taking him from where he is. */
export function Underway() {
  const { t } = useTranslation();
  const { sending, arrived } = useReporting();
  const elsewhere = useLocation().pathname !== '/';
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (arrived) {
      void photos.list(arrived.trackingNumber).then((waiting) => setCount(waiting.length));
    }
  }, [arrived]);
  return (
    <div className={classes.underway} role="status">
      {elsewhere && arrived ? (
        <p>
          {t('report.arrived', { number: arrived.trackingNumber })}{' '}
          {count > 0 && `${t('report.photosWait')} `}
          <Link to="/sent" state={arrived}>{t('report.showArrived')}</Link>
        </p>
      ) : elsewhere && (sending.state === 'waiting' || sending.state === 'refused') ? (
        <p>
          {sending.state === 'waiting' ? t('report.stillWaiting') : t('report.refused')}{' '}
          <Link to="/">{t('report.back')}</Link>
        </p>
      ) : null}
    </div>
  );
}
