// What the node tells, as crates/node/src/api has it.

export type Marks = Record<string, string[]>;

export interface Refusal {
  code: string;
  blame: string;
  blamed: string | null;
  facts: Record<string, Fact>;
}

export type Fact =
  | { is: 'text'; value: string }
  | { is: 'number' | 'instant' | 'duration'; value: number }
  | { is: 'list'; value: string[] };

export interface Compartment {
  code: string;
  state: string;
  stopped: Refusal | null;
  quarantined: boolean;
  attestation: string;
  epoch: number;
  members: string[];
  entries: number;
  held: number;
  outbox: number;
  fingerprint: string;
}

export interface Pair {
  party: string;
  state: string;
  assurance: string;
}

export interface Status {
  party: string;
  status: string;
  fingerprint: string;
  uptime_ms: number;
  now_ms: number;
  compartments: Compartment[];
  pairs: Pair[];
  relays: Record<string, boolean>;
}

export interface LineTold {
  compartment: string;
  party: string;
  state: string;
  word: string | null;
  relay: string | null;
  since_ms: number;
}

/** What a line test found, by compartment and party. */
export interface LineTests {
  reached: boolean;
  tests: { compartment: string; party: string; sent: boolean; answered_ms: number | null; state: string; word: string | null }[];
}

export interface NoticeTold {
  number: string | null;
  compartment: string;
  kind: string;
  from: string;
  to: string[];
  precedence: string | null;
  dtg_ms: number | null;
  entry: string;
  position: number | null;
  arrived_ms: number | null;
  marks: Marks;
}

export interface LineText {
  rtl: boolean;
  text: string;
}

export interface Readback {
  by: string;
  number: string;
  matched: boolean;
  paragraphs: string[];
}

export interface Shown {
  notice: NoticeTold;
  lines: LineText[];
  readbacks: Readback[];
  canonical: string;
}

export interface DueTold {
  compartment: string;
  at_ms: number | null;
  why: string;
  number: string | null;
  draft: string | null;
  party: string | null;
}

export interface DraftTold {
  draft: string;
  kind: string;
  to: string[];
  seals: string[];
  remark: string | null;
}

export interface Finding {
  id: string;
  paragraph: string | null;
  facts: Record<string, Fact>;
}

export interface Officer {
  person: string;
  roles: Record<string, string[]>;
  keys: string[];
  left: boolean;
}

export interface Proof {
  number: string;
  hash: string;
  paths: {
    path: string;
    recipient: string;
    deposit: [number, number] | null;
    arrival: [number, number] | null;
    clock: string;
  }[];
  marks: Marks;
  named: string[];
  grounds: unknown[];
  disputed: unknown[];
  attested_by: string[];
  mode: string;
}

export interface Session {
  person: string;
  party: string;
  status: string;
  station: string;
  roles: Record<string, string[]>;
  languages: string[];
  now_ms: number;
  ends_in_ms: number;
  locks_in_ms: number;
  locked: boolean;
}

export type Kind =
  | { is: 'word'; words: [string, string][] }
  | { is: 'text'; most: number }
  | { is: 'count'; min: number; max: number }
  | { is: 'quantity'; units: string[] }
  | { is: 'place'; stand_off: boolean }
  | { is: 'list'; of: Kind; min: number; max: number }
  | { is: 'record'; fields: FieldSpec[] }
  | { is: 'or-word'; words: [string, string][]; of: Kind }
  | { is: 'flag' | 'span' | 'instant' | 'number' | 'code' | 'station' | 'line' | 'hash' | 'restatement' };

export interface FieldSpec {
  name: string;
  label: string;
  need: 'M' | 'C' | 'O';
  critical: boolean;
  kind: Kind;
}

export interface TypeSpec {
  code: string;
  title: string;
  read_back: boolean;
  template: Record<string, unknown>;
  envelope: FieldSpec[];
  paragraphs: FieldSpec[];
}

export interface MatterTold {
  machine: string;
  id: string;
  number: string;
  author: string;
  toward: string | null;
  state: string;
  at_ms: number | null;
  parts: { id: string; state: string; at_ms: number | null }[];
  beside: Record<string, string>;
}

/** A matter with where it stands and which list of the folds it is from. */
export interface Matter extends MatterTold {
  compartment: string;
  kind: string;
}

export interface DutyTold {
  compartment: string;
  at_ms: number | null;
  past: boolean;
  what: string;
  from: string[];
  ours: boolean;
  number: string;
  part: string;
  otherwise: string;
}

/** A floor notice of a restored node that may not write in the record yet. */
export interface FlareShown {
  compartment: string;
  party: string;
  number: string | null;
  sent_ms: number;
  came_ms: number;
  lines: LineText[];
}

/** The shared half of the stalemate board; a pair is surely and possibly. */
export interface BoardTold {
  as_of_ms: number;
  compartments: string[];
  stability: {
    incidents: Record<string, [[number, number], [number, number]]>;
    this_week: [number, number];
    week_before: [number, number];
    trend: string;
    last_ms: number | null;
    answered: [number, number];
    open_non_answers: string[];
    rests_on: string[];
  };
  affiliates: Record<
    string,
    { held_to_hundredths: [number, number]; trend: string; last_ms: number; rests_on: string[] }
  >;
  stocks: Record<
    string,
    { value: string; error: string | null; as_of_ms: number; age_ms: number; trend: string; rests_on: string }
  >;
  unable_since: [number, string] | null;
  cycles: MatterTold[];
  cases: MatterTold[];
  tracks: MatterTold[];
  due: DutyTold[];
}

export interface Custody {
  set: string | null;
  state: string;
  k: number;
  n: number;
  proved: number[];
  last_drill_ms: number | null;
  due_ms: number;
  custodians: { place: number; office: string; appointed_by: string; at: string; permanent: boolean }[];
}

export interface Succession {
  party: string;
  number: string;
  state: string;
  effect_ms: number;
  reviewed: number;
  of: number;
  /** Of the own party's only. */
  items: { number: string; verdict: string | null }[] | null;
  unreviewed_days: number | null;
}

/** What outlives office-holders in one compartment. */
export interface Continued {
  compartment: string;
  successions: Succession[];
  review: string[];
  due: string[];
  members: { party: string; state: string; cause: string | null; until_ms: number | null; unheard_ms: number | null }[];
  said: { party: string; word: string; at_ms: number; effect_ms: number; items: number; proved: boolean }[];
  closing: { state: string; by: string[]; at_ms: number | null };
}

/** What a public draft would reveal. */
export interface Guarded {
  sentences: number;
  stops: Alarm[];
  looks: Alarm[];
  agreed_line: string | null;
}

export interface Alarm {
  sentence: number;
  text: string;
  why: string;
  entry: string | null;
  paragraph: string;
  tenths: number;
  parts: { what: string; tenths: number }[];
  runs: number;
}
