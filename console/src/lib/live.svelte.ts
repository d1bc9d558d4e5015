// What the node knows, kept fresh by its stream of events. A silent stream is down, never calm.

import { Refused, ask, drop, get, post } from './api';
import { sound } from './alarm';
import type { DraftTold, DueTold, LineTold, NoticeTold, Session, Status } from './told';

interface Happened {
  compartment: string;
  what: string;
  number?: string;
  precedence?: string;
  party?: string;
  minute?: number;
}

/** Two beats of five seconds and some. */
const SILENT_MS = 12_000;
/** A touch is told to the node at most so often. */
const TOUCH_MS = 30_000;

const BURST_MS = 60;
const CALM_MS = 2_000;

class Live {
  session = $state<Session | null>(null);
  /** Own clock less the node's, ms. */
  skew = $state(0);
  now = $state(Date.now());
  stream = $state<'opening' | 'up' | 'down'>('opening');
  heard = $state(0);
  status = $state.raw<Status | null>(null);
  lines = $state.raw<LineTold[]>([]);
  notices = $state.raw<NoticeTold[]>([]);
  due = $state.raw<DueTold[]>([]);
  drafts = $state.raw<(DraftTold & { compartment: string })[]>([]);
  /** The last thing that rang, until somebody has looked. */
  rung = $state.raw<Happened | null>(null);
  /** Whether the session has locked: alarms are heard, nothing is shown. */
  locked = $state(false);
  /** When it locks unless somebody touches the keys, by this browser's clock. */
  locksAt = $state(Infinity);
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = Infinity;
  #touched = 0;

  constructor() {
    setInterval(() => {
      this.now = Date.now() - this.skew;
      if (this.stream === 'up' && Date.now() - this.heard > SILENT_MS) this.stream = 'down';
      if (this.session && Date.now() >= this.locksAt) this.lock();
    }, 1_000);
    for (const touch of ['keydown', 'pointerdown']) addEventListener(touch, () => void this.touch(), { passive: true });
  }

  get roles(): Record<string, string[]> {
    return this.session?.roles ?? {};
  }

  /** Whether this person decides and stands no watch: the board is their home page. */
  get senior(): boolean {
    const words = Object.values(this.roles).flat();
    return words.some((word) => word === 'SENIOR' || word === 'PRINCIPAL') && !words.includes('WATCH');
  }

  get compartments(): string[] {
    return Object.keys(this.roles).filter((code) => this.roles[code]?.length);
  }

  /** How a compartment's notices are attested, as a notice's head writes it. */
  attestation(code: string): string | undefined {
    return this.status?.compartments.find((c) => c.code === code)?.attestation.replace('-', '_');
  }

  enter(session: Session): void {
    this.session = session;
    this.locked = false;
    this.#touched = Date.now();
    this.locksAt = Date.now() + session.locks_in_ms;
    this.skew = Date.now() - session.now_ms;
    this.now = session.now_ms;
    this.listen();
    void this.refresh();
  }

  /** Somebody is at the keys: the lock is put off. */
  async touch(): Promise<void> {
    if (!this.session || Date.now() - this.#touched < TOUCH_MS) return;
    this.#touched = Date.now();
    try {
      const session = await post<Session>('active');
      this.locksAt = Date.now() + session.locks_in_ms;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.lock();
    }
  }

  /** Hides everything and goes on listening for alarms. */
  lock(): void {
    this.session = null;
    this.locked = true;
    this.status = null;
    [this.lines, this.notices, this.due, this.drafts] = [[], [], [], []];
  }

  async resume(): Promise<boolean> {
    try {
      const session = await get<Session>('session');
      if (session.locked) {
        this.lock();
        this.listen();
        return false;
      }
      this.enter(session);
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  /** Logs out. What is under way is dropped first, so that nothing is asked for without a session. */
  async end(): Promise<void> {
    this.#hush();
    drop();
    try {
      await post('logout');
    } catch (error) {
      this.listen();
      throw error;
    }
    this.leave();
  }

  leave(): void {
    this.locked = false;
    this.#hush();
    this.session = null;
    this.status = null;
    [this.lines, this.notices, this.due, this.drafts] = [[], [], [], []];
  }

  #hush(): void {
    this.#source?.close();
    this.#source = null;
  }

  listen(): void {
    this.#hush();
    const source = new EventSource('/api/v1/events');
    const alive = () => {
      this.heard = Date.now();
      this.stream = 'up';
    };
    source.onopen = () => {
      alive();
      void this.refresh();
    };
    source.onerror = () => (this.stream = 'down');
    source.addEventListener('beat', alive);
    source.addEventListener('anew', () => {
      alive();
      void this.refresh();
    });
    source.addEventListener('happened', (event) => {
      alive();
      const happened = JSON.parse(event.data) as Happened;
      if (['ring', 'page', 'flare'].includes(happened.what)) {
        this.rung = happened;
        sound(happened.precedence ?? 'R', this.session?.status ?? 'EXERCISE');
      }
      // Tests and receipts go by many times a second; what an officer waits for is told by a word of its own.
      this.soon(happened.what === 'changed' ? CALM_MS : BURST_MS);
    });
    this.#source = source;
  }

  /** Refreshes once for a burst of events, and no later than was asked. */
  soon(within = BURST_MS): void {
    const at = Date.now() + within;
    if (this.#next <= at) return;
    clearTimeout(this.#timer);
    this.#next = at;
    this.#timer = setTimeout(() => {
      this.#next = Infinity;
      void this.refresh();
    }, within);
  }

  async refresh(): Promise<void> {
    if (!this.session || !this.#source) return;
    try {
      const [status, lines, notices, due] = await Promise.all([
        ask<Status>('status'),
        ask<{ lines: LineTold[] }>('line-status'),
        ask<{ notices: NoticeTold[] }>('list', { most: 20_000 }),
        ask<{ items: DueTold[] }>('due'),
      ]);
      this.status = status;
      this.lines = lines.lines;
      this.notices = notices.notices;
      this.due = due.items;
      this.skew = Date.now() - status.now_ms;
      const kept = this.compartments.map(async (compartment) => {
        const told = await ask<{ drafts: DraftTold[] }>('drafts', { compartment });
        return told.drafts.map((draft) => ({ ...draft, compartment }));
      });
      this.drafts = (await Promise.all(kept)).flat();
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.lock();
    }
  }
}

export const live = new Live();
