import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Picture } from '../../shared/Picture';
import classes from './Uploads.module.css';
import type { Upload } from './usePhotoUploads';

const known = ['too_large', 'unknown_type', 'type_mismatch', 'rate.limited', 'ticket.too_many_media'] as const;

type Known = (typeof known)[number];

/** How far each photo is, and what became of it. */
export function Uploads({ uploads, retry }: { uploads: Upload[]; retry: () => void }) {
  const { t } = useTranslation();
  const word = (u: Upload) =>
    u.state === 'refused'
      ? t(`uploads.refused.${known.includes(u.reason as Known) ? (u.reason as Known).replace('.', '_') as 'too_large' : 'other'}`)
      : t(`uploads.${u.state}`);
  const failed = uploads.filter((u) => u.state === 'failed');
  const under = uploads.some((u) => u.state === 'waiting' || u.state === 'sending');
  const told = failed.length > 0 ? (failed.some((u) => u.reason === 'rate.limited') ? t('common.tooOften') : t('uploads.cut'))
    : under ? t('uploads.stay')
    : uploads.every((u) => u.state === 'sent') ? t('uploads.allSent')
    : '';
  return (
    <>
      <ul className={classes.uploads}>
        {uploads.map((u) => (
          <li key={u.id} className={classes.upload} data-state={u.state}>
            <Picture file={u.file} alt="" />
            <div className={classes.words}>
              <span>{u.file.name}</span>
              <span className="dimmed small">{word(u)}</span>
              <Progress value={Math.round(u.part * 100)} aria-label={u.file.name} />
            </div>
          </li>
        ))}
      </ul>
      <div className={classes.told}>
        <p className="small" role="status">
          {told}
        </p>
        {failed.length > 0 && (
          <Button variant="default" onClick={retry}>
            {t('common.tryAgain')}
          </Button>
        )}
      </div>
    </>
  );
}
