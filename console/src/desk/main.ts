import '@fontsource/ibm-plex-sans/latin-400.css';
import '@fontsource/ibm-plex-sans/latin-600.css';
import '@fontsource-variable/vazirmatn/wght.css';
import '../look.css';
import { mount } from 'svelte';
import { packs } from '../lib/words.svelte';
import Desk from './Desk.svelte';

const target = document.getElementById('app');
if (target) {
  await packs.begin();
  mount(Desk, { target });
}
