// One act of an officer at the console: draft, then seal with the own key; who must seal second is the node's table.

import { ask, post } from './api';
import { live } from './live.svelte';
import { seal, type Reasons } from './key';
import type { NoticeTold } from './told';

export type Sealed = { told: 'released'; number: string } | { told: 'pending'; release: string } | { told: 'done' };

/** Opens a notice: mark K2. */
export async function openNotice(compartment: string, number: string): Promise<Sealed> {
  const { draft } = await ask<{ draft: string }>('open', { number });
  return seal<Sealed>(compartment, draft, 'RELEASE');
}

const QUARTER_MS = 15 * 60_000;

/** Tells that a notice was passed down at the own side: mark K5, its time rounded up to a quarter of an hour. */
export async function passDown(notice: NoticeTold, onward: string, language: string): Promise<Sealed> {
  const { compartment } = notice;
  const at = new Date(Math.ceil(live.now / QUARTER_MS) * QUARTER_MS).toISOString();
  const draft = {
    type: 'L2',
    envelope: {
      status: live.session?.status,
      precedence: 'R',
      from: live.session?.station,
      to: [notice.from],
      basis: 'CHARTER A',
      modality: 'NOTES',
      'legal-character': 'UNILATERAL',
      expires: 'STANDING',
      attestation: live.attestation(compartment),
    },
    content: { A: notice.number, B: 'K5', C: `${at.slice(0, 19)}Z`, D: live.session?.station.split('/')[1], E: onward },
  };
  const { text } = await post<{ text: string }>('preview', { draft, language });
  return release(compartment, await keepDraft(compartment, text), false, {});
}

/** Reads a notice back with what the officer re-entered, as TOML of its paragraphs. */
export async function readBack(compartment: string, number: string, restated: string): Promise<Sealed> {
  const { draft } = await ask<{ draft: string }>('readback', { number, restated });
  return seal<Sealed>(compartment, draft, 'RELEASE');
}

/** Keeps a draft and seals it at once as its drafter or releaser. */
export async function keepDraft(compartment: string, text: string): Promise<string> {
  const { draft } = await ask<{ draft: string }>('draft', { compartment, draft: text, remark: null });
  return draft;
}

export async function release(compartment: string, draft: string, second: boolean, reasons: Reasons): Promise<Sealed> {
  return seal<Sealed>(compartment, draft, second ? 'SECOND' : 'RELEASE', reasons);
}

export async function withdraw(compartment: string, draft: string): Promise<Sealed> {
  return seal<Sealed>(compartment, draft, 'WITHDRAW');
}
