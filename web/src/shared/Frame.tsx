import { NativeSelect, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
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

function Contacts() {
  const { t } = useTranslation();
  const portal = usePortal().data;
  const ways = [
    ...(portal?.ways.map((w) => w.address) ?? []),
    ...(portal?.contacts.filter((c) => !/^https?:/.test(c)) ?? []),
  ].filter((c, i, all) => all.indexOf(c) === i);
  return (
    <footer className={classes.footer}>
      {ways.length > 0 && (
        <p>
          {t('common.otherWays')}{' '}
          {ways.map((way, i) => (
            <span key={way}>
              {i > 0 && ' · '}
              <a href={way.includes('@') ? `mailto:${way}` : `tel:${way.replace(/[^+\d]/g, '')}`}>{way}</a>
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
