import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { bring } from '../../shared/focus';
import { Icon } from '../../shared/Icon';
import { Notice } from '../../shared/Notice';
import { PhotoPicker } from '../../shared/PhotoPicker';
import { Picture } from '../../shared/Picture';
import classes from './PhotoField.module.css';
import { type Photo, type Picked, photos } from './photos';

/** Until the server has said what it takes. */
const usual = { files: 10, fileBytes: 16 * 1024 * 1024 };

const mebi = 1024 * 1024;

/** Photos are chosen here and sent once the report is registered. */
export function PhotoField({ asked, limits = usual }: { asked: boolean; limits?: Schemas['PortalLimits'] }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Photo[]>([]);
  const [refused, setRefused] = useState<Picked['refused']>([]);
  const [told, setTold] = useState('');
  const show = (more: Photo[]) => setChosen((now) => [...now, ...more.filter((p) => !now.some((n) => n.id === p.id))]);
  useEffect(() => {
    void photos.list().then(show);
  }, []);

  async function pick(files: File[]) {
    const picked = await photos.pick(files, limits);
    setRefused(picked.refused);
    setTold(picked.added.length === 0 ? '' : t('photos.added', {
      names: picked.added.map((p) => p.file.name).join(', '), chosen: chosen.length + picked.added.length, count: limits.files,
    }));
    show(picked.added);
  }

  // The button that was pressed goes with its photo: the next one has the focus, or the last, or else the way to another photo.
  const box = useRef<HTMLDivElement>(null);
  const dropped = useRef<number>(null);
  useEffect(() => {
    if (dropped.current !== null) {
      const left = box.current!.querySelectorAll('button');
      bring(left[Math.min(dropped.current + 1, left.length - 1)]);
      dropped.current = null;
    }
  }, [chosen]);

  async function drop(photo: Photo) {
    await photos.remove(photo.id);
    setTold('');
    dropped.current = chosen.findIndex((p) => p.id === photo.id);
    setChosen((now) => now.filter((p) => p.id !== photo.id));
  }

  const max = Math.floor(limits.fileBytes / mebi);
  return (
    <div ref={box} className="stack">
      <h2>{asked ? t('photos.title') : t('photos.optional')}</h2>
      <PhotoPicker
        label={t('photos.pick')}
        hint={t('photos.hint', { count: limits.files, max })}
        disabled={chosen.length >= limits.files}
        onPick={(files) => void pick(files)}
      />
      <p className="visually-hidden" role="status">
        {told}
      </p>
      {refused.length > 0 && (
        <Notice kind="bad">
          {refused.map(({ name, why }, i) => (
            <p key={i}>{t(`photos.wrong.${why}`, { name, max, count: limits.files })}</p>
          ))}
        </Notice>
      )}
      {chosen.length > 0 && (
        <ul className={classes.photos}>
          {chosen.map((photo) => (
            <li key={photo.id} className={classes.photo}>
              <Picture file={photo.file} alt={photo.file.name} />
              <UnstyledButton
                className={classes.remove}
                aria-label={t('photos.remove', { name: photo.file.name })}
                onClick={() => void drop(photo)}
              >
                <Icon name="close" size={18} />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
