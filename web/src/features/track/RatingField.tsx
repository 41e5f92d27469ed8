import { type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './RatingField.module.css';

const marks = [1, 2, 3, 4, 5] as const;

/** Five real radio buttons that look like a scale. */
export function RatingField({ value, error, onChange, ref }: {
  value: number | null;
  error?: string;
  onChange: (mark: number) => void;
  ref?: Ref<HTMLFieldSetElement>;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset ref={ref} className={classes.field}>
      <legend>{t('outcome.question')}</legend>
      <div className={classes.marks}>
        {marks.map((mark) => (
          <label key={mark} className={classes.mark}>
            <input
              type="radio"
              name="rating"
              value={mark}
              checked={mark === value}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? id : undefined}
              onChange={() => onChange(mark)}
            />
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
