import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { woff2Only } from './vite.woff2.ts';

// The desk's screen is built apart: the node's binary part carries none of it. As with the console, bytes are committed
// and compared.
export default defineConfig({
  root: 'desk',
  publicDir: '../public',
  plugins: [svelte({ configFile: '../svelte.config.js' }), woff2Only()],
  build: {
    target: 'es2022',
    outDir: '../dist-desk',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    cssCodeSplit: true,
  },
});
