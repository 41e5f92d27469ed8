import { useId, useRef } from 'react';
import { Icon } from './Icon';
import { Press } from './Press';

/** What can be sent as a photo. */
export const pictures = 'image/jpeg,image/png,image/webp,image/gif';

/** Opens the camera or the pictures. The browser's own field is hidden, which says in its own words that nothing is chosen. */
export function PhotoPicker({ label, hint, disabled, onPick }: {
  label: string;
  hint?: string;
  disabled?: boolean;
  onPick: (files: File[]) => void;
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  return (
    <div>
      <Press
        variant="default"
        disabled={disabled}
        leftSection={<Icon name="photo" />}
        aria-describedby={hint ? id : undefined}
        onClick={() => field.current!.click()}
      >
        {label}
      </Press>
      <input
        ref={field}
        hidden
        type="file"
        accept={pictures}
        multiple
        onChange={(e) => {
          onPick([...(e.currentTarget.files ?? [])]);
          e.currentTarget.value = '';
        }}
      />
      {hint && (
        <p id={id} className="dimmed small">
          {hint}
        </p>
      )}
    </div>
  );
}
