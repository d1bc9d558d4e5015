// How this browser shows whose it is: an Ed25519 key made here and not to be taken out (WebCrypto, extractable: false), or
// a passkey of the person. Which of the two, and where it is kept, nobody else needs to know.

import { post } from './api';
import { hex, unhex } from './hex';
import * as passkey from './passkey';
import type { Session } from './told';

interface OwnKey {
  publicKey: string;
  privateKey: CryptoKey;
}

type Kept = OwnKey | passkey.Named;

/** What the node checks. */
export type Proof = { by: 'key'; public_key: string; signature: string } | passkey.Assertion;

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

async function keep(own: Kept): Promise<void> {
  const store = (await opened()).transaction(STORE, 'readwrite').objectStore(STORE);
  await once(store.put(own, 'own'));
}

/** Makes a key and enrols it by a one-time link, or by the certificate that the connection showed. */
export async function enrol(link: string | null): Promise<Session> {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = hex(await crypto.subtle.exportKey('raw', pair.publicKey));
  const session = await post<Session>('enrol', { link, key: { by: 'key', public_key: publicKey } });
  await keep({ publicKey, privateKey: pair.privateKey });
  return session;
}

/** Makes a passkey and enrols it by a one-time link. */
export async function enrolPasskey(link: string, name: string): Promise<Session> {
  const made = await passkey.make(name);
  const session = await post<Session>('enrol', { link, key: made });
  await keep({ credential: made.credential });
  return session;
}

/** Logs in as whom the connection's certificate names; such a session seals nothing until a key is made. */
export function loginCertificate(): Promise<Session> {
  return post<Session>('login/certificate');
}

/** Logs in with what this browser holds. */
export async function login(status: string, party: string): Promise<Session> {
  return loginBy(status, party, sign);
}

/** Logs in with a passkey that this browser has not seen yet, and remembers which. */
export async function loginPasskey(status: string, party: string): Promise<Session> {
  let credential = '';
  const session = await loginBy(status, party, async (message) => {
    const assertion = await passkey.assert(message);
    credential = assertion.credential;
    return assertion;
  });
  await keep({ credential });
  return session;
}

async function loginBy(
  status: string,
  party: string,
  shown: (message: Uint8Array<ArrayBuffer>) => Promise<Proof>,
): Promise<Session> {
  const { nonce } = await post<{ nonce: string }>('login/nonce');
  const said = new TextEncoder().encode(`demarche/console-login/1 ${status} ${party}`);
  const proof = await shown(new Uint8Array([...said, ...unhex(nonce)]));
  return post<Session>('login', { nonce, proof });
}

/** A proof over a message, by what this browser holds. */
async function sign(message: Uint8Array<ArrayBuffer>): Promise<Proof> {
  const own = await kept();
  if (!own) throw new Error('no key');
  if ('credential' in own) return passkey.assert(message, own.credential);
  const signature = hex(await crypto.subtle.sign({ name: 'Ed25519' }, own.privateKey, message));
  return { by: 'key', public_key: own.publicKey, signature };
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
  const proof = await sign(unhex(message));
  return post<T>('seal', { ...wanted, nonce, proof, lint_reason: null, flash_reason: null, ...reasons });
}
