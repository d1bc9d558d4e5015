// One act of an officer at the console: draft, then seal with the own key; who must seal second is the node's table.

import { ask } from './api';
import { seal, type Reasons } from './key';

export type Sealed = { told: 'released'; number: string } | { told: 'pending'; release: string } | { told: 'done' };

/** Opens a notice: mark K2. */
export async function openNotice(compartment: string, number: string): Promise<Sealed> {
  const { draft } = await ask<{ draft: string }>('open', { number });
  return seal<Sealed>(compartment, draft, 'RELEASE');
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
