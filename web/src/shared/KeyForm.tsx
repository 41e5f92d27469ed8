import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks for a key; it stays in this tab. */
export function KeyForm({ label, hint, wrong, onKey }: { label: string; hint: string; wrong: boolean; onKey: (key: string) => void }) {
  const { t } = useTranslation('backstage');
  const [key, setKey] = useState('');
  return (
    <form
      className="card stack"
      onSubmit={(e) => {
        e.preventDefault();
        onKey(key.trim());
      }}
    >
      <TextInput
        type="password"
        label={label}
        description={hint}
        autoComplete="off"
        value={key}
        error={wrong ? t('key.wrong') : undefined}
        onChange={(e) => setKey(e.currentTarget.value)}
      />
      <div>
        <Button type="submit">{t('key.use')}</Button>
      </div>
    </form>
  );
}
