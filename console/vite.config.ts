import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { type Plugin, defineConfig } from 'vite';
import { woff2Only } from './vite.woff2.ts';

/** The base map without the names that its source carries: names come from each party's own catalogue, never from here. */
function namelessMap(): Plugin {
  const name = 'virtual:base-map';
  return {
    name: 'nameless-map',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const source = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
      const topology = JSON.parse(readFileSync(source, 'utf8'));
      for (const shape of topology.objects.countries.geometries) {
        delete shape.properties;
        delete shape.id;
      }
      const file = this.emitFile({ type: 'asset', name: 'base-map.json', source: JSON.stringify(topology) });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}

// Built bytes are committed and compared: nothing here may depend on time, machine or folder.
export default defineConfig({
  plugins: [svelte(), woff2Only(), namelessMap()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    cssCodeSplit: true,
  },
});
