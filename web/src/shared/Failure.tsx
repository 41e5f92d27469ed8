import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, isFinal } from '../api/problem';
import { Notice } from './Notice';
import { useRefusal } from './useRefusal';

/** A mistake of ours on one page leaves the rest standing: keyed by the address, it is forgotten on the next. */
export class Failure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTranslation();
  return (
    <Notice kind="bad" title={t('common.broken')}>
      <Button onClick={() => location.reload()}>{t('common.reload')}</Button>
    </Notice>
  );
}

/**
 * Why something could not be shown or done, and how to try again where that may help. `detail` adds the API's own words where we have none,
 * backstage.
 */
export function Trouble({ error, again, detail = false }: { error: unknown; again?: () => void; detail?: boolean }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  return (
    <Notice kind="bad" title={refusal(error)}>
      {detail && error instanceof Problem && refusal(error) === t('common.failed') && <p className="small">{error.message}</p>}
      {again && !isFinal(error) && (
        <Button variant="default" onClick={again}>
          {t('common.tryAgain')}
        </Button>
      )}
    </Notice>
  );
}
