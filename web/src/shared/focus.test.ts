import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bring } from './focus';

const aMoment = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<main id="main" tabindex="-1"><h1 tabindex="-1">New</h1><input><button>Other</button></main>';
});

afterEach(() => vi.useRealTimers());

const the = (selector: string) => document.querySelector<HTMLElement>(selector)!;

it('goes by way of the main part', () => {
  bring(the('h1'));
  expect(the('main')).toHaveFocus();

  vi.advanceTimersByTime(aMoment);
  expect(the('h1')).toHaveFocus();
});

it('takes nobody from where he types', () => {
  the('input').focus();
  bring(the('h1'));
  vi.advanceTimersByTime(aMoment);

  expect(the('input')).toHaveFocus();
});

it('leaves alone who has gone on meanwhile, and does the last thing it was asked', () => {
  bring(the('h1'));
  the('button').focus();
  vi.advanceTimersByTime(aMoment);
  expect(the('button')).toHaveFocus();

  the('button').blur();
  bring(the('h1'));
  bring(the('button'));
  vi.advanceTimersByTime(aMoment);
  expect(the('button')).toHaveFocus();
});
