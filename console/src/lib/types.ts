// The registry of types in the reader's language, fetched once a language.

import { get } from './api';
import type { FieldSpec, Kind, TypeSpec } from './told';

const fetched = new Map<string, Promise<TypeSpec[]>>();

export function types(language: string): Promise<TypeSpec[]> {
  const known = fetched.get(language);
  if (known) return known;
  const asked = get<TypeSpec[]>(`types?language=${encodeURIComponent(language)}`);
  asked.catch(() => fetched.delete(language));
  fetched.set(language, asked);
  return asked;
}

/** An empty value of a kind: nothing preselected, nothing completed. */
export function empty(kind: Kind): unknown {
  switch (kind.is) {
    case 'record':
      return Object.fromEntries(kind.fields.map((field) => [field.name, empty(field.kind)]));
    case 'list':
      return [empty(kind.of)];
    case 'place':
      return { parts: [{ point: '' }], 'stand-off': '' };
    case 'flag':
      return undefined;
    default:
      return '';
  }
}

/** What a read-back restates of some fields: those marked critical, or all if none is; text is never compared. */
export function restated(fields: FieldSpec[]): FieldSpec[] {
  const marked = fields.some((field) => field.critical);
  return fields
    .filter((field) => (field.critical || !marked) && field.kind.is !== 'text')
    .map((field) => ({ ...field, kind: restatedKind(field.kind) }));
}

function restatedKind(kind: Kind): Kind {
  switch (kind.is) {
    case 'record':
      return { ...kind, fields: restated(kind.fields) };
    case 'list':
    case 'or-word':
      return { ...kind, of: restatedKind(kind.of) };
    default:
      return kind;
  }
}

/** Drops what was left empty; numbers become numbers where the form wants them. */
export function filled(value: unknown, kind: Kind): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  switch (kind.is) {
    case 'record': {
      const held = value as Record<string, unknown>;
      return record(held, kind.fields);
    }
    case 'list': {
      const items = (value as unknown[]).map((item) => filled(item, kind.of)).filter((item) => item !== undefined);
      return items.length ? items : undefined;
    }
    case 'or-word':
      return typeof value === 'string' ? value : filled(value, kind.of);
    case 'place':
      return place(value as Record<string, unknown>);
    case 'count': {
      const n = Number(latin(String(value)));
      return Number.isFinite(n) ? n : value;
    }
    case 'flag':
      return value;
    case 'quantity': {
      const text = latin(String(value)).trim();
      return kind.units.includes('') && /^\d+$/.test(text) ? Number(text) : number(text);
    }
    default:
      return typeof value === 'string' ? latin(value).trim() || undefined : value;
  }
}

export function record(held: Record<string, unknown>, fields: FieldSpec[]): Record<string, unknown> | undefined {
  const out: Record<string, unknown> = {};
  for (const field of fields) {
    const value = filled(held[field.name], field.kind);
    if (value !== undefined) out[field.name] = value;
  }
  return Object.keys(out).length ? out : undefined;
}

function number(text: string): unknown {
  return /^\d+$/.test(text) ? Number(text) : text || undefined;
}

function place(held: Record<string, unknown>): unknown {
  const parts = ((held.parts as Record<string, unknown>[]) ?? [])
    .map((part) => ({ ...part, point: typeof part.point === 'string' ? latin(part.point).trim() : part.point }))
    .filter((part) => Object.values(part).some((inner) => inner !== '' && inner !== undefined));
  for (const part of parts) if (part.point === '') delete (part as { point?: unknown }).point;
  if (!parts.length) return undefined;
  const standOff = latin(String(held['stand-off'] ?? '')).trim();
  return standOff ? { parts, 'stand-off': standOff } : { parts };
}

/** Persian and Arabic digits as Latin ones: numbers are typed in either. */
export function latin(text: string): string {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
}
