// The chain of a case: its challenge, the incidents that it names, and whatever answers, follows or cites one of them.

import { ask } from './api';
import type { LineText, NoticeTold, Shown } from './told';

/** One notice of a chain, as both languages render it. */
export interface Piece {
  notice: NoticeTold;
  canonical: string;
  own: LineText[];
  theirs: LineText[];
  /** Lines of its evidence with their grades, in the reader's language. */
  evidence: string[];
}

const CHAIN = ['E1', 'E2', 'E3', 'E4', 'E5'];
/** Where the types of a chain list evidence. */
const EVIDENCE: Record<string, string> = { E1: 'G', E2: 'E' };

/** Reads the chain of a challenge out of the notices of its compartment, in the order of the record. */
export async function dossier(challenge: string, all: NoticeTold[], language: string, other: string): Promise<Piece[]> {
  const compartment = challenge.split('/')[1];
  const candidates = all.filter((notice) => notice.compartment === compartment && notice.number && CHAIN.includes(notice.kind));
  const shown = new Map<string, Shown>();
  for (const { number } of candidates) if (number) shown.set(number, await ask<Shown>('show', { number, language }));
  const chain = linked(challenge, new Map([...shown].map(([number, { lines }]) => [number, cited(number, lines)])));
  const pieces: Piece[] = [];
  for (const [number, { notice, lines, canonical }] of shown) {
    if (!chain.has(number)) continue;
    const theirs = (await ask<Shown>('show', { number, language: other })).lines;
    pieces.push({ notice, canonical, own: lines, theirs, evidence: paragraph(lines, EVIDENCE[notice.kind]) });
  }
  return pieces;
}

/** Grows a chain until nothing more joins. An incident joins by being named and brings nothing along: two cases may rest on one. */
export function linked(challenge: string, citing: Map<string, Set<string>>): Set<string> {
  const chain = new Set([challenge]);
  const speaks = (number: string) => !number.endsWith('/E1');
  for (let before = 0; before !== chain.size; ) {
    before = chain.size;
    for (const [number, named] of citing) {
      const answers = speaks(number) && [...named].some((other) => chain.has(other) && speaks(other));
      const isNamed = [...chain].some((other) => speaks(other) && citing.get(other)?.has(number));
      if (answers || (isNamed && !number.endsWith('/E2'))) chain.add(number);
    }
  }
  return chain;
}

function cited(number: string, lines: LineText[]): Set<string> {
  const found = lines.flatMap(({ text }) => text.match(/[A-Z0-9]{2,8}\/[A-Z0-9]+\/\d\d\/\d{4,}\/E[1-5]/g) ?? []);
  return new Set(found.filter((other) => other !== number));
}

/** The lines of a lettered paragraph, without those of the next. */
function paragraph(lines: LineText[], letter: string | undefined): string[] {
  if (!letter) return [];
  const begins = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '').match(/^ {3}([A-Z])\. /)?.[1] ?? null;
  const from = lines.findIndex(({ text }) => begins(text) === letter);
  if (from < 0) return [];
  const rest = lines.slice(from + 1);
  // Its own further lines stand deeper; the next paragraph and the words after the last do not.
  const more = rest.findIndex(({ text }) => !/^[\u2066-\u2069]* {4,}/.test(text));
  return lines.slice(from, from + 1 + (more < 0 ? rest.length : more)).map(({ text }) => text.trim());
}
