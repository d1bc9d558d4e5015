import { forward, toPoint } from 'mgrs';

export type Notation = 'mgrs' | 'dms' | 'decimal';

/** A point, [longitude, latitude], in a notation of the field. */
export function coordinates([lon, lat]: [number, number], notation: Notation): string {
  if (notation === 'decimal') return `${lat.toFixed(5)} ${lon.toFixed(5)}`;
  if (notation === 'dms') return `${dms(lat, 'N', 'S')} ${dms(lon, 'E', 'W')}`;
  // MGRS covers 80° S to 84° N.
  if (lat > 84 || lat < -80) return `${lat.toFixed(5)} ${lon.toFixed(5)}`;
  // Zone, square, easting, northing: read in groups, as it is said on the voice circuit.
  return forward([lon, lat], 5).replace(/^(\d+[A-Z])([A-Z]{2})(\d{5})(\d{5})$/, '$1 $2 $3 $4');
}

function dms(degrees: number, plus: string, minus: string): string {
  const tenths = Math.round(Math.abs(degrees) * 36_000);
  const [d, m, s] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
  return `${d}°${String(m).padStart(2, '0')}′${s.toFixed(1).padStart(4, '0')}″${degrees < 0 ? minus : plus}`;
}

/** A point as notices write it. */
export const typed = ([lon, lat]: [number, number]): string => `${lat.toFixed(5)} ${lon.toFixed(5)}`;

/**
 * The place nearest to a click whose easting and northing in its square of 100 km begin with these figures, half of them
 * each; null where they are no figures.
 */
export function refined(click: [number, number], figures: string): [number, number] | null {
  if (!/^(\d\d){1,5}$/.test(figures)) return null;
  const half = figures.length / 2;
  const [east, north] = [figures.slice(0, half), figures.slice(half)];
  const places = squares(click).flatMap((square) => {
    const at = toPoint(`${square}${east}${north}`) as [number, number];
    // A square at the edge of its zone does not hold every figure.
    return forward(at, half).startsWith(square) ? [at] : [];
  });
  const far = ([lon, lat]: [number, number]) =>
    Math.hypot(lat - click[1], (lon - click[0]) * Math.cos((click[1] * Math.PI) / 180));
  return places.sort((a, b) => far(a) - far(b))[0] ?? null;
}

/** The square of 100 km under a point and those around it. */
function squares([lon, lat]: [number, number]): string[] {
  const steps = [-1, -0.5, 0, 0.5, 1];
  const wide = 1 / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
  const around = steps.flatMap((north) => steps.map((east) => [lon + east * wide, lat + north] as [number, number]));
  const covered = around.filter(([, at]) => at <= 84 && at >= -80);
  return [...new Set(covered.map((at) => forward(at, 1).slice(0, -2)))];
}
