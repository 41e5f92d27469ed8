import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Time } from '../../shared/Time';
import classes from './Steps.module.css';

type Step = Schemas['ProgressStep'];

const known = [
  'received', 'open', 'in_progress', 'waiting', 'escalated', 'resolved', 'closed', 'reopened', 'public_text', 'comment', 'file',
  'file_refused', 'rated',
] as const;

type Known = (typeof known)[number];

/** What has happened, the newest first; what was written stands as it was written. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps} reversed>
      {[...steps].reverse().map((step, i) => (
        <li key={steps.length - i} className={classes.step} data-what={step.what}>
          <div className={classes.head}>
            <strong>
              {known.includes(step.what as Known) ? t(`steps.${step.what as Known}`) : step.what}
              {step.rating && ` (${step.rating}/5)`}
            </strong>
            <span className="dimmed small">
              <Time at={step.at} />
            </span>
          </div>
          {step.text && step.what !== 'file_refused' && <p className="text">{step.text}</p>}
        </li>
      ))}
    </ol>
  );
}
