import { hex } from './hex';

/** SHA-256, as hexadecimal digits. */
export async function digest(of: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const bytes = typeof of === 'string' ? new TextEncoder().encode(of) : of;
  return hex(await crypto.subtle.digest('SHA-256', bytes));
}
