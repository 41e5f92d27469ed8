import { useId } from 'react';
import { Icon } from './Icon';
import classes from './PhotoPicker.module.css';

/** Opens the camera or the pictures; a real input, so that keyboard and screen reader have it for nothing. */
export function PhotoPicker({ label, hint, disabled, onPick }: {
  label: string;
  hint?: string;
  disabled?: boolean;
  onPick: (files: File[]) => void;
}) {
  const id = useId();
  return (
    <div>
      <label className={classes.picker}>
        <Icon name="photo" />
        {label}
        <input
          type="file"
          accept="image/jpeg,image/png,image/webp,image/gif"
          multiple
          disabled={disabled}
          aria-describedby={hint ? id : undefined}
          onChange={(e) => {
            onPick([...(e.currentTarget.files ?? [])]);
            e.currentTarget.value = '';
          }}
        />
      </label>
      {hint && (
        <p id={id} className="dimmed small">
          {hint}
        </p>
      )}
    </div>
  );
}
