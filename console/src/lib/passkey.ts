// Passkeys (W3C Web Authentication): made for this console's name, asked for each approval anew with the user verified.
// What is signed is the SHA-256 of the node's own message.

import { hex, unhex } from './hex';

/** Nobody verified: cancelled, too late, or no passkey of this console. */
export class NoPasskey extends Error {}

/** A passkey of which this browser knows the name and nothing else. */
export interface Named {
  credential: string;
}

export interface Made extends Named {
  by: 'passkey';
  public_key: string;
}

export interface Assertion extends Named {
  by: 'passkey';
  authenticator_data: string;
  client_data: string;
  signature: string;
}

/** The only name that a console on loopback has; an address cannot hold a passkey. */
const RELYING_PARTY = 'localhost';
const ES256 = -7;
const TWO_MINUTES = 120_000;

/** Whether this page may use passkeys at all. */
export const possible = () => 'PublicKeyCredential' in window && location.hostname === RELYING_PARTY;

/** Whether this machine itself can verify its user, by PIN or biometry. */
export async function atHand(): Promise<boolean> {
  return possible() && PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
}

async function verified(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const answered = await asked.catch((why: unknown) => {
    throw new NoPasskey(String(why));
  });
  if (!answered) throw new NoPasskey();
  return answered as PublicKeyCredential;
}

export async function make(name: string): Promise<Made> {
  const wanted: CredentialCreationOptions = {
    publicKey: {
      rp: { id: RELYING_PARTY, name: 'Demarche' },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      attestation: 'none',
      timeout: TWO_MINUTES,
    },
  };
  const credential = await verified(navigator.credentials.create(wanted));
  const publicKey = (credential.response as AuthenticatorAttestationResponse).getPublicKey();
  if (!publicKey) throw new NoPasskey();
  return { by: 'passkey', credential: hex(credential.rawId), public_key: hex(publicKey) };
}

/** Asks for an assertion over a message, by the named passkey or by any that the person chooses. */
export async function assert(message: Uint8Array<ArrayBuffer>, credential?: string): Promise<Assertion> {
  const named = credential ? [{ type: 'public-key' as const, id: unhex(credential) }] : [];
  const wanted: CredentialRequestOptions = {
    publicKey: {
      rpId: RELYING_PARTY,
      challenge: await crypto.subtle.digest('SHA-256', message),
      allowCredentials: named,
      userVerification: 'required',
      timeout: TWO_MINUTES,
    },
  };
  const shown = await verified(navigator.credentials.get(wanted));
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    by: 'passkey',
    credential: hex(shown.rawId),
    authenticator_data: hex(response.authenticatorData),
    client_data: hex(response.clientDataJSON),
    signature: hex(response.signature),
  };
}
