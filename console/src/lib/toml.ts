// A value of the form as TOML text: what the node's files are written in.

export function toml(value: unknown): string {
  if (value === null || value === undefined) return '""';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  const pairs = Object.entries(value as Record<string, unknown>).map(([key, inner]) => `${key} = ${toml(inner)}`);
  return `{ ${pairs.join(', ')} }`;
}

/** Top-level keys one a line. */
export function lines(value: Record<string, unknown>): string {
  return Object.entries(value)
    .map(([key, inner]) => `${key} = ${toml(inner)}`)
    .join('\n');
}
