import { NativeSelect, UnstyledButton } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { Trouble } from '../../shared/Failure';
import { language } from '../../shared/i18n';
import { KeyForm } from '../../shared/KeyForm';
import { Notice } from '../../shared/Notice';
import { session } from '../../shared/storage';
import { textOf } from '../../shared/services';
import { usePortal, useServices } from '../../shared/usePortal';
import { toHeading, useTitle } from '../../shared/useTitle';
import { Waiting } from '../../shared/Waiting';
import { Names } from '../history/names';
import { chatOf } from './chat';
import { type Citizen, citizens, newcomer } from './citizens';
import { Desk, colleagues } from './Desk';
import { Happened } from './Happened';
import { useOutbox } from './outbox';
import { Phone } from './Phone';
import classes from './PhonePage.module.css';
import { type Sandbox, useSandbox, useStory } from './useSandbox';

export function PhonePage() {
  const { t } = useTranslation('backstage');
  const heading = useTitle(t('phone.title'));
  const sandbox = useSandbox();
  const { data, error, refetch, isPending, isFetching } = sandbox.accounts;
  const [gave, setGave] = useState(false);
  const forbidden = error instanceof Problem && (error.status === 401 || error.status === 403);
  const asking = forbidden || (gave && isPending);
  // The form is gone with its button once the key has opened it.
  useEffect(() => {
    if (gave && !asking) {
      toHeading();
    }
  }, [gave, asking]);
  if (error instanceof Problem && error.status === 404) {
    return <Notice kind="info" title={t('phone.off')}>{t('phone.offHint')}</Notice>;
  }

  if (asking) {
    return (
      <div className="stack">
        <h1 {...heading}>{t('phone.title')}</h1>
        <KeyForm label={t('key.admin')} hint={t('key.adminHint')} wrong={forbidden && 'X-Api-Key' in sandbox.headers} checking={isFetching} onKey={(key) => {
          setGave(true);
          if (sandbox.headers['X-Api-Key'] === key) {
            void refetch();
          } else {
            sandbox.enter(key);
          }
        }} />
      </div>
    );
  }

  return data ? (
    <div className="stack">
      <h1 {...heading}>{t('phone.title')}</h1>
      <p className="dimmed">{t('phone.lead')}</p>
      <Stage sandbox={sandbox} accounts={data.accounts} />
    </div>
  ) : error ? (
    <Trouble detail error={error} again={() => void refetch()} />
  ) : (
    <Waiting />
  );
}

/** Who writes to whom, so that a reload goes on with it. */
const kept = { account: 'phone.account', who: 'phone.who' };

const views = ['phone', 'story', 'desk'] as const;

function Stage({ sandbox, accounts }: { sandbox: Sandbox; accounts: Schemas['SandboxAccountView'][] }) {
  const { t } = useTranslation('backstage');
  const [account, setAccount] = useState(() => accounts.find((a) => a.account === session.read(kept.account)) ?? accounts[0]!);
  const portal = usePortal().data;
  const [everybody, setEverybody] = useState(citizens);
  const [who, setWho] = useState<Citizen>(() =>
    everybody.find((c) => c.phone === session.read(kept.who)) ?? everybody.find((c) => c.language === language()) ?? everybody[0]!);
  const [view, setView] = useState<(typeof views)[number]>('phone');
  const { story, stir } = useStory(sandbox, account.account, who.phone);
  const events = story.data?.items;
  const chat = useMemo(() => chatOf(events ?? []), [events]);
  const outbox = useOutbox(sandbox, account.account, who, stir);
  const services = useServices().data;
  const ours = account.tenant === portal?.tenant;
  const names = {
    members: colleagues(),
    services: ours ? Object.fromEntries((services ?? []).map((s) => [s.code, textOf(s).name])) : {},
  };
  useEffect(() => {
    session.write(kept.account, account.account);
    session.write(kept.who, who.phone);
  }, [account, who]);
  function meet() {
    const made = newcomer(t('phone.visitor'), language());
    setEverybody(citizens());
    setWho(made);
  }

  return (
    <div className={classes.stage} data-view={view}>
      <nav className={classes.people} aria-label={t('phone.people')}>
        <NativeSelect
          label={t('phone.to')}
          value={account.account}
          onChange={(e) => setAccount(accounts.find((a) => a.account === e.currentTarget.value)!)}
          data={accounts.map((a) => ({ value: a.account, label: a.name }))}
        />
        <p className={classes.caption} id="citizens">{t('phone.be')}</p>
        <ul aria-labelledby="citizens">
          {everybody.map((c) => (
            <li key={c.phone}>
              <UnstyledButton className={classes.citizen} aria-pressed={c.phone === who.phone} onClick={() => setWho(c)}>
                <strong>{c.name}</strong>
                <span className="small">{c.phone}</span>
              </UnstyledButton>
            </li>
          ))}
          <li>
            <UnstyledButton className={classes.citizen} onClick={meet}>
              {t('phone.newcomer')}
            </UnstyledButton>
          </li>
        </ul>
      </nav>
      <div className={classes.tabs} role="group" aria-label={t('phone.views')}>
        {views.map((v) => (
          <UnstyledButton key={v} aria-pressed={v === view} onClick={() => setView(v)}>
            {t(`phone.view.${v}`)}
          </UnstyledButton>
        ))}
      </div>
      <div className={classes.device}>
        <Phone
          key={`${account.account} ${who.phone}`}
          sandbox={sandbox}
          account={account.account}
          tenant={account.tenant}
          name={account.name}
          citizen={who}
          chat={chat}
          outbox={outbox}
          loading={!story.data}
          stir={stir}
        />
      </div>
      <div className={classes.beside}>
        <section className={`card ${classes.desk}`} aria-labelledby="desk">
          <h2 id="desk" tabIndex={-1}>{t('desk.title')}</h2>
          <Desk key={account.account} sandbox={sandbox} account={account.account} tenant={account.tenant} conversation={chat.conversation} empty={events?.length === 0} stir={stir} />
        </section>
        <section className={`card ${classes.story}`} aria-labelledby="happened">
          <h2 id="happened">{t('phone.happened')}</h2>
          {chat.trackingNumber && ours && <p><Link to={`/track/${chat.trackingNumber}`}>{t('phone.track', { number: chat.trackingNumber })}</Link></p>}
          {story.isError && <Trouble detail error={story.error} again={() => void story.refetch()} />}
          {events?.length === 0 && <p className="dimmed">{t('phone.nothingYet')}</p>}
          <Names value={names}>
            <Happened events={events ?? []} />
          </Names>
        </section>
      </div>
    </div>
  );
}
