// What stands beside a matter, in the reader's words: its name, and its value where that is an instant or a code.

import { dtg } from './time';
import type { MatterTold } from './told';
import { coded, type Say } from './words.svelte';

const INSTANT = '_ms';
/** Whose value is a word of a list. */
const LISTS: Record<string, string> = {
  position: 'state',
  standard_accuser: 'standard',
  standard_accused: 'standard',
  line: 'public-line',
};

/** Names and values, without what is empty or has a place of its own. */
export function beside(matter: MatterTold, say: Say, apart: string[] = []): [string, string][] {
  return Object.entries(matter.beside)
    .filter(([name, value]) => value && !apart.includes(name))
    .map(([name, value]) => [say(`beside-${name.replace(INSTANT, '').replaceAll('_', '-')}`), valued(name, value, say)]);
}

function valued(name: string, value: string, say: Say): string {
  if (name.endsWith(INSTANT)) return dtg(Number(value));
  if (value === 'true') return say('console-yes');
  return LISTS[name] ? coded(LISTS[name], value, say) : value;
}
