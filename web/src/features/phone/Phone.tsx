import { UnstyledButton } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { Icon } from '../../shared/Icon';
import { newId } from '../../shared/ids';
import { Notice } from '../../shared/Notice';
import { Picture } from '../../shared/Picture';
import { clock } from '../../shared/times';
import { refusalOf } from '../report/photos';
import type { Chat, Choice } from './chat';
import { type Citizen, openings } from './citizens';
import classes from './Phone.module.css';
import { ReplyChoices } from './ReplyChoices';
import type { Sandbox } from './useSandbox';

/** What was written and is not in the story yet. */
type Pending = { id: string; sid?: string; text: string; at: string; photo?: File; failed?: boolean };

const maxText = 4_000;
const maxPhoto = 16 * 1024 * 1024;

/** Where somebody is who does not say where he is: the middle of the demo town. */
const somewhere = { latitude: 40.4168, longitude: -3.7038 };

type Props = { sandbox: Sandbox; account: string; tenant: string; name: string; citizen: Citizen; chat: Chat; loading: boolean; stir: () => void };

/** A phone: what is written on it goes the way of a message from WhatsApp, and what comes back is what would be sent there. */
export function Phone({ sandbox, account, tenant, name, citizen, chat, loading, stir }: Props) {
  const { t } = useTranslation('backstage');
  const [words, setWords] = useState('');
  const [pending, setPending] = useState<Pending[]>([]);
  const [wrong, setWrong] = useState<string>();
  const photos = useRef(new Map<string, File>());
  const end = useRef<HTMLDivElement>(null);
  const shown = pending.filter((p) => !p.sid || !chat.bubbles.some((b) => b.sid === p.sid));
  const count = chat.bubbles.length + shown.length;
  const toEnd = () => {
    end.current?.parentElement?.scrollTo({ top: end.current.parentElement.scrollHeight });
  };
  useEffect(toEnd, [count, chat.awaited]);
  useReceipts(sandbox, account, chat.unread, stir);

  async function send(text: string, more: { photo?: File; choice?: Choice; place?: typeof somewhere } = {}) {
    const mine: Pending = { id: newId(), text, at: new Date().toISOString(), photo: more.photo };
    setPending((all) => [...all, mine]);
    setWrong(undefined);
    try {
      const kept = more.photo && (await sandbox.keep(account, more.photo));
      const sid = await sandbox.say({
        account, from: citizen.phone, name: citizen.name, text, buttonPayload: more.choice?.payload, ...more.place,
        photos: kept ? [kept] : undefined,
      });
      if (more.photo) {
        photos.current.set(sid, more.photo);
      }

      setPending((all) => all.map((p) => (p.id === mine.id ? { ...p, sid } : p)));
      stir();
    } catch (error) {
      setPending((all) => all.map((p) => (p.id === mine.id ? { ...p, failed: true } : p)));
      setWrong(error instanceof Problem ? error.message : t('phone.cut'));
    }
  }

  function submit(e: FormEvent) {
    e.preventDefault();
    if (words.trim()) {
      void send(words.trim());
      setWords('');
    }
  }

  async function pick(file?: File) {
    const why = file && (await refusalOf(file, maxPhoto));
    if (why) {
      setWrong(t(`phone.photo.${why}`));
    } else if (file) {
      await send(words.trim(), { photo: file });
      setWords('');
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
      <div className={classes.chat} role="log" aria-live="polite" tabIndex={0} aria-label={t('phone.chat')} onLoadCapture={toEnd}>
        {count === 0 && !loading && <p className={classes.empty}>{t('phone.empty')}</p>}
        {chat.bubbles.map((b) => (
          <div key={b.id} className={classes.bubble} data-side={b.side} data-author={b.author}>
            {b.photos > 0 && (b.sid && photos.current.has(b.sid)
              ? <Picture className={classes.photo} file={photos.current.get(b.sid)!} alt={t('phone.aPhoto')} />
              : <span className={classes.chip}><Icon name="photo" size={16} /> {t('phone.aPhoto')}</span>)}
            {b.place && <span className={classes.chip}><Icon name="place" size={16} /> {b.place}</span>}
            {b.text && <p className="text">{b.text}</p>}
            <span className={classes.foot}>
              {b.side === 'us' && b.author === 'human' && `${t('actors.colleague')} · `}
              {clock(b.at)}
              {b.side === 'citizen' && <Ticks shown="✓✓" label={t('phone.delivered')} />}
            </span>
            {b === last && b.side === 'us' && (
              <ReplyChoices bubble={b} choose={(choice) => void send(choice.title, { choice })} place={() => void send('', { place: somewhere })} />
            )}
          </div>
        ))}
        {shown.map((p) => (
          <div key={p.id} className={classes.bubble} data-side="citizen">
            {p.photo && <Picture className={classes.photo} file={p.photo} alt={t('phone.aPhoto')} />}
            {p.text && <p className="text">{p.text}</p>}
            <span className={classes.foot}>
              {clock(p.at)}
              {p.failed ? ` · ${t('phone.failed')}` : <Ticks shown={p.sid ? '✓' : '…'} label={p.sid ? t('phone.sent') : t('phone.sending')} />}
            </span>
          </div>
        ))}
        {chat.awaited && (
          <div className={classes.bubble} data-side="us">
            <span className={classes.typing} role="img" aria-label={t('phone.typing')}>
              <i /><i /><i />
            </span>
          </div>
        )}
        <div ref={end} />
      </div>
      {wrong && <Notice kind="bad">{wrong}</Notice>}
      {count === 0 && !loading && (
        <ul className={classes.openings} aria-label={t('phone.openings')}>
          {(openings[tenant] ?? openings['default']!)[citizen.language].map((opening) => (
            <li key={opening}>
              <UnstyledButton onClick={() => void send(opening)}>{opening}</UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <form className={classes.bar} onSubmit={submit}>
        <label className={classes.tool} title={t('phone.sendPhoto')}>
          <Icon name="photo" />
          <input
            type="file"
            accept="image/*"
            aria-label={t('phone.sendPhoto')}
            onChange={(e) => {
              void pick(e.currentTarget.files?.[0]);
              e.currentTarget.value = '';
            }}
          />
        </label>
        <UnstyledButton className={classes.tool} aria-label={t('phone.sendPlace')} title={t('phone.sendPlace')} onClick={() => void send('', { place: somewhere })}>
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

/** As a real phone does, it tells that a reply has arrived and, being looked at, that it was read. */
function useReceipts(sandbox: Sandbox, account: string, unread: string[], stir: () => void) {
  const told = useRef(new Set<string>());
  const { receive } = sandbox;
  useEffect(() => {
    const fresh = unread.filter((part) => !told.current.has(part));
    fresh.forEach((part) => told.current.add(part));
    void Promise.all(
      fresh.map(async (part) => {
        await receive(account, part, 'delivered');
        if (document.visibilityState === 'visible') {
          await receive(account, part, 'read');
        }
      }),
    ).then(() => fresh.length > 0 && stir(), () => undefined);
  }, [account, receive, stir, unread]);
}
