import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = process.env.WEB_ROOT || fileURLToPath(new URL('../src/WebApi/wwwroot', import.meta.url));

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: root,
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined: the page's policy allows neither data addresses nor inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        // What all pages use, apart from what changes with each release.
        manualChunks: (id) =>
          /node_modules\/(react|react-dom|scheduler|react-router)\//.test(id) ? 'react' : undefined,
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
  test: {
    environment: 'jsdom',
    globals: true,
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 15_000,
  },
});
