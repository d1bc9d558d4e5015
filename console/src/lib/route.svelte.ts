// Which screen: the path of the address, no library.

class Route {
  path = $state(location.pathname);

  constructor() {
    addEventListener('popstate', () => (this.path = location.pathname));
  }

  get screen(): string {
    return this.path.split('/')[1] || 'line';
  }

  /** What follows the screen, decoded: a notice's number holds slashes and is one part here. */
  get rest(): string {
    const parts = this.path.split('/').slice(2);
    return decodeURIComponent(parts.join('/'));
  }

  go(path: string): void {
    history.pushState(null, '', path);
    this.path = location.pathname;
    requestAnimationFrame(() => document.querySelector<HTMLElement>('h1')?.focus());
  }
}

export const route = new Route();
