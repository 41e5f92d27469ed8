import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { Press } from './Press';

it('keeps the focus while it works, and does nothing twice', async () => {
  const work = vi.fn();
  function Working() {
    const [busy, setBusy] = useState(false);
    return <Press busy={busy} onClick={() => (work(), setBusy(true))}>Work</Press>;
  }

  render(<MantineProvider><Working /></MantineProvider>);
  const button = screen.getByRole('button', { name: 'Work' });
  await userEvent.click(button);
  await userEvent.click(button);

  expect(work).toHaveBeenCalledOnce();
  expect(button).toHaveFocus();
  expect(button).toHaveAttribute('aria-disabled', 'true');
});

it('sends no form while it cannot be used', async () => {
  const sent = vi.fn((e: { preventDefault: () => void }) => e.preventDefault());
  render(<MantineProvider><form onSubmit={sent}><Press type="submit" disabled>Send</Press></form></MantineProvider>);

  await userEvent.click(screen.getByRole('button', { name: 'Send' }));

  expect(sent).not.toHaveBeenCalled();
});
