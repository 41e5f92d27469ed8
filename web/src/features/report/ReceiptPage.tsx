import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router';
import { CopyText } from '../../shared/CopyText';
import { useTitle } from '../../shared/useTitle';
import { type Receipt, accessLink, receipts } from './draft';
import { photos } from './photos';
import classes from './ReceiptPage.module.css';
import { Uploads } from './Uploads';
import { useReporting } from './Reporting';
import { usePhotoUploads } from './usePhotoUploads';

/** What the citizen keeps: the number, the link that is his alone, and what happens next. */
export function ReceiptPage() {
  const { state } = useLocation() as { state: Receipt | null };
  const [kept] = useState(receipts.read);
  const receipt = state ?? kept;
  return receipt ? <Sent key={receipt.trackingNumber} receipt={receipt} /> : <Navigate to="/" replace />;
}

function Sent({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const heading = useTitle(t('sent.title'));
  const { seen } = useReporting();
  useEffect(() => seen(receipt), [seen, receipt]);
  const { uploads, add, retry } = usePhotoUploads(receipt.trackingNumber, receipt.accessCode);
  const [listed, setListed] = useState(false);
  useEffect(() => {
    void photos.list(receipt.trackingNumber).then((chosen) => {
      add(chosen);
      setListed(true);
    });
  }, [add, receipt.trackingNumber]);
  const link = accessLink(receipt);
  // What stands below the photos waits for them, so that they push nothing.
  return (
    <div className="stack">
      <h1 {...heading} aria-describedby="tracking">{t('sent.title')}</h1>
      <section className={`card ${classes.number}`} aria-labelledby="number">
        <h2 id="number">{t('sent.number')}</h2>
        <p id="tracking" className={classes.large} translate="no">{receipt.trackingNumber}</p>
        <CopyText text={receipt.trackingNumber} label={t('sent.copyNumber')} done={t('sent.numberCopied')} />
        <p className="dimmed small">{t('sent.numberHint')}</p>
      </section>
      {listed && (
        <>
          {uploads.length > 0 && (
            <section className="card stack">
              <h2>{t('uploads.title')}</h2>
              <Uploads uploads={uploads} retry={retry} />
            </section>
          )}
          <section className="card stack">
            <h2>{t('sent.next')}</h2>
            <ol className={classes.steps}>
              <li>{t('sent.step1')}</li>
              <li>{t('sent.step2')}</li>
              <li>{t('sent.step3')}</li>
            </ol>
          </section>
          <section className="card stack">
            <h2>{t('sent.link')}</h2>
            <p className="dimmed small">{t('sent.linkHint')}</p>
            <div className="row">
              <Link to={`/track/${receipt.trackingNumber}#${receipt.accessCode}`}>{t('sent.open')}</Link>
              <CopyText text={link} label={t('sent.copyLink')} done={t('sent.linkCopied')} />
            </div>
          </section>
          <p>
            <Link to="/">{t('sent.another')}</Link>
          </p>
        </>
      )}
    </div>
  );
}
