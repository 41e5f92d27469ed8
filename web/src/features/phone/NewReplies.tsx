import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bubble, Chat } from './chat';

/**
 * Reads each reply aloud once, as it comes; what was there before, and what the citizen wrote himself, is silent. The
 * conversation itself is not read as it changes: every bubble in it changes several times.
 */
export function NewReplies({ chat, loading }: { chat: Chat; loading: boolean }) {
  const { t } = useTranslation('backstage');
  const known = useRef<Set<string>>(null);
  const [fresh, setFresh] = useState<Bubble[]>([]);
  useEffect(() => {
    if (!loading) {
      const replies = chat.bubbles.filter((b) => b.side === 'us');
      const before = known.current;
      known.current = new Set(replies.map((b) => b.id));
      const more = before ? replies.filter((b) => !before.has(b.id)) : [];
      if (more.length > 0) {
        setFresh(more);
      }
    }
  }, [chat, loading]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {fresh.map((b) => (
        <p key={b.id}>
          <span lang={chat.language}>{b.text}</span>{' '}
          {b.choices.length > 0 && t('phone.choices', { count: b.choices.length })}
        </p>
      ))}
    </div>
  );
}
