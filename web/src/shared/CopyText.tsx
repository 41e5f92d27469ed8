import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';

const shown = 2_500;

/** Copies, and says so; where the browser forbids it, the text is there to be marked by hand. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }

    setTimeout(() => setState('idle'), shown);
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name={state === 'copied' ? 'check' : 'copy'} size={18} />}
        onClick={() => void copy()}
      >
        {state === 'copied' ? t('common.copied') : label}
      </Button>
      <span className="visually-hidden" role="status">
        {state === 'copied' ? t('common.copied') : state === 'failed' ? t('common.notCopied') : ''}
      </span>
    </>
  );
}
