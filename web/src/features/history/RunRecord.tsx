import { useTranslation } from 'react-i18next';
import classes from './RunRecord.module.css';
import { useCode } from './codes';
import { type Data, type StoryEvent, dataOf, list, text } from './story';

/** One run of the agent: what it decided by, what it did, what it rests on, and how long it took. */
export function RunRecord({ event }: { event: StoryEvent }) {
  const { t } = useTranslation('backstage');
  const say = useCode();
  const run = dataOf(event);
  const outcome = (run['outcome'] ?? {}) as Data;
  const basis = (run['basis'] ?? {}) as Data;
  const took = Date.parse(text(run['at'])) - Date.parse(text(run['startedAt']));
  const sources = list(run['sources']);
  const answers = list(run['answers']);
  return (
    <dl className={classes.record}>
      <dt>{t('run.decision')}</dt>
      <dd>
        {[say(text(outcome['decision'])), say(text(outcome['reason'])), text(outcome['evidence']) && `“${text(outcome['evidence'])}”`]
          .filter(Boolean).join(' · ')}
      </dd>
      <dt>{t('run.tools')}</dt>
      <dd>
        <ol>
          {list(run['tools']).map((tool, i) => (
            <li key={i}>
              <strong>{text(tool['name'])}</strong> {tool['failed'] === true && `(${t('run.failed')}) `}
              <code>{text(tool['arguments'])}</code> → <code>{text(tool['result'])}</code>
              {typeof tool['milliseconds'] === 'number' && ` · ${tool['milliseconds']} ms`}
            </li>
          ))}
        </ol>
      </dd>
      <dt>{t('run.sources')}</dt>
      <dd>
        {sources.length === 0 ? t('run.none') : sources.map((s) => `${text(s['title'])} (v${String(s['version'])})`).join(' · ')}
      </dd>
      <dt>{t('run.model')}</dt>
      <dd>
        {text(basis['model'])}
        {answers.map((a, i) => ` · ${t('run.round', { round: i + 1, ms: String(a['milliseconds']) })}`).join('')}
      </dd>
      <dt>{t('run.time')}</dt>
      <dd>{Number.isFinite(took) ? `${took} ms` : ''}</dd>
    </dl>
  );
}
