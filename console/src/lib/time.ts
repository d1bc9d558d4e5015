// Instants as this field writes them; local times by the reader's calendar.

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const two = (n: number) => String(n).padStart(2, '0');

/** Date-time group: DDHHMMSSZ MON YY. */
export function dtg(ms: number): string {
  const at = new Date(ms);
  const time = `${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}Z`;
  return `${two(at.getUTCDate())}${time} ${MONTHS[at.getUTCMonth()]} ${two(at.getUTCFullYear() % 100)}`;
}

interface Durations {
  format(parts: Record<string, number>): string;
}

type WithDurations = typeof Intl & { DurationFormat: new (locale: string, options: object) => Durations };

/** An age or a time left in the reader's words and digits, in two units at most. */
export function span(ms: number, language: string): { value: string; past: boolean } {
  const s = Math.floor(Math.abs(ms) / 1000);
  const [days, hours, minutes] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  const parts: Record<string, number> = days
    ? { days, hours }
    : hours
      ? { hours, minutes }
      : minutes
        ? { minutes, seconds: s % 60 }
        : { seconds: s };
  const options = { style: 'short', secondsDisplay: 'auto', ...(s === 0 ? { secondsDisplay: 'always' } : {}) };
  const format = new (Intl as WithDurations).DurationFormat(locale(language), options);
  return { value: format.format(parts), past: ms < 0 };
}

/** The locale of a language's own digits and calendar. */
function locale(language: string): string {
  return language === 'fa' ? 'fa-IR-u-ca-persian' : language;
}

/** The local date in a language's own calendar. */
export function localDate(ms: number, language: string): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium' }).format(new Date(ms));
}
