import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Service, general, reportable, textOf } from '../../shared/services';
import classes from './ServiceField.module.css';

/** Blanks that stand for the services while they are fetched. */
const blanks = 16;

/** What it is about: the tenant's catalogue, and whatever is not in it. */
export function ServiceField({ services, value, error, onChange }: {
  services?: readonly Service[];
  value: string;
  error?: string;
  onChange: (code: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const own = services?.find((s) => s.code === general);
  const choices = [
    ...reportable(services ?? []).map((s) => ({ code: s.code, ...textOf(s) })),
    { code: general, ...(own ? textOf(own) : { name: t('report.other'), description: t('report.otherHint') }) },
  ];
  const chosen = choices.find((c) => c.code === value);
  return (
    <fieldset className={classes.field} aria-describedby={`${id}-hint`}>
      <legend className={classes.legend}>{t('report.about')}</legend>
      {services === undefined ? (
        <div className={classes.choices} aria-hidden="true">
          {Array.from({ length: blanks }, (_, i) => (
            <span key={i} className={classes.blank} />
          ))}
        </div>
      ) : (
        <div className={classes.choices}>
          {choices.map((choice) => (
            <label key={choice.code} className={classes.choice}>
              <input
                type="radio"
                name="category"
                value={choice.code}
                checked={choice.code === value}
                required
                aria-invalid={error ? true : undefined}
                aria-describedby={error ? `${id}-error` : undefined}
                onChange={() => onChange(choice.code)}
              />
              <span>{choice.name}</span>
            </label>
          ))}
        </div>
      )}
      <p id={`${id}-hint`} className={classes.hint}>
        {chosen?.description ?? ' '}
      </p>
      <p id={`${id}-error`} className={classes.error}>
        {error}
      </p>
    </fieldset>
  );
}
