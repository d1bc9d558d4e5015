// Words of the packs in languages/, served by the node; English stands behind a visible mark where one is missing.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { words } from './api';
import { dtg, span } from './time';
import type { Fact, Refusal } from './told';

const MARK = '⚠ ';
const RIGHT_TO_LEFT = new Set(['fa', 'ar', 'he', 'ur']);
const KEPT = 'demarche-language';

export type Say = (key: string, values?: Record<string, FluentVariable>) => string;

/** A language's words and direction. */
export interface Voice {
  language: string;
  rtl: boolean;
  say: Say;
}

type Bundles = { own: FluentBundle | null; english: FluentBundle | null };

class Words {
  language = $state('en');
  ready = $state(false);
  #bundles: Bundles = $state.raw({ own: null, english: null });

  get rtl(): boolean {
    return RIGHT_TO_LEFT.has(this.language);
  }

  /** Words of any pack, for a page that speaks two languages at once. */
  async voice(language: string): Promise<Voice> {
    const own = await bundle(language);
    const english = this.#bundles.english;
    const say: Say = (key, values = {}) => from(own, key, values) ?? MARK + ((english && from(english, key, values)) ?? key);
    return { language, rtl: RIGHT_TO_LEFT.has(language), say };
  }

  /** Takes the language of this browser's last choice, or of the browser itself where a pack speaks it. */
  async begin(): Promise<void> {
    const last = localStorage.getItem(KEPT) ?? navigator.language.slice(0, 2);
    await this.use(last).catch(() => this.use('en'));
  }

  async use(language: string): Promise<void> {
    const english = this.#bundles.english ?? (await bundle('en'));
    const own = language === 'en' ? english : await bundle(language);
    this.#bundles = { own, english };
    this.language = language;
    this.ready = true;
    localStorage.setItem(KEPT, language);
    document.documentElement.lang = language;
    document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  }

  /** Whether any pack has the message. */
  has(key: string): boolean {
    const { own, english } = this.#bundles;
    return Boolean(own?.hasMessage(key) || english?.hasMessage(key));
  }

  /** A message. */
  say(key: string, values: Record<string, FluentVariable> = {}): string {
    const { own, english } = this.#bundles;
    const said = own && from(own, key, values);
    if (said !== null && said !== undefined) return said;
    const fallback = english && from(english, key, values);
    return MARK + (fallback ?? key);
  }

  /** A message with facts of the node. */
  phrase(key: string, facts: Record<string, Fact>): string {
    const values: Record<string, FluentVariable> = {};
    for (const [name, fact] of Object.entries(facts)) values[name] = this.fact(fact);
    return this.say(key, values);
  }

  fact(fact: Fact): FluentVariable {
    switch (fact.is) {
      case 'text':
        return isolated(fact.value);
      case 'number':
        return fact.value;
      case 'instant':
        return isolated(dtg(fact.value));
      case 'duration':
        return span(fact.value, this.language).value;
      case 'list':
        return fact.value.map(isolated).join(this.say('list-comma'));
    }
  }

  /** The three lines of a refusal: what happened, what was kept, what to do. */
  refusal(refusal: Refusal): { happened: string; kept: string; next: string } {
    const line = (end: string) => this.phrase(`${refusal.code}-${end}`, refusal.facts);
    return { happened: line('happened'), kept: line('kept'), next: line('next') };
  }

  /** Digits as the reader writes them; machine values stay as they are. */
  digits(n: number): string {
    return new Intl.NumberFormat(this.language === 'fa' ? 'fa-IR' : this.language).format(n);
  }
}

const SHORT = 28;

/** A machine value in a right-to-left line: left-to-right isolate (U+2066, U+2069). A short one is one word: broken over
 * two lines it is misread. */
export function isolated(text: string): string {
  return `\u2066${text.length > SHORT ? text : text.replaceAll(' ', '\u00a0')}\u2069`;
}

async function bundle(language: string): Promise<FluentBundle> {
  const made = new FluentBundle(language, { useIsolating: true });
  made.addResource(new FluentResource(await words(language)), { allowOverrides: true });
  return made;
}

function from(bundle: FluentBundle, key: string, values: Record<string, FluentVariable>): string | null {
  const message = bundle.getMessage(key);
  if (!message?.value) return null;
  return bundle.formatPattern(message.value, values, []);
}

export const packs = new Words();
/** Shorthand for templates. */
export const t = (key: string, values?: Record<string, FluentVariable>): string => packs.say(key, values);

/** A code word of a list that packs speak, `state-in-effect`; as it is where no pack has it. */
export function coded(list: string, word: string, say: Say = t): string {
  const key = `${list}-${word.toLowerCase().replaceAll(' ', '-')}`;
  return packs.has(key) ? say(key) : isolated(word);
}
