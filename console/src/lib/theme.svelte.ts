// Light or dark: as the machine asks until somebody chooses.

class Theme {
  #asked = matchMedia('(prefers-color-scheme: dark)');
  #machine = $state(this.#asked.matches);
  #chosen = $state<boolean | null>(null);

  constructor() {
    this.#asked.addEventListener('change', () => (this.#machine = this.#asked.matches));
  }

  get dark(): boolean {
    return this.#chosen ?? this.#machine;
  }

  toggle(): void {
    this.#chosen = !this.dark;
    document.documentElement.dataset.theme = this.#chosen ? 'dark' : 'light';
  }
}

export const theme = new Theme();
