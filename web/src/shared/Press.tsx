import { Button, type ButtonProps } from '@mantine/core';
import type { MouseEvent, ReactNode, Ref } from 'react';
import classes from './Press.module.css';

/**
 * A button whose work takes a moment, or that cannot be used just now. Then it does nothing, but keeps the focus: one that
 * the browser disables drops it to the top of the page (WCAG 2.4.3).
 */
export function Press({ busy = false, disabled = false, type = 'button', onClick, ...more }: Omit<ButtonProps, 'loading' | 'mod' | 'className'> & {
  'aria-describedby'?: string;
  busy?: boolean;
  type?: 'button' | 'submit';
  onClick?: () => void;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}) {
  const idle = busy || disabled;
  const press = (e: MouseEvent) => {
    if (idle) {
      e.preventDefault();
    } else {
      onClick?.();
    }
  };
  return (
    <Button
      {...more}
      type={type}
      className={classes.press}
      mod={{ loading: busy }}
      data-disabled={disabled || undefined}
      aria-disabled={idle || undefined}
      onClick={press}
    />
  );
}
