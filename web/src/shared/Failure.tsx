import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, Unreachable } from '../api/problem';
import { Notice } from './Notice';

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

/** Why something could not be shown, and how to try again. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const unreachable = error instanceof Unreachable || (error instanceof Problem && error.status >= 500);
  const tooOften = error instanceof Problem && error.status === 429;
  return (
    <Notice kind="bad" title={unreachable ? t('common.unreachable') : tooOften ? t('common.tooOften') : t('common.failed')}>
      {!unreachable && !tooOften && error instanceof Problem && <p className="small">{error.message}</p>}
      {again && (
        <Button variant="default" onClick={again}>
          {t('common.tryAgain')}
        </Button>
      )}
    </Notice>
  );
}
