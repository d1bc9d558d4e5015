// Questions to the desk that served this page; to nobody else, ever. The session's key stands in a header and in this
// tab's storage alone: a cookie would go to every port of this machine.

import { NoNode, Refused } from '../lib/api';
import type { Refusal } from '../lib/told';

const KEPT = 'demarche-desk-key';

async function sent(path: string, init: RequestInit): Promise<unknown> {
  let text: string;
  let status: number;
  try {
    const response = await fetch(`/api/v1/${path}`, { cache: 'no-store', credentials: 'omit', ...init });
    [text, status] = [await response.text(), response.status];
  } catch {
    throw new NoNode(path);
  }
  let body: { ok?: unknown; refused?: Refusal };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    throw new NoNode(text.slice(0, 200));
  }
  if (body.refused) {
    // A key that opens nothing any more is no key.
    if (status === 401) sessionStorage.removeItem(KEPT);
    throw new Refused(body.refused, status);
  }
  return body.ok;
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Comes in by a link; the session lasts as long as this tab. */
export async function enter(link: string): Promise<void> {
  const { key } = (await sent('enter', json({ link }))) as { key: string };
  sessionStorage.setItem(KEPT, key);
}

/** Whether this tab came in. */
export function isIn(): boolean {
  return sessionStorage.getItem(KEPT) !== null;
}

/** A question; with a body, one that may take time. */
export async function ask<T>(path: string, body?: unknown): Promise<T> {
  const init = body === undefined ? { method: 'GET', headers: {} } : json(body);
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${sessionStorage.getItem(KEPT)}` };
  return (await sent(path, { ...init, headers })) as T;
}
