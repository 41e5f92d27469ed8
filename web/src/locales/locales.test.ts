import { describe, expect, it } from 'vitest';
import backstageEn from './backstage.en';
import backstageEs from './backstage.es';
import backstageFr from './backstage.fr';
import portalEn from './portal.en';
import portalEs from './portal.es';
import portalFr from './portal.fr';

function flat(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value as object, `${path}${key}.`));
}

const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((m) => m[1]).sort().join();

describe.each([
  ['portal es', portalEn, portalEs], ['portal fr', portalEn, portalFr],
  ['backstage es', backstageEn, backstageEs], ['backstage fr', backstageEn, backstageFr],
])('%s', (_, english, other) => {
  const words = Object.fromEntries(flat(other));

  it('says everything', () => expect(Object.keys(words).sort()).toEqual(flat(english).map(([key]) => key).sort()));

  it('fills the same values in', () =>
    expect(flat(english).filter(([key, text]) => holes(text) !== holes(words[key] ?? '')).map(([key]) => key)).toEqual([]));

  it('leaves nothing empty', () => expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]));
});

it.each([['portal', portalFr], ['backstage', backstageFr]])('%s breaks no line before a French sign of two parts', (_, texts) =>
  expect(flat(texts).filter(([, text]) => / [?!;:»]|« /.test(text))).toEqual([]));
