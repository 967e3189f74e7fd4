import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const server = process.env.CONGVAN_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    // The policy of the server allows own files only: nothing is inlined as data.
    assetsInlineLimit: 0,
    // What a screen imports is named beforehand for the first screens only: the lists of all others weigh more in the
    // first file than the answer they save, once.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, deps) => (/\/(WorkPage|ReaderPage|ListPage)-/.test(file) ? deps : []),
    },
    // One style sheet: a screen's own that failed to come would not be asked for again, and a few kilobytes
    // at once are quicker on a slow line than a request for each screen.
    cssCodeSplit: false,
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      input: { app: 'index.html' },
      output: {
        // What every screen needs stands in one file: parted by who needs what, it packs worse and asks more often.
        codeSplitting: {
          groups: [{
            name: 'shell',
            test: /\/node_modules\/svelte\/|vite\/preload-helper|\/src\/(api\/(send|live\.svelte|identity)|messages\/(index\.svelte|vi|format)|shell\/[^/]*|identity\/(session|appearance)\.svelte|uploads\/pending\.svelte|offline\/noted\.svelte|App|controls\/(Icon|Trouble|Skeleton))\.(ts|svelte)$/,
          }, {
            // What the inbox and a paper's work share; then what every list of papers is made of.
            name: 'work',
            test: /\/src\/(api\/work|messages\/(vi\.)?work|work\/(due|DueChip|inbox\.svelte|names|now\.svelte))\.(ts|svelte)$/,
          }, {
            name: 'lists',
            test: /\/src\/(documents\/PaperRow|controls\/(Fresh|More|sliding))\.(ts|svelte)$/,
          }, {
            // What the parts of the reader share.
            name: 'reader',
            test: /\/src\/(messages\/(vi\.)?reader|documents\/(view|reading)\.svelte|api\/documents)\.ts$/,
          }, {
            name: 'recognition',
            test: /\/src\/(messages\/(vi\.)?reading|documents\/([rR]ecognition|RecognitionChip|SecretNotice))\.(ts|svelte)$/,
          }],
        },
      },
    },
  },
  server: { proxy: { '/api': server } },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tests/*.test.ts'],
  },
});
