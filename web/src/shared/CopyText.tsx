import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';

const shown = 2_500;

/** Copies, and says so; where the browser forbids it, the text is there to be marked by hand. */
export function CopyText({ text, label, done }: { text: string; label: string; done: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const [times, setTimes] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  async function copy() {
    clearTimeout(timer.current);
    setTimes(times + 1);
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
      timer.current = setTimeout(() => setState('idle'), shown);
    } catch {
      setState('failed');
    }
  }

  const told = state === 'copied' ? done : state === 'failed' ? t('common.notCopied') : '';
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name={state === 'copied' ? 'check' : 'copy'} size={18} />}
        onClick={() => void copy()}
      >
        {state === 'copied' ? t('common.copied') : label}
      </Button>
      <span className={state === 'failed' ? 'small' : 'visually-hidden'} role="status">
        {/* What was said last is not said again (heard with Orca): the second time it is another text. */}
        {told && told + '\u00a0'.repeat(times % 2)}
      </span>
      {state === 'failed' && <code>{text}</code>}
    </>
  );
}
