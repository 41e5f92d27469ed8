import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// A file of its own with a name that stays, for the pages of others: one classic script and nothing else.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: process.env.WEB_ROOT || fileURLToPath(new URL('../src/WebApi/wwwroot', import.meta.url)),
    emptyOutDir: false,
    target: 'es2022',
    rollupOptions: {
      input: fileURLToPath(new URL('src/embed/embed.ts', import.meta.url)),
      output: { format: 'iife', entryFileNames: 'embed.js' },
    },
  },
});
