import { render } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { needTexts, startLanguages } from '../../shared/i18n';
import type { Bubble, Chat } from './chat';
import { NewReplies } from './NewReplies';

beforeEach(async () => {
  await startLanguages('en');
  await needTexts('backstage');
});

const bubble = (id: string, side: Bubble['side'], more: Partial<Bubble> = {}): Bubble => ({
  id, side, author: side === 'us' ? 'agent' : 'citizen', text: id, at: '', photos: 0, choices: [], asksPlace: false, ...more,
});

const chat = (...bubbles: Bubble[]): Chat => ({ bubbles, agentOn: true, awaited: false, unread: [], language: 'fr' });

it('reads each reply once, as it comes, and nothing else', () => {
  const old = bubble('before', 'us');
  const { container, rerender } = render(<NewReplies chat={chat()} loading />);
  rerender(<NewReplies chat={chat(old)} loading={false} />);
  expect(container).toHaveTextContent('');

  const mine = bubble('mine', 'citizen');
  rerender(<NewReplies chat={chat(old, mine)} loading={false} />);
  expect(container).toHaveTextContent('');

  const reply = bubble('Bonjour', 'us', { choices: [{ payload: 'a', title: 'A' }, { payload: 'b', title: 'B' }] });
  rerender(<NewReplies chat={chat(old, mine, reply)} loading={false} />);
  expect(container).toHaveTextContent(/^Bonjour 2 buttons to choose from\.$/);
  expect(container.querySelector('[lang=fr]')).toHaveTextContent('Bonjour');
});
