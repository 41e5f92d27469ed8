import { NativeSelect, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import type { Schemas } from '../api/client';
import classes from './Frame.module.css';
import { Icon } from './Icon';
import { type Language, language, languages, speak } from './i18n';
import { usePortal } from './usePortal';

/** What stands around every page: whose it is, where one can go, language and light, and how else to be reached. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const portal = usePortal();
  const wide = /^\/(try|history)/.test(useLocation().pathname);
  return (
    <div className={classes.frame} data-wide={wide || undefined}>
      <a className={classes.skip} href="#main">
        {t('common.skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link className={classes.brand} to="/">
            <img src="/icon.svg" alt="" width="32" height="32" />
            <span>{portal.data?.name ?? ' '}</span>
          </Link>
          <nav className={classes.nav} aria-label={t('nav.label')}>
            <NavLink to="/" end>
              {t('nav.report')}
            </NavLink>
            <NavLink to="/track">{t('nav.track')}</NavLink>
          </nav>
          <div className={classes.tools}>
            <LanguageSwitch />
            <LightSwitch />
          </div>
        </div>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <Contacts />
    </div>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation();
  return (
    <NativeSelect
      size="sm"
      aria-label={t('common.language')}
      value={language()}
      onChange={(e) => void speak(e.currentTarget.value as Language)}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
    />
  );
}

function LightSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  return (
    <UnstyledButton
      className={classes.light}
      aria-label={dark ? t('common.toLight') : t('common.toDark')}
      title={dark ? t('common.toLight') : t('common.toDark')}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </UnstyledButton>
  );
}

type Kind = 'whatsapp' | 'email' | 'phone';

/** Where one can write, and the first number and address among the tenant's contacts: a list of all would not say which is for what. */
function waysOf(portal: Schemas['PortalView']): { kind: Kind; address: string }[] {
  const ways = portal.ways.map((w) => ({ kind: w.channel as Kind, address: w.address }));
  const mail = portal.contacts.find((c) => /^[^\s/]+@[^\s/]+$/.test(c));
  const phone = portal.contacts.find((c) => /^\+?[\d\s()./-]+$/.test(c));
  return [
    ...ways,
    ...(mail && !ways.some((w) => w.kind === 'email') ? [{ kind: 'email' as const, address: mail }] : []),
    ...(phone && !ways.some((w) => w.address.replace(/\s/g, '') === phone.replace(/\s/g, '')) ? [{ kind: 'phone' as const, address: phone }] : []),
  ];
}

const linkOf = ({ kind, address }: { kind: Kind; address: string }) =>
  kind === 'email' ? `mailto:${address}`
  : kind === 'whatsapp' ? `https://wa.me/${address.replace(/\D/g, '')}`
  : `tel:${address.replace(/[^+\d]/g, '')}`;

function Contacts() {
  const { t } = useTranslation();
  const portal = usePortal().data;
  const ways = portal ? waysOf(portal) : [];
  return (
    <footer className={classes.footer}>
      {ways.length > 0 && (
        <p>
          {t('common.otherWays')}{' '}
          {ways.map((way, i) => (
            <span key={way.address}>
              {i > 0 && ' · '}
              {t(`common.ways.${way.kind}`)} <a href={linkOf(way)}>{way.address}</a>
            </span>
          ))}
        </p>
      )}
      <p>
        <a href="/report/plain">{t('common.plainForm')}</a>
      </p>
    </footer>
  );
}
