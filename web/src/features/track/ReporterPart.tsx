import { Textarea } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Schemas, api } from '../../api/client';
import { limits } from '../../api/generated/limits';
import { Trouble } from '../../shared/Failure';
import { bring } from '../../shared/focus';
import { newId } from '../../shared/ids';
import { Notice } from '../../shared/Notice';
import { PhotoPicker } from '../../shared/PhotoPicker';
import { Press } from '../../shared/Press';
import { day } from '../../shared/times';
import { usePortal } from '../../shared/usePortal';
import { useWriting } from '../../shared/useWriting';
import { type PhotoRefusal, refusalOf } from '../report/photos';
import { Uploads } from '../report/Uploads';
import { usePhotoUploads } from '../report/usePhotoUploads';
import { RatingField } from './RatingField';

type Part = { ticket: string; code: string; mine: Schemas['ReporterView']; changed: () => void; reopened: () => void };

const mebi = 1024 * 1024;

/** What only the reporter sees and does. `asked`: he has just typed the code that opened it. */
export function ReporterPart({ asked, ...given }: Omit<Part, 'reopened'> & { asked: boolean }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const confirmation = useRef<HTMLDivElement>(null);
  const [isReopened, setReopened] = useState(false);
  const part: Part = { ...given, reopened: () => setReopened(true) };
  useEffect(() => {
    if (asked) {
      bring(heading.current);
    }
  }, [asked]);
  // What was pressed is gone with its part: the confirmation is read instead.
  useEffect(() => {
    if (isReopened) {
      bring(confirmation.current);
    }
  }, [isReopened]);
  const until = part.mine.reopenUntil;
  return (
    <>
      <section className="card stack" aria-labelledby="own">
        <h2 id="own" ref={heading} tabIndex={-1}>{t('mine.title')}</h2>
        <p>
          <strong>{part.mine.subject}</strong>
        </p>
        <p className="text">{part.mine.description}</p>
        {part.mine.place && (
          <p className="dimmed small">
            {[part.mine.place.address, part.mine.place.latitude != null && `${part.mine.place.latitude}, ${part.mine.place.longitude}`]
              .filter(Boolean).join(' · ')}
          </p>
        )}
      </section>
      {isReopened && (
        <div ref={confirmation} tabIndex={-1}>
          <Notice kind="good" title={t('outcome.reopened')} />
        </div>
      )}
      {until && <Outcome {...part} until={until} />}
      <Comment {...part} />
      <Photos {...part} />
    </>
  );
}

function Comment({ ticket, code, changed }: Part) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(
    (body: { text: string }, key) =>
      api.POST('/api/v1/tickets/{ticket}/comments', { params: { path: { ticket } }, body, headers: { 'X-Access-Code': code, 'Idempotency-Key': key } }),
    () => {
      setText('');
      changed();
    },
  );
  function submit(e: FormEvent) {
    e.preventDefault();
    setMissing(text.trim() === '');
    if (text.trim() === '') {
      field.current?.focus();
    } else if (!writing.isPending) {
      writing.mutate({ text: text.trim() });
    }
  }

  return (
    <section className="card" aria-labelledby="comment">
      <form className="stack" noValidate onSubmit={submit}>
        <h2 id="comment">{t('mine.comment')}</h2>
        <Textarea
          ref={field}
          label={t('mine.commentLabel')}
          rows={3}
          maxLength={limits.CommentRequest.text.max}
          value={text}
          error={missing && text.trim() === '' ? t('mine.commentMissing') : undefined}
          onChange={(e) => setText(e.currentTarget.value)}
        />
        {writing.isError && <Trouble error={writing.error} />}
        {writing.isSuccess && text === '' && <Notice kind="good">{t('mine.added')}</Notice>}
        <div>
          <Press type="submit" busy={writing.isPending}>
            {t('mine.add')}
          </Press>
        </div>
      </form>
    </section>
  );
}

function Photos({ ticket, code }: Part) {
  const { t } = useTranslation();
  const { uploads, add, retry } = usePhotoUploads(ticket, code);
  const bounds = usePortal().data?.limits ?? { files: 10, fileBytes: 16 * mebi };
  const max = Math.floor(bounds.fileBytes / mebi);
  const [refused, setRefused] = useState<{ name: string; why: PhotoRefusal }[]>([]);
  async function pick(files: File[]) {
    const looked = await Promise.all(files.map(async (file) => ({ file, why: await refusalOf(file, bounds.fileBytes) })));
    setRefused(looked.flatMap(({ file, why }) => (why ? [{ name: file.name, why }] : [])));
    add(looked.filter(({ why }) => !why).map(({ file }) => ({ id: newId(), file })));
  }

  return (
    <section className="card stack" aria-labelledby="photos">
      <h2 id="photos">{t('mine.photos')}</h2>
      <PhotoPicker label={t('photos.pick')} hint={t('photos.hint', { count: bounds.files, max })} onPick={(files) => void pick(files)} />
      {refused.length > 0 && (
        <Notice kind="bad">
          {refused.map(({ name, why }, i) => (
            <p key={i}>{t(`photos.wrong.${why}`, { name, max })}</p>
          ))}
        </Notice>
      )}
      {uploads.length > 0 && <Uploads uploads={uploads} retry={retry} />}
    </section>
  );
}

/** It is said to be done: good, or not yet. */
function Outcome({ ticket, code, mine, changed, reopened, until }: Part & { until: string }) {
  const { t } = useTranslation();
  const [rating, setRating] = useState<number | null>(mine.rating);
  const [words, setWords] = useState('');
  const scale = useRef<HTMLFieldSetElement>(null);
  const [missing, setMissing] = useState(false);
  const headers = (key: string) => ({ 'X-Access-Code': code, 'Idempotency-Key': key });
  const path = { path: { ticket } };
  const rate = useWriting(
    (body: { rating: number; comment: string | null }, key) =>
      api.POST('/api/v1/tickets/{ticket}/rating', { params: path, body, headers: headers(key) }),
    () => {
      // What was said of the work is no reason to open it again.
      setWords('');
      changed();
    },
  );
  const reopen = useWriting(
    (body: { reason: string | null }, key) => api.POST('/api/v1/tickets/{ticket}/reopen', { params: path, body, headers: headers(key) }),
    () => {
      reopened();
      changed();
    },
  );
  const late = new Date(until) < new Date();
  return (
    <section className="card stack" aria-labelledby="outcome">
      <h2 id="outcome">{t('outcome.title')}</h2>
      <RatingField ref={scale} value={rating} onChange={setRating} error={missing && rating === null ? t('outcome.missing') : undefined} />
      <Textarea
        label={t('outcome.words')}
        rows={2}
        maxLength={Math.min(limits.RatingRequest.comment.max, limits.ReopenRequest.reason.max)}
        value={words}
        onChange={(e) => setWords(e.currentTarget.value)}
      />
      {(rate.error ?? reopen.error) && <Trouble error={rate.error ?? reopen.error} />}
      {rate.isSuccess && <Notice kind="good">{t('outcome.thanks')}</Notice>}
      <div className="row">
        <Press
          busy={rate.isPending}
          onClick={() => {
            setMissing(rating === null);
            if (rating === null) {
              scale.current?.querySelector('input')?.focus();
            } else {
              rate.mutate({ rating, comment: words.trim() || null });
            }
          }}
        >
          {t('outcome.rate')}
        </Press>
        {!late && (
          <Press variant="default" busy={reopen.isPending} onClick={() => reopen.mutate({ reason: words.trim() || null })}>
            {t('outcome.reopen')}
          </Press>
        )}
      </div>
      <p className="dimmed small">{late ? t('outcome.late') : t('outcome.until', { day: day(until) })}</p>
    </section>
  );
}
