// What axe cannot see (console.md, the accessibility checklist): the way of the focus, zoom, spacing, motion, forced
// colours, sounds that take no focus. What a person must judge stands with its date in console/README.md.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SCREENS, accident, go, shot, staged, struck, violations } from './world.mjs';

let us;
let ir;

before(async () => ({ us, ir } = await staged({ us: ['US', 'WATCH', 'en'], ir: ['IR', 'WATCH', 'fa'] })));
after(struck);

const MOST_STOPS = 160;
/** Screens whose parts no other has: rows and the large button, the typed form, the map. */
const WALKED = ['line', 'compose', 'map'];

/** What has the focus: its place in the page, how it shows, whether it is in sight. */
const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const [box, style] = [at.getBoundingClientRect(), getComputedStyle(at)];
    const sides = [box.left + 2, (box.left + box.right) / 2, box.right - 2];
    const seen = sides.some((x) => {
      const top = document.elementFromPoint(x, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
      return top && (at.contains(top) || top.contains(at));
    });
    return {
      what: `${at.tagName} ${at.id} ${at.getAttribute('href') ?? ''} ${at.textContent.trim().slice(0, 30)}`,
      place: [...document.querySelectorAll('*')].indexOf(at),
      ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
      seen,
    };
  });

describe('the focus', () => {
  for (const screen of WALKED) {
    it(`goes through ${screen} and out again, seen at every stop`, async () => {
      const { page } = us;
      // A page that was just loaded: the way begins where the page begins, not at the link that was clicked.
      await page.goto(`${us.origin}/${screen}`);
      await page.waitForSelector('main h1');
      const places = new Set();
      let stops = 0;
      for (; stops < MOST_STOPS; stops += 1) {
        await page.keyboard.press('Tab');
        const at = await focused(page);
        // Round and out: the browser's own frame comes after the last stop.
        if (!at || places.has(at.place)) break;
        places.add(at.place);
        assert.ok(at.ring >= 3, `${at.what}: a ring of ${at.ring} px`);
        assert.ok(at.seen, `${at.what} is out of sight`);
      }
      assert.ok(stops > SCREENS.length && stops < MOST_STOPS, `${stops} stops`);
    });
  }

  it('stays where it is when a FLASH rings, which is said once, assertively', async () => {
    const { page } = ir;
    await go(page, 'line');
    await page.locator('nav a[href="/map"]').focus();
    const before = await focused(page);
    const number = await accident(us, 'test missile off its range');
    await page.waitForSelector(`[data-ring="${number}"]`);
    assert.deepEqual((await focused(page)).what, before.what);
    const said = await page.locator('[aria-live="assertive"]').allTextContents();
    assert.equal(said.filter((text) => text.includes(number)).length, 1);
  });
});

describe('a notice by keyboard alone', () => {
  it('is opened, passed down and its read-back begun, each by Tab and Enter', async () => {
    const { page } = ir;
    const press = async (selector) => {
      await page.evaluate(() => document.activeElement?.blur());
      for (let n = 0; n < MOST_STOPS; n += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((to) => document.activeElement?.matches(to), selector)) return page.keyboard.press('Enter');
      }
      throw new Error(`${selector} is not reached`);
    };
    await press('[data-ring] button.main');
    await page.waitForSelector('[data-act="open"]');
    await press('[data-act="open"]');
    await page.waitForSelector('[data-pick="onward"] option:nth-child(2)', { state: 'attached' });
    await page.locator('[data-pick="onward"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-mark="K5"][data-set="true"]');
    await press('[data-act="readback"]');
    await page.waitForSelector('[data-act="restate"]');
  });
});

describe('the map', () => {
  it('is moved by buttons and arrow keys as by dragging, and its list holds the same choice', async () => {
    const { page } = us;
    await go(page, 'map');
    const map = page.locator('.map');
    const seen = async () => (await map.screenshot()).toString('base64');
    const changed = async (act, what) => {
      const was = await seen();
      await act();
      await page.waitForTimeout(500);
      assert.notEqual(await seen(), was, what);
    };
    await page.waitForTimeout(1000);
    await changed(() => page.getByRole('button', { name: 'Zoom in' }).click(), 'zoomed by a button');
    await changed(async () => {
      await map.focus();
      await page.keyboard.press('ArrowRight');
    }, 'moved by a key');
    const first = page.locator('[data-feature] button').first();
    await first.click();
    assert.equal(await first.getAttribute('aria-pressed'), 'true');
    assert.ok((await map.getAttribute('aria-label')).length > 0);
  });
});

describe('larger, wider, calmer', () => {
  it('nothing scrolls sideways at 200 % zoom, in either direction of reading', async () => {
    for (const { page } of [us, ir]) {
      await page.setViewportSize({ width: 640, height: 450 });
      for (const screen of SCREENS) {
        await go(page, screen);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${screen}: ${over} px`);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    }
  });

  it('text spaced as WCAG 1.4.12 has it is cut off nowhere', async () => {
    for (const { page } of [us, ir]) {
      const space = () =>
        page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }');
          document.adoptedStyleSheets = [sheet];
        });
      for (const screen of SCREENS) {
        await go(page, screen);
        await space();
        const cuts = () => page.evaluate(() => {
          const clips = (node) => ['hidden', 'clip'].includes(getComputedStyle(node).overflowY) && !node.closest('.hidden, .ol-viewport, .map');
          const over = (node) => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1;
          return [...document.querySelectorAll('main *, header *')].filter((node) => clips(node) && over(node)).map((node) => `${node.className}: ${node.textContent.trim().slice(0, 60)}`);
        });
        // Rows are measured again when their text has grown.
        let cut = await cuts();
        for (let tries = 0; cut.length && tries < 20; tries += 1) {
          await page.waitForTimeout(100);
          cut = await cuts();
        }
        assert.deepEqual(cut, [], screen);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(sideways <= 0, `${screen}: ${sideways} px sideways`);
      }
      await page.evaluate(() => (document.adoptedStyleSheets = []));
    }
  });

  it('nothing moves by itself for whoever asked for calm', async () => {
    const { page } = us;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const screen of ['line', 'board', 'map']) {
      await go(page, screen);
      const moving = await page.evaluate(() =>
        [...document.querySelectorAll('*')]
          .filter((node) => {
            const { animationName, transitionDuration } = getComputedStyle(node);
            return animationName !== 'none' || !/^0s(, 0s)*$/.test(transitionDuration);
          })
          .map((node) => node.className),
      );
      assert.deepEqual(moving, [], screen);
    }
    await page.emulateMedia({ reducedMotion: null });
  });

  it('under forced colours the chosen screen and the marks that are set are told by a frame', async () => {
    for (const { page } of [us, ir]) {
      await page.emulateMedia({ forcedColors: 'active' });
      await go(page, 'line');
      for (const selector of ['nav a[aria-current="page"]', '[data-mark][data-set="true"]']) {
        const frame = await page.locator(selector).first().evaluate((node) => getComputedStyle(node).outlineWidth);
        assert.equal(frame, '2px', selector);
      }
      assert.deepEqual(await violations(page), []);
      await shot(page, `forced-colours-${await page.evaluate(() => document.documentElement.lang)}`);
      await page.emulateMedia({ forcedColors: null });
    }
  });
});

describe('who listens instead of looking', () => {
  it('finds landmarks, one h1 and a name on everything that can be used, in both languages', async () => {
    for (const { page } of [us, ir]) {
      for (const screen of SCREENS) {
        await go(page, screen);
        const tree = await page.locator('body').ariaSnapshot();
        for (const landmark of ['banner', 'navigation', 'main']) assert.ok(tree.includes(`- ${landmark}`), `${screen}: ${landmark}`);
        assert.equal(tree.match(/- heading ".*" \[level=1\]/g)?.length, 1, `${screen}: one h1`);
        const nameless = tree.match(/- (button|link|textbox|combobox|checkbox|application)(:|$| \[)/gm) ?? [];
        assert.deepEqual(nameless, [], screen);
      }
    }
  });

  it('hears each passage in its own language', async () => {
    const { page } = us;
    await go(page, 'line');
    await page.locator('[data-number$="/T1"]').first().click();
    await page.waitForSelector('.page');
    const passages = page.locator('.page');
    await passages.nth(1).waitFor();
    const told = await passages.evaluateAll((all) => all.map((node) => `${node.lang} ${node.dir}`));
    assert.deepEqual(told, ['en ltr', 'fa rtl']);
  });
});

it('nothing was complained of and no other host was asked', () => {
  assert.deepEqual([us.complaints, ir.complaints], [[], []]);
});
