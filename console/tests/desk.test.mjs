// The private desk's screen in a real browser against its own process.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bare, binary, browser, output, person, shot, violations } from './world.mjs';

const scenario = join(dirname(fileURLToPath(import.meta.url)), '../../scenarios/us-iran');
const files = {
  assumptions: join(scenario, 'assumptions-us.toml'),
  calendar: join(scenario, 'calendar-us.toml'),
};
let desk;
let engine;
let us;

/** A desk of its own process; `link(n)` is the n-th link that it printed. */
function serve(args) {
  const child = spawn(binary, ['desk', 'serve', '--assumptions', files.assumptions, ...args]);
  const links = [];
  const waiting = [];
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
    links.splice(0, links.length, ...[...said.matchAll(/http\S+#link=[0-9a-f]{64}/g)].map((match) => match[0]));
    for (const wake of waiting.splice(0)) wake();
  });
  child.stderr.on('data', (bytes) => process.stderr.write(bytes));
  return {
    async link(n) {
      while (links.length <= n) await new Promise((resolve) => waiting.push(resolve));
      return links[n];
    },
    async stop() {
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGINT');
      return ended;
    },
  };
}

before(async () => {
  // The files of the models are those that the assumptions name.
  desk = serve([]);
  engine = await browser();
  us = await person(engine, await desk.link(0), 'en');
  await us.page.waitForSelector('[data-tornado]');
});

after(async () => {
  await engine?.close();
  await desk?.stop();
});

const run = (page) => page.locator('header [data-run]').getAttribute('data-run');

describe('a link', () => {
  it('opens one browser, once; the next is printed, and the key stays in its tab', async () => {
    const again = await person(engine, await desk.link(0), 'en');
    await again.page.waitForSelector('[data-refusal="E-DESK-005"]');
    assert.equal(await again.page.locator('[data-run]').count(), 0);
    await again.context.close();
    const next = await person(engine, await desk.link(1), 'en');
    await next.page.waitForSelector('[data-run]');
    assert.deepEqual(await next.context.cookies(), []);
    await next.page.reload();
    await next.page.waitForSelector('[data-run]');
    const tab = await next.context.newPage();
    await tab.goto(next.origin);
    await tab.waitForSelector('[data-no-session]');
    assert.deepEqual(next.complaints, []);
    await next.context.close();
  });
});

describe('the gate', () => {
  const ask = (...request) => bare(us.origin, ...request);

  it('tells nothing without a key, and refuses a foreign host and a foreign origin, with the headers on every answer', async () => {
    const { host } = new URL(us.origin);
    const json = { 'content-type': 'application/json' };
    const id = await run(us.page);
    const foreign = { host, origin: 'http://attacker.example', ...json };
    const guessed = { host, authorization: `Bearer ${'0'.repeat(64)}` };
    const answers = [
      [await ask('/', { host: 'attacker.example' }), 421],
      [await ask('/api/v1/enter', foreign, 'POST', '{"link":"0"}'), 403],
      [await ask('/api/v1/enter', { host, origin: us.origin, ...json }, 'POST', '{"link":"0"}'), 403],
      [await ask('/api/v1/runs', { host }), 401],
      [await ask(`/api/v1/runs/${id}`, guessed), 401],
      [await ask(`/api/v1/runs/${id}/file`, guessed), 401],
      [await ask('/api/v1/panels/attribution', guessed), 401],
      [await ask('/api/v1/runs', { host, origin: us.origin, ...json }, 'POST', '{}'), 401],
      [await ask('/api/v1/nothing', { host }), 404],
      [await ask('/', { host }), 200],
    ];
    for (const [answer, status] of answers) {
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.headers['content-security-policy'], /default-src 'none'/);
      assert.match(answer.headers['content-security-policy'], /require-trusted-types-for 'script'/);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.ok(!answer.text.includes(id), 'no run is told of');
    }
  });

  it('is only of this machine', async () => {
    const child = spawn(binary, ['desk', 'serve', '--assumptions', files.assumptions, '--listen', '0.0.0.0:0']);
    assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 2);
  });
});

describe('the assessment', () => {
  it('stands under its stripe, with the same figures as the command gives', async () => {
    const { page } = us;
    const told = JSON.parse(await output(['--json', 'assess', 'run', '--assumptions', files.assumptions]));
    assert.equal(await page.locator('[data-private]').count(), 2);
    assert.equal(await page.title(), 'PRIVATE');
    assert.equal(await run(page), told.run_id);
    const posture = told.findings.find((it) => it.id === 'posture').figures;
    const row = page.locator('#postures tr.best');
    assert.match(await row.textContent(), new RegExp(posture.posture));
    assert.match(await row.textContent(), new RegExp(posture.worst_loss.toFixed(1)));
    assert.equal(await page.locator('#postures tbody tr').count(), posture.postures.length);
    assert.equal(await page.locator('#line [data-regime]').count(), 5);
    assert.equal(await page.locator('#restraint [data-margin]').count(), 2);
    const alone = told.flips.tornado.filter((swing) => swing.flips.length).length;
    assert.equal(await page.locator('[data-alone]').getAttribute('data-alone'), String(alone));
    assert.equal(await page.locator('#assumptions [data-number-key]').count(), told.flips.tornado.length);
    await page.click('[data-act="whole"]');
    assert.equal(await page.locator('[data-swing]').count(), told.flips.tornado.length);
  });

  it('has its ladder as an ordered list with the rung of today', async () => {
    const { page } = us;
    assert.equal(await page.locator('#ladder ol > li').count(), 12);
    const now = page.locator('#ladder li[aria-current="step"]');
    assert.equal(await now.getAttribute('data-rung'), '4');
    assert.ok((await page.locator('#ladder [data-line]').count()) > 0, 'own red lines stand on their rungs');
  });
});

describe('the editor', () => {
  const KEY = 'patience.own_discount';

  it('asks for a source of its own, refuses a reversed interval by its key, and keeps the run', async () => {
    const { page } = us;
    const first = await run(page);
    await page.locator(`[data-change="${KEY}"]`).focus();
    await page.keyboard.press('Enter');
    const source = page.locator('#change-source');
    await page.fill('#change-low', '0.99');
    assert.ok(['', 'judgement'].includes(await source.inputValue()), 'the old source is not kept');
    await source.fill('asked of the staff');
    await page.keyboard.press('Enter');
    const refused = await page.waitForSelector('[data-editor] [data-refusal="E-DESK-002"]');
    assert.match(await refused.textContent(), /patience\.own_discount/);
    // The browser itself tells of the refusal's status; nothing else is complained of.
    assert.equal(us.complaints.filter((it) => !it.includes('status of 422')).length, 0);
    us.complaints.length = 0;
    for (const end of ['low', 'centre', 'high']) await page.fill(`#change-${end}`, '0.5');
    await page.locator('#change-source').press('Enter');
    await page.waitForSelector(`header [data-run]:not([data-run="${first}"])`);
    const second = await run(page);
    assert.equal(await page.locator('[data-past]').count(), 2);
    const line = await page.locator(`[data-past="${second}"]`).textContent();
    assert.match(line, /patience\.own_discount/);
    assert.match(line, /asked of the staff/);
    assert.match(await page.locator('#restraint').textContent(), /does not hold at the centre/);
    await page.click(`[data-show="${first}"]`);
    await page.waitForSelector(`header [data-run="${first}"]`);
    await page.click(`[data-show="${second}"]`);
    await page.waitForSelector(`header [data-run="${second}"]`);
  });

  it('gives a file that every command reads to the same run', async () => {
    const { page } = us;
    const id = await run(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-file="${id}"]`)]);
    const folder = mkdtempSync(join(tmpdir(), 'demarche-desk-'));
    const file = join(folder, 'changed.toml');
    await download.saveAs(file);
    const beside = (name) => join(scenario, 'desk', name);
    const models = ['--event', beside('event.toml'), '--evidence', beside('evidence-us.toml')];
    models.push('--stocks', beside('stocks.csv'), '--machines', beside('machines.csv'));
    const args = ['--assumptions', file, '--political-calendar', files.calendar, '--without-flips', ...models];
    const told = JSON.parse(await output(['--json', 'assess', 'run', ...args]));
    assert.equal(told.run_id, id);
    rmSync(folder, { recursive: true });
  });

  it('reads the files anew without losing what was tried', async () => {
    const { page } = us;
    const tried = await run(page);
    await page.click('[data-act="reread"]');
    await page.waitForSelector(`header [data-run]:not([data-run="${tried}"])`);
    assert.equal(await page.locator('[data-past]').count(), 2);
  });
});

describe('the models', () => {
  it('move what the assumptions declare, and each figure says what moves it most', async () => {
    const { page } = us;
    const fed = page.locator('#models [data-fed="partner.Affiliates.control"]');
    assert.match(await fed.textContent(), /directed-or-permitted/);
    for (const model of ['safeguards', 'attribution', 'brent']) {
      assert.equal(await page.locator(`#models [data-model="${model}"]`).count(), 1);
    }
    const worst = page.locator('#models [data-moved="posture worst-loss"] td');
    const cells = await worst.allTextContents();
    assert.equal(cells.length, 8, 'figure, without, three alone, with, difference, by whom');
    assert.notEqual(cells[1], cells[5]);
    // A number that a model gives is refused to the editor, by its key.
    await page.locator('[data-change="partner.Affiliates.control"]').click();
    await page.fill('#change-centre', '0.5');
    await page.fill('#change-source', 'asked of the staff');
    await page.locator('#change-source').press('Enter');
    const refused = await page.waitForSelector('[data-editor] [data-refusal="E-DESK-002"]');
    assert.match(await refused.textContent(), /attribution directed-or-permitted/);
    us.complaints.length = 0;
    await page.click('[data-act="leave"]');
  });

  it('stand beside it, each with its record', async () => {
    const { page } = us;
    await page.waitForSelector('[data-panel="brent"] polygon');
    assert.equal(await page.locator('[data-panel="brent"] polygon').count(), 4, 'two bands of two cases');
    assert.match(await page.locator('[data-panel="brent"]').textContent(), /notice by itself/);
    await page.waitForSelector('[data-months]');
    assert.match(await page.locator('[data-panel="breakout"]').textContent(), /not to a weapon/);
    await page.waitForSelector('[data-hypothesis="directed_or_permitted"]');
    assert.ok((await page.locator('[data-item]').count()) > 0);
    for (const standard of ['EFFECTIVE-CONTROL', 'OVERALL-CONTROL']) {
      assert.equal(await page.locator(`[data-standard="${standard}"]`).count(), 1);
    }
    for (const name of ['brent', 'breakout', 'attribution']) {
      await page.locator(`[data-record="${name}"] summary`).click();
      await page.waitForSelector(`[data-record="${name}"] tbody tr`);
    }
  });

  it('refuse a wrong file before anything is listened on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'demarche-desk-'));
    const file = join(folder, 'evidence.toml');
    writeFileSync(file, 'case = 1');
    const child = spawn(binary, ['desk', 'serve', '--assumptions', files.assumptions, '--evidence', file]);
    let said = '';
    child.stdout.on('data', (bytes) => (said += bytes));
    assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 3);
    assert.equal(said, '');
    rmSync(folder, { recursive: true });
  });
});

describe('the whole page', () => {
  for (const language of ['en', 'fa', 'fr', 'ar']) {
    it(`has no violation of WCAG 2.2 AA in ${language}, light and dark, wide and at 320 px, and no word missing`, async () => {
      const { page } = us;
      await page.selectOption('.language select', language);
      await page.waitForSelector(`html[lang="${language}"]`);
      const closed = page.locator('details:not([open]) > summary');
      while (await closed.count()) await closed.first().click();
      assert.ok(!(await page.locator('body').textContent()).includes('⚠ '), `a word is missing in ${language}`);
      for (const [theme, width] of [['light', 1280], ['dark', 1280], ['light', 320]]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme);
        assert.deepEqual(await violations(page), [], `${language} ${theme} ${width}`);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(sideways <= 0, `${language} at ${width} px scrolls ${sideways} px sideways`);
        await shot(page, `desk-${language}-${theme}-${width}`);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    });
  }
});

it('nothing was complained of and no other host was asked', () => {
  assert.deepEqual(us.complaints, []);
});
