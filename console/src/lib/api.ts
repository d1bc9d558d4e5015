// Questions to the node that served this page; to nobody else, ever.

import type { Refusal } from './told';

/** A refusal of the node: its code is the key of its words. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly status: number,
  ) {
    super(refusal.code);
  }
}

/** The node did not answer at all. */
export class NoNode extends Error {}

let underWay = new AbortController();

/** Drops every question that is not answered yet. */
export function drop(): void {
  underWay.abort();
  underWay = new AbortController();
}

async function sent(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/v1/${path}`, { credentials: 'same-origin', cache: 'no-store', signal: underWay.signal, ...init });
  } catch {
    throw new NoNode(path);
  }
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new NoNode(text.slice(0, 200));
  }
  if (body && typeof body === 'object' && 'refused' in body) {
    throw new Refused((body as { refused: Refusal }).refused, response.status);
  }
  if (body && typeof body === 'object' && 'ok' in body) return (body as { ok: T }).ok;
  return body as T;
}

export async function get<T>(path: string): Promise<T> {
  return read(await sent(path, { method: 'GET' }));
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return read(await sent(path, init));
}

/** One of the node's own questions (crates/node/src/api). */
export function ask<T>(question: string, fields: Record<string, unknown> = {}): Promise<T> {
  return post('ask', { ask: question, ...fields });
}

export async function words(language: string): Promise<string> {
  const response = await sent(`words?language=${encodeURIComponent(language)}`, { method: 'GET' });
  if (!response.ok) throw new NoNode(language);
  return response.text();
}
