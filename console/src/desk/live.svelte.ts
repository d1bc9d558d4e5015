// The run that is shown, and all others.

import { ask, enter, isIn } from './ask';
import type { Listed, RunLine, Told } from './told';

interface Changed {
  key: string;
  low: number;
  centre: number;
  high: number;
  source: string;
}

class Live {
  told = $state.raw<Told | null>(null);
  runs = $state.raw<RunLine[]>([]);
  panels = $state.raw<string[]>([]);
  languages = $state.raw<string[]>(['en']);
  error = $state.raw<unknown>(null);
  inside = $state(false);
  busy = $state(false);

  /** Comes in by the address's link, or by this tab's session. */
  async open(): Promise<void> {
    const link = location.hash.startsWith('#link=') ? location.hash.slice('#link='.length) : '';
    if (link) history.replaceState(null, '', '/');
    try {
      if (link) await enter(link);
      this.inside = isIn();
      if (this.inside) await this.reread();
    } catch (why) {
      this.failed(why);
    }
  }

  /** The files as they stand now. */
  async reread(): Promise<void> {
    await this.shown(() => ask<Told>('runs', {}));
  }

  /** The run on the screen with one number changed; what is refused is told to the editor. */
  async change(changed: Changed): Promise<void> {
    const from = this.told?.run.run_id ?? null;
    this.busy = true;
    try {
      await this.take(await ask<Told>('runs', { from, changes: [changed] }));
    } finally {
      this.busy = false;
    }
  }

  async show(id: string): Promise<void> {
    await this.shown(() => ask<Told>(`runs/${id}`));
  }

  /** The run's file, to be kept where the reader says. */
  async file(id: string): Promise<void> {
    try {
      const { assumptions } = await ask<{ assumptions: string }>(`runs/${id}/file`);
      const address = URL.createObjectURL(new Blob([assumptions], { type: 'application/toml' }));
      const link = document.createElement('a');
      [link.href, link.download] = [address, `assumptions-${id}.toml`];
      link.click();
      URL.revokeObjectURL(address);
    } catch (why) {
      this.failed(why);
    }
  }

  private async shown(question: () => Promise<Told>): Promise<void> {
    this.busy = true;
    this.error = null;
    try {
      await this.take(await question());
    } catch (why) {
      this.failed(why);
    } finally {
      this.busy = false;
    }
  }

  /** Shows a run at once, and what would change it as soon as that is reckoned. */
  private async take(told: Told): Promise<void> {
    this.told = told;
    const { runs, panels, languages } = await ask<Listed>('runs');
    [this.runs, this.panels, this.languages] = [runs, panels, languages];
    const id = told.run.run_id;
    ask<Told>(`runs/${id}/flips`)
      .then((flipped) => {
        if (this.told?.run.run_id === id) this.told = flipped;
      })
      .catch((why) => this.failed(why));
  }

  private failed(why: unknown): void {
    this.error = why;
    this.inside = isIn();
  }
}

export const live = new Live();
