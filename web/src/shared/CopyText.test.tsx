import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { CopyText } from './CopyText';
import { startLanguages } from './i18n';

beforeEach(() => startLanguages('en'));

const show = () => render(<MantineProvider><CopyText text="TKT-1" label="Copy" done="The number is copied." /></MantineProvider>);

it('says each time that it copied, in a text that is another', async () => {
  const user = userEvent.setup();
  show();
  const told = () => screen.getByRole('status').textContent;
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  const first = told();
  await user.click(screen.getByRole('button'));

  expect([first!.trim(), told()!.trim()]).toEqual(['The number is copied.', 'The number is copied.']);
  expect(told()).not.toBe(first);
});

it('shows what cannot be copied, to be marked by hand', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('forbidden', 'NotAllowedError'));
  show();
  await user.click(screen.getByRole('button', { name: 'Copy' }));

  expect(screen.getByText('TKT-1')).toBeVisible();
  expect(screen.getByText(/copy it by hand/)).not.toHaveClass('visually-hidden');
});
