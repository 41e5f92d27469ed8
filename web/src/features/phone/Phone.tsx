import { UnstyledButton } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { Icon } from '../../shared/Icon';
import { Notice } from '../../shared/Notice';
import { pictures } from '../../shared/PhotoPicker';
import { Picture } from '../../shared/Picture';
import { clock } from '../../shared/times';
import { useRefusal } from '../../shared/useRefusal';
import { refusalOf } from '../report/photos';
import type { Chat } from './chat';
import { type Citizen, openings } from './citizens';
import classes from './Phone.module.css';
import { NewReplies } from './NewReplies';
import { type Outbox, type Written, isOf } from './outbox';
import { ReplyChoices } from './ReplyChoices';
import { useReceipts } from './useReceipts';
import type { Sandbox } from './useSandbox';

const maxText = 4_000;
const maxPhoto = 16 * 1024 * 1024;

/** Where somebody is who does not say where he is: the middle of the demo town. */
const somewhere = { latitude: 40.4168, longitude: -3.7038 };

type Props = {
  sandbox: Sandbox; account: string; tenant: string; name: string; citizen: Citizen; chat: Chat; outbox: Outbox; loading: boolean; stir: () => void;
};

/** A phone: what is written on it goes the way of a message from WhatsApp, and what comes back is what would be sent there. */
export function Phone({ sandbox, account, tenant, name, citizen, chat, outbox, loading, stir }: Props) {
  const { t } = useTranslation('backstage');
  const [words, setWords] = useState('');
  const [wrong, setWrong] = useState<string>();
  const log = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const pending = outbox.written.filter((w) => !chat.bubbles.some((b) => isOf(b, w)));
  const spoken = chat.language ?? citizen.language;
  const count = chat.bubbles.length + pending.length;
  const toEnd = () => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  };
  useEffect(toEnd, [count, chat.awaited]);
  useReceipts(sandbox, account, chat.unread, stir);

  /** By a button that is gone then: whoever pressed it goes on in the conversation. */
  function press(send: () => void) {
    setWrong(undefined);
    send();
    log.current?.focus();
  }

  function submit(e: FormEvent) {
    e.preventDefault();
    if (words.trim()) {
      setWrong(undefined);
      outbox.write({ text: words.trim() });
      setWords('');
    }
  }

  async function pick(file?: File) {
    const why = file && (await refusalOf(file, maxPhoto));
    if (why) {
      setWrong(t(`phone.photo.${why}`));
    } else if (file) {
      setWrong(undefined);
      outbox.write({ text: words.trim(), photo: file });
      setWords((now) => (now === words ? '' : now));
    }
  }

  const last = chat.bubbles.at(-1);
  return (
    <section className={classes.phone} aria-label={t('phone.label', { name: citizen.name })}>
      <header className={classes.top}>
        <img src="/icon.svg" alt="" width="36" height="36" />
        <div>
          <strong>{name}</strong>
          <span className={classes.state}>{chat.awaited ? t('phone.typing') : chat.agentOn ? t('phone.online') : t('phone.person')}</span>
        </div>
      </header>
      <div ref={log} className={classes.chat} role="log" aria-live="off" tabIndex={0} aria-label={t('phone.chat')} onLoadCapture={toEnd}>
        {count === 0 && !loading && <p className={classes.empty}>{t('phone.empty')}</p>}
        {chat.bubbles.map((b) => (
          <div key={b.id} className={classes.bubble} data-side={b.side} data-author={b.author}>
            {b.photos > 0 && <Shown photo={outbox.written.find((w) => isOf(b, w))?.photo} />}
            {b.place && <span className={classes.chip}><Icon name="place" size={16} /> {b.place}</span>}
            {b.text && <p className="text" lang={spoken}>{b.text}</p>}
            <span className={classes.foot}>
              {b.side === 'us' && b.author === 'human' && `${t('actors.colleague')} · `}
              {clock(b.at)}
              {b.side === 'citizen' && <Ticks shown="✓✓" label={t('phone.delivered')} />}
            </span>
            {b === last && b.side === 'us' && pending.every((w) => w.state === 'refused') && (
              <ReplyChoices bubble={b} lang={spoken} choose={(choice) => press(() => outbox.write({ text: choice.title, choice }))} place={() => press(() => outbox.write({ text: '', place: somewhere }))} />
            )}
          </div>
        ))}
        {pending.map((w) => (
          <Pending key={w.id} lang={spoken} written={w} again={() => press(() => outbox.again(w))} />
        ))}
        {chat.awaited && (
          <div className={classes.bubble} data-side="us">
            <span className={classes.typing} role="img" aria-label={t('phone.typing')}>
              <i /><i /><i />
            </span>
          </div>
        )}
      </div>
      <NewReplies chat={chat} loading={loading} />
      {wrong && <Notice kind="bad">{wrong}</Notice>}
      {count === 0 && !loading && (
        <ul className={classes.openings} aria-label={t('phone.openings')}>
          {(openings[tenant] ?? openings['default']!)[citizen.language].map((opening) => (
            <li key={opening}>
              <UnstyledButton lang={citizen.language} onClick={() => press(() => outbox.write({ text: opening }))}>{opening}</UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <form className={classes.bar} onSubmit={submit}>
        <UnstyledButton className={classes.tool} aria-label={t('phone.sendPhoto')} title={t('phone.sendPhoto')} onClick={() => file.current!.click()}>
          <Icon name="photo" />
        </UnstyledButton>
        <input
          ref={file}
          hidden
          type="file"
          accept={pictures}
          onChange={(e) => {
            void pick(e.currentTarget.files?.[0]);
            e.currentTarget.value = '';
          }}
        />
        <UnstyledButton className={classes.tool} aria-label={t('phone.sendPlace')} title={t('phone.sendPlace')} onClick={() => outbox.write({ text: '', place: somewhere })}>
          <Icon name="place" />
        </UnstyledButton>
        <input
          className={classes.words}
          aria-label={t('phone.write')}
          placeholder={t('phone.write')}
          maxLength={maxText}
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
        />
        <UnstyledButton className={classes.tool} type="submit" aria-label={t('phone.send')} title={t('phone.send')}>
          <Icon name="send" />
        </UnstyledButton>
      </form>
    </section>
  );
}

/** How far a message of the citizen's has come: under way, taken by the provider, in the story. */
function Ticks({ shown, label }: { shown: '…' | '✓' | '✓✓'; label: string }) {
  return (
    <span className={classes.ticks} role="img" aria-label={label} title={label}>
      {shown}
    </span>
  );
}

/** A photo, where this browser still has it. */
function Shown({ photo }: { photo?: File }) {
  const { t } = useTranslation('backstage');
  return photo
    ? <Picture className={classes.photo} file={photo} alt={t('phone.aPhoto')} />
    : <span className={classes.chip}><Icon name="photo" size={16} /> {t('phone.aPhoto')}</span>;
}

/** What was written and is not in the story yet. */
function Pending({ written: { state, ...w }, lang, again }: { written: Written; lang: string; again: () => void }) {
  const { t } = useTranslation('backstage');
  const refusal = useRefusal();
  const failed = state === 'cut' || state === 'refused';
  return (
    <div className={classes.bubble} data-side="citizen">
      {w.photo && <Shown photo={w.photo} />}
      {w.place && <span className={classes.chip}><Icon name="place" size={16} /> {`${w.place.latitude}, ${w.place.longitude}`}</span>}
      {w.text && <p className="text" lang={lang}>{w.text}</p>}
      {failed && <p className={classes.failed} role="alert">{w.error instanceof Problem && state === 'refused' ? w.error.message : refusal(w.error)}</p>}
      {state === 'cut' && (
        <div className={classes.choices}>
          <UnstyledButton onClick={again}>{t('phone.again')}</UnstyledButton>
        </div>
      )}
      <span className={classes.foot}>
        {clock(w.at)}
        {failed ? ` · ${t('phone.failed')}` : <Ticks shown={state === 'taken' ? '✓' : '…'} label={t(state === 'taken' ? 'phone.sent' : 'phone.sending')} />}
      </span>
    </div>
  );
}
