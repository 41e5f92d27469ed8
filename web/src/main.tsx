import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Button.css';
import '@mantine/core/styles/ActionIcon.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/Alert.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Loader.css';
import '@mantine/core/styles/Badge.css';
import '@mantine/core/styles/Progress.css';
import './theme.css';
import './base.css';
import { MantineProvider, createTheme } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { isFinal } from './api/problem';
import { App } from './App';
import { startLanguages } from './shared/i18n';

const theme = createTheme({
  primaryColor: 'brand',
  colors: {
    // The values that are drawn are in theme.css; these serve components that compute with a colour.
    brand: [
      '#eaf6f6', '#d3e9ea', '#a6d2d4', '#75b9bd', '#4fa4a9', '#37979d', '#1f7b81', '#17656b', '#105257', '#083f43',
    ],
  },
  cursorType: 'pointer',
  // The arrow is decoration.
  components: { NativeSelect: { defaultProps: { rightSectionProps: { 'aria-hidden': true } } } },
});

const maxRetries = 2;

const queries = new QueryClient({
  defaultOptions: { queries: { retry: (count, error) => count < maxRetries && !isFinal(error), staleTime: 10_000 } },
});

await startLanguages();
const root = createRoot(document.getElementById('root')!);

// In slices, so that a slow phone can already be touched meanwhile.
startTransition(() =>
  root.render(
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>,
  ),
);
