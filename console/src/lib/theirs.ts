// The language beside one's own: that of the other side's watch, as the charter's paragraph C declares it.

import { ask } from './api';
import { live } from './live.svelte';
import { packs, type Voice } from './words.svelte';

const kept = new Map<string, Promise<string[]>>();

async function declared(compartment: string, party: string): Promise<string[]> {
  const { text } = await ask<{ text: string }>('charter-show', { compartment });
  // Keys of a table stand in any order.
  const stations = text.split('[[').map((table) => [
    table.match(/^station = "([^"/]+)\//m)?.[1],
    table.match(/^languages = \[([^\]]*)\]/m)?.[1],
  ]);
  const theirs = stations.filter(([code, list]) => code && list && code !== party);
  return theirs.flatMap(([, list]) => list?.match(/[A-Za-z]+/g) ?? []).map((tag) => tag.toLowerCase());
}

/** A language that the other side reads and this reader does not; English, or any other, where none is declared. */
export async function theirLanguage(compartment: string, own: string): Promise<string> {
  const speaks = live.session?.languages ?? ['en'];
  const party = live.session?.party ?? '';
  if (!kept.has(compartment)) kept.set(compartment, declared(compartment, party).catch(() => []));
  const theirs = (await kept.get(compartment)) ?? [];
  const order = [...theirs, 'en', ...speaks];
  return order.find((language) => language !== own && speaks.includes(language)) ?? own;
}

/** The words of a printed page: the reader's language, then the other side's. */
export async function bothVoices(compartment: string | undefined, own: string): Promise<Voice[]> {
  const other = await theirLanguage(compartment ?? live.compartments[0] ?? '', own);
  const languages = other === own ? [own] : [own, other];
  return Promise.all(languages.map((language) => packs.voice(language)));
}
