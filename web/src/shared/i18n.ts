import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import portalEn, { type Portal } from '../locales/portal.en';
import portalEs from '../locales/portal.es';
import portalFr from '../locales/portal.fr';
import type { Backstage } from '../locales/backstage.en';
import { local } from './storage';

export const languages = { en: 'English', es: 'Español', fr: 'Français' } as const;

export type Language = keyof typeof languages;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'portal';
    resources: { portal: Portal; backstage: Backstage };
  }
}

/** All languages of the portal come along: another round trip would cost more than their few kilobytes. */
const portal = { en: { portal: portalEn }, es: { portal: portalEs }, fr: { portal: portalFr } };

/** What few people see is fetched by language. */
const loaders = {
  backstage: {
    en: () => import('../locales/backstage.en'),
    es: () => import('../locales/backstage.es'),
    fr: () => import('../locales/backstage.fr'),
  },
};

const key = 'language';

const isLanguage = (text: unknown): text is Language => typeof text === 'string' && text in languages;

/** What was chosen, else the first of the browser's languages that we speak. */
function preferred(): Language {
  const chosen = local.read<string>(key);
  return isLanguage(chosen)
    ? chosen
    : (navigator.languages.map((l) => l.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en');
}

const loaded = new Set<keyof typeof loaders>();

async function load(part: keyof typeof loaders, language: Language) {
  if (!i18next.hasResourceBundle(language, part)) {
    i18next.addResourceBundle(language, part, (await loaders[part][language]()).default);
  }
}

/** Fetches a part's texts before a page is drawn that needs them. */
export async function needTexts(part: keyof typeof loaders) {
  loaded.add(part);
  await load(part, language());
}

export const language = () => (isLanguage(i18next.language) ? i18next.language : 'en');

export async function speak(next: Language) {
  await Promise.all([...loaded].map((part) => load(part, next)));
  await i18next.changeLanguage(next);
  document.documentElement.lang = next;
  local.write(key, next);
}

export async function startLanguages(first = preferred()) {
  await i18next.use(initReactI18next).init({
    lng: first,
    resources: portal,
    ns: ['portal'],
    defaultNS: 'portal',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = first;
}
