import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { beforeAll, expect, it, vi } from 'vitest';
import { Failure } from './Failure';
import { startLanguages } from './i18n';
import { later } from './later';

beforeAll(() => startLanguages('en'));

it('fetches a page again that did not come', async () => {
  const fetch = vi.fn().mockRejectedValueOnce(new TypeError('cut')).mockResolvedValue(() => <p>here</p>);
  const Page = later(fetch);
  render(<MantineProvider><Page /></MantineProvider>);

  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));

  expect(await screen.findByText('here')).toBeVisible();
});

it('leaves a broken page behind on the next', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  function Broken(): never {
    throw new Error('ours');
  }

  function Pages() {
    return (
      <>
        <Link to="/other">other</Link>
        <Failure key={useLocation().pathname}>
          <Routes>
            <Route path="/" element={<Broken />} />
            <Route path="/other" element={<p>here</p>} />
          </Routes>
        </Failure>
      </>
    );
  }

  render(<MantineProvider><MemoryRouter><Pages /></MemoryRouter></MantineProvider>);
  expect(await screen.findByText(/Something on this page broke/)).toBeVisible();

  await userEvent.click(screen.getByText('other'));

  expect(await screen.findByText('here')).toBeVisible();
});
