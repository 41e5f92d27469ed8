import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './RatingField.module.css';

const marks = [1, 2, 3, 4, 5] as const;

/** Five real radio buttons that look like a scale. */
export function RatingField({ value, error, onChange }: { value: number | null; error?: string; onChange: (mark: number) => void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset className={classes.field} aria-describedby={id}>
      <legend>{t('outcome.question')}</legend>
      <div className={classes.marks}>
        {marks.map((mark) => (
          <label key={mark} className={classes.mark}>
            <input type="radio" name="rating" value={mark} checked={mark === value} onChange={() => onChange(mark)} />
            <strong>{mark}</strong>
            <span>{t(`outcome.marks.m${mark}`)}</span>
          </label>
        ))}
      </div>
      <p className={classes.ends} aria-hidden="true">
        {`1 = ${t('outcome.marks.m1')} · 5 = ${t('outcome.marks.m5')}`}
      </p>
      <p id={id} className={classes.error}>
        {error}
      </p>
    </fieldset>
  );
}
