import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Waiting.module.css';

/** Takes the room of what comes, so that nothing jumps. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.room} role="status">
      <Loader type="dots" />
      <span className="visually-hidden">{t('common.loading')}</span>
    </div>
  );
}
