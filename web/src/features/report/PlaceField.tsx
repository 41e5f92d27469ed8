import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../api/generated/limits';
import { bring } from '../../shared/focus';
import { Icon } from '../../shared/Icon';
import { Notice } from '../../shared/Notice';
import { Press } from '../../shared/Press';
import type { Fields } from './draft';

const patience = 15_000;

/** Enough to find a hole in the road: about a metre. */
const decimals = 5;

const round = (degrees: number) => Number(degrees.toFixed(decimals));

/** Where it is: by the browser, if it can and may, or in words. */
export function PlaceField({ fields, asked, error, onChange }: {
  fields: Fields;
  asked: boolean;
  error?: string;
  onChange: (part: Partial<Fields>) => void;
}) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'looking' | 'failed' | 'denied'>('idle');
  const located = fields.latitude !== null && fields.longitude !== null;
  const able = 'geolocation' in navigator;
  const [add, forget] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];
  const was = useRef(located);
  useEffect(() => {
    // The button that was pressed is gone; whoever has gone on to another field meanwhile stays there.
    if (was.current !== located && document.activeElement === document.body) {
      bring((located ? forget : add).current);
    }

    was.current = located;
  }, [located, add, forget]);

  function look() {
    setState('looking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle');
        onChange({ latitude: round(coords.latitude), longitude: round(coords.longitude) });
      },
      (failure) => setState(failure.code === failure.PERMISSION_DENIED ? 'denied' : 'failed'),
      { enableHighAccuracy: true, timeout: patience },
    );
  }

  return (
    <>
      <h2>{asked ? t('place.title') : t('place.optional')}</h2>
      <TextInput
        name="address"
        label={t('place.address')}
        description={t('place.addressHint')}
        autoComplete="off"
        maxLength={limits.Place.address.max}
        value={fields.address}
        error={error}
        onChange={(e) => onChange({ address: e.currentTarget.value })}
      />
      {located ? (
        <Notice kind="good" title={t('place.found')}>
          <p className="small" aria-hidden="true">
            {fields.latitude}, {fields.longitude}
          </p>
          <Button ref={forget} variant="default" size="xs" onClick={() => onChange({ latitude: null, longitude: null })}>
            {t('place.forget')}
          </Button>
        </Notice>
      ) : (
        able && (
          <div className="row">
            <Press ref={add} variant="default" leftSection={<Icon name="place" />} busy={state === 'looking'} onClick={look}>
              {t('place.here')}
            </Press>
          </div>
        )
      )}
      {(state === 'failed' || state === 'denied') && !located && (
        <Notice kind="warn">
          <p>{state === 'denied' ? t('place.denied') : t('place.failed')}</p>
        </Notice>
      )}
    </>
  );
}
