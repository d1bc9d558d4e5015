// The officer's key in this browser: Ed25519, made here, not to be taken out (WebCrypto, extractable: false).

import { post } from './api';
import { hex, unhex } from './hex';
import type { Session } from './told';

interface Kept {
  publicKey: string;
  privateKey: CryptoKey;
}

const NAME = 'demarche';
const STORE = 'keys';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(NAME));
  });
}

function once<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(NAME));
  });
}

async function kept(): Promise<Kept | undefined> {
  const store = (await opened()).transaction(STORE, 'readonly').objectStore(STORE);
  return once(store.get('own') as IDBRequest<Kept | undefined>);
}

/** Whether this browser holds a key. */
export async function hasKey(): Promise<boolean> {
  return (await kept()) !== undefined;
}

/** Makes a key and enrols it by a one-time link. */
export async function enrol(link: string): Promise<Session> {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = hex(await crypto.subtle.exportKey('raw', pair.publicKey));
  const session = await post<Session>('enrol', { link, public_key: publicKey });
  const store = (await opened()).transaction(STORE, 'readwrite').objectStore(STORE);
  await once(store.put({ publicKey, privateKey: pair.privateKey } satisfies Kept, 'own'));
  return session;
}

/** Logs in with the key of this browser. */
export async function login(status: string, party: string): Promise<Session> {
  const { nonce } = await post<{ nonce: string }>('login/nonce');
  const said = new TextEncoder().encode(`demarche/console-login/1 ${status} ${party}`);
  const message = new Uint8Array([...said, ...unhex(nonce)]);
  const { publicKey, signature } = await sign(message);
  return post<Session>('login', { public_key: publicKey, nonce, signature });
}

/** Signs with the key of this browser. */
export async function sign(message: Uint8Array<ArrayBuffer>): Promise<{ publicKey: string; signature: string }> {
  const key = await kept();
  if (!key) throw new Error('no key');
  const signature = hex(await crypto.subtle.sign({ name: 'Ed25519' }, key.privateKey, message));
  return { publicKey: key.publicKey, signature };
}

export type Purpose = 'DRAFT' | 'RELEASE' | 'SECOND' | 'WITHDRAW';

export interface Reasons {
  lint_reason?: string;
  flash_reason?: string;
}

/** Asks for a challenge, signs it, hands the seal in. */
export async function seal<T>(
  compartment: string,
  draft: string,
  purpose: Purpose,
  reasons: Reasons = {},
): Promise<T> {
  const wanted = { compartment, draft, purpose };
  const { message, nonce } = await post<{ message: string; nonce: string }>('challenge', wanted);
  const { publicKey, signature } = await sign(unhex(message));
  const answer = { public_key: publicKey, nonce, signature };
  return post<T>('seal', { ...wanted, ...answer, lint_reason: null, flash_reason: null, ...reasons });
}
