// Sounds by Web Audio: ACTUAL and EXERCISE never sound alike, and FLASH repeats.

let context: AudioContext | null = null;

/** A browser lets a page sound only after a person has touched it. */
export function unlockSound(): void {
  context ??= new AudioContext();
  void context.resume();
}

export function sound(precedence: string, status: string): void {
  if (!context || context.state !== 'running') return;
  const times = precedence === 'Z' ? 6 : precedence === 'O' ? 3 : 1;
  const [low, high] = status === 'ACTUAL' ? [880, 1320] : [440, 550];
  for (let n = 0; n < times; n += 1) {
    beep(low, context.currentTime + n * 0.5, 0.18);
    beep(high, context.currentTime + n * 0.5 + 0.2, 0.18);
  }
}

function beep(hertz: number, at: number, seconds: number): void {
  if (!context) return;
  const [tone, gain] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0.2, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
