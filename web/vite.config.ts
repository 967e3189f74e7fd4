import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = process.env.CONGVAN_URL ?? 'http://127.0.0.1:8080';

/** The page itself begins the app, once what stands there before it is painted. */
const begunByThePage: Plugin = {
  name: 'begun-by-the-page',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace(/<script type="module" crossorigin src="([^"]+)"><\/script>/, '<link id="begin" rel="modulepreload" crossorigin href="$1">'),
  },
};

export default defineConfig({
  plugins: [svelte(), begunByThePage],
  build: {
    target: 'es2022',
    // The policy of the server allows own files only: nothing is inlined as data.
    assetsInlineLimit: 0,
    // What the page and the first screens import is named beforehand: the lists of all others weigh more in the
    // first file than the answer they save, once.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, deps, { hostType }) => (hostType === 'html' || /\/(WorkPage|ReaderPage|ListPage)-/.test(file) ? deps : []),
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
            // What the inbox, a paper's work and every list of papers share: few files, for a browser asks for six at once.
            name: 'work',
            test: /\/src\/(api\/work|messages\/(vi\.)?work|work\/(due|DueChip|inbox\.svelte|names|now\.svelte|TaskRow)|documents\/PaperRow|controls\/(Fresh|More|sliding))\.(ts|svelte)$/,
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
