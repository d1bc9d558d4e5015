import { forward } from 'mgrs';

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
