// What the desk tells, as crates/desk/src/serve/told.rs and the commands of the models have it.

export type Pair = [number, number];

export interface Estimate {
  low: number;
  centre: number;
  high: number;
  unit: string;
  source: string;
}

export interface Named {
  key: string;
  estimate: Estimate;
  /** The file's own number, where a model moved it. */
  base: Estimate | null;
}

export interface Change {
  key: string;
  from: Estimate;
  to: Estimate;
}

export interface RunLine {
  run_id: string;
  inputs_sha256: string;
  from: string | null;
  at_ms: number;
  as_of: string;
  rung: number;
  changes: Change[];
  posture: string;
  worst_loss: number | null;
}

export interface Finding {
  id: string;
  text: string;
  figures: Record<string, unknown>;
  rests_on: string[];
  method: string;
}

export interface PostureRow {
  posture: string;
  worst_loss: number;
  interval: Pair;
  regret: number;
  best_reply: string;
  expected_losses: Pair;
}

export interface RegimeRow {
  regime: string;
  losses_best: Pair | null;
  value_own: number | null;
  value_other: number | null;
  value_joint: number | null;
  value_interval: [number | null, number | null];
}

export interface MarginRow {
  side: string;
  own_discount: [number, number, number];
  critical_discount: [number, number, number];
  critical_without_line: number;
  margin: [number, number, number];
}

export interface WeekRow {
  from: string;
  side: string;
  margin: number;
  events: string[];
  because: string[];
}

export interface Swing {
  assumption: string;
  low: number;
  centre: number;
  high: number;
  loss_at_low: number;
  loss_at_high: number;
  flips: { at: number; to: string }[];
}

export interface Flips {
  posture: string;
  worst_loss: number;
  tornado: Swing[];
  pairs: { assumptions: [string, string]; values: Pair; to: string }[];
  sensitivity: { assumption: string; mean_effect: number }[];
}

export type Model = 'safeguards' | 'attribution' | 'brent';
type Centred = Pick<Estimate, 'low' | 'centre' | 'high'>;

export interface Measured {
  what: string;
  of: string;
  without: number | null;
  alone: Partial<Record<Model, number | null>>;
  with: number | null;
  difference: number | null;
  moved_by: Model | null;
}

export interface Moves {
  models: { model: Model; notes: string[] }[];
  changes: {
    reading: string;
    unit: string;
    value: Centred;
    key: string;
    factor: Estimate;
    before: Estimate;
    after: Estimate;
  }[];
  findings: { id: string; moved_by: Model | null; measures: Measured[] }[];
}

export interface Assessment {
  title: string;
  own: string;
  other: string;
  as_of: string;
  rung: number;
  findings: Finding[];
  models: Moves | null;
  flips: Flips | null;
}

export interface Told {
  run: RunLine;
  assessment: Assessment;
  ladder: { rung: number; title: string; public: boolean }[];
  now: { rung: number; moves: number };
  red_lines: { id: string; title: string; rung: number }[];
  numbers: Named[];
  components: { id: string; side: string; title: string; unit: string; amounts: number[]; source: string }[];
  calendar: {
    id: string;
    title: string;
    side: string;
    from: string;
    to: string;
    audience: number;
    leak: number;
    survival: number;
    source: string;
  }[];
}

export interface Listed {
  runs: RunLine[];
  panels: string[];
  languages: string[];
}

export type Interval = { low: number | null; central: number | null; high: number | null };
export type Quantiles = Record<string, Record<string, number>>;

/** The figures of a finding. */
export function figures<T>(told: Told, id: string): T {
  return (told.assessment.findings.find((it) => it.id === id)?.figures ?? {}) as T;
}
