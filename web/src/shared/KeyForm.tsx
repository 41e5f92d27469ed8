import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from './Press';

/** Asks for a key; it stays in this tab. Whoever gave a wrong one is brought back to it. */
export function KeyForm({ label, hint, wrong, checking, onKey }: {
  label: string;
  hint: string;
  wrong: boolean;
  checking: boolean;
  onKey: (key: string) => void;
}) {
  const { t } = useTranslation('backstage');
  const [key, setKey] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const gave = useRef(false);
  useEffect(() => {
    if (wrong && !checking && gave.current) {
      field.current?.focus();
    }
  }, [wrong, checking]);
  return (
    <form
      className="card stack"
      onSubmit={(e) => {
        e.preventDefault();
        gave.current = true;
        setEmpty(key.trim() === '');
        if (key.trim() === '') {
          field.current?.focus();
        } else if (!checking) {
          onKey(key.trim());
        }
      }}
    >
      <TextInput
        ref={field}
        type="password"
        label={label}
        description={hint}
        autoComplete="off"
        value={key}
        error={empty && key.trim() === '' ? t('key.missing') : wrong && !checking ? t('key.wrong') : undefined}
        onChange={(e) => setKey(e.currentTarget.value)}
      />
      <div>
        <Press type="submit" busy={checking}>{t('key.use')}</Press>
      </div>
    </form>
  );
}
