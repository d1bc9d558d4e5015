// Figures and fixed words of the desk in the reader's language.

import { isolated, packs, t } from '../lib/words.svelte';

/** A figure in the reader's digits; nothing is not shown as less than nothing. */
export function figure(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined) return '–';
  const locale = packs.language === 'fa' ? 'fa-IR' : packs.language;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'negative' } as const;
  return isolated(new Intl.NumberFormat(locale, options).format(value));
}

/** A number as it stands in a file, with as many digits as it has. */
export function plain(value: number): string {
  const locale = packs.language === 'fa' ? 'fa-IR' : packs.language;
  return isolated(new Intl.NumberFormat(locale, { maximumSignificantDigits: 6, useGrouping: false }).format(value));
}

/** From one figure to another. */
export function range(low: number | null, high: number | null, digits = 1): string {
  return t('assess-from-to', { low: figure(low, digits), high: figure(high, digits) });
}

const slug = (words: string) => words.replace(/[^a-z]+/g, '-');

export const posture = (words: string): string => t(`assess-posture-${slug(words)}`);
export const regime = (words: string): string => t(`assess-regime-${slug(words)}`);
export const act = (words: string): string => t(`assess-act-${slug(words)}`);
export const shock = (words: string): string => t(`assess-shock-${slug(words)}`);
export const likely = (words: string | null): string => (words ? t(`assess-likely-${slug(words)}`) : t('assess-likely-beyond'));

/** A list in the reader's commas. */
export const listed = (items: string[]): string => items.join(t('list-comma'));
