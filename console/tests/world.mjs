// A world to click in: the demo's own nodes, a headless Chromium, people with links.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
export const binary = process.env.DEMARCHE ?? join(here, '../../target/debug/demarche');
const shots = process.env.DEMARCHE_SCREENSHOTS ?? null;
/** How long something may take to show on a slow machine; what has a figure of its own measures it itself. */
const PATIENCE = 120_000;

/** Starts the demo without the faults of its twelfth day; resolves when every link is printed. */
export async function demo() {
  const folder = mkdtempSync(join(tmpdir(), 'demarche-console-'));
  const whole = await output(['template', 'scenario']);
  const calm = whole
    .split('\n[[')
    .filter((table) => !table.startsWith('fault]]'))
    .join('\n[[');
  const scenario = join(folder, 'calm.toml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(scenario, calm);
  const child = spawn(binary, ['demo', '--stay', '--headless', '--scenario', scenario, '--keep', join(folder, 'world')]);
  let said = '';
  const ready = new Promise((resolve, reject) => {
    child.stderr.on('data', (bytes) => {
      said += bytes;
      if (/^VER SENIOR\s+http\S+$/m.test(said)) resolve();
    });
    child.on('exit', (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
  });
  await ready;
  const typed = (line) =>
    new Promise((resolve) => {
      const hear = (bytes) => {
        if (!String(bytes).includes(`done: ${line}`)) return;
        child.stderr.off('data', hear);
        resolve();
      };
      child.stderr.on('data', hear);
      child.stdin.write(`${line}\n`);
    });
  return {
    folder: join(folder, 'world'),
    settings: (party) => join(folder, 'world', party.toLowerCase(), 'node.toml'),
    /** Does something to the line by hand; resolves when it is done. */
    typed,
    link: (party, role) => said.match(new RegExp(`^${party} ${role}\\s+(http\\S+)$`, 'm'))[1],
    async stop() {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The standard output of one command. */
export function output(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args);
    let text = '';
    child.stdout.on('data', (bytes) => (text += bytes));
    child.on('exit', (code) => (code === 0 ? resolve(text) : reject(new Error(`${args.join(' ')}: exit ${code}`))));
  });
}

export async function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** One person at one browser of their own. Whatever the page complains of or asks of another host is kept. */
export async function person(engine, link, language, shape = { width: 1280, height: 900 }) {
  const context = await engine.newContext({ viewport: shape, locale: language === 'en' ? 'en-GB' : language });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints = [];
  const origin = new URL(link).origin;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) complaints.push(`asked ${url}`);
  });
  await page.goto(link);
  await page.selectOption('select', language);
  return { page, complaints, origin, context };
}

/** Enrols by the link and waits for the first screen. */
export async function enter(engine, link, language, shape) {
  const who = await person(engine, link, language, shape);
  await who.page.click('button.main');
  await who.page.waitForSelector('main h1');
  await who.page.waitForSelector('[data-number], [data-board]');
  return who;
}

/** What stands for the tests of a file; each file is a process of its own. */
const stage = {};

/** A world with people at its screens: by name, whose, as what and in which language. */
export async function staged(people) {
  stage.world = await demo();
  stage.engine = await browser();
  for (const [name, [party, role, language]] of Object.entries(people)) {
    stage[name] = await enter(stage.engine, stage.world.link(party, role), language);
  }
  return stage;
}

/** Takes down what was staged, as far as it came. */
export async function struck() {
  await stage.engine?.close();
  await stage.world?.stop();
}

/** A request as no page could send it: headers as they are given, nothing added. */
export function bare(origin, path, headers, method = 'GET', body = undefined) {
  return new Promise((resolve, reject) => {
    const { port } = new URL(origin);
    const request = http.request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (bytes) => (text += bytes));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

export async function shot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

export const axe = readFileSync(join(here, '../node_modules/axe-core/axe.min.js'), 'utf8');

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** WCAG 2.2 A and AA rules on the page as it stands. */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  // Only what is wrong is gathered, and no style sheet is fetched again.
  const asked = { runOnly: WCAG, resultTypes: ['violations'], preload: false };
  const result = await page.evaluate((options) => globalThis.axe.run(document, options), asked);
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join('; ')}`);
}

export const SCREENS = ['line', 'board', 'compose', 'queue', 'map', 'lines', 'understandings', 'cases', 'carveouts', 'sites', 'public', 'continuity', 'roster', 'audit'];

/** Opens a screen by its place in the list. */
export async function go(page, screen) {
  // A page that was just made narrow or wide shows or drops the button a moment later.
  const menu = page.locator('header .menu');
  if (page.viewportSize().width < 640) await menu.click();
  else await menu.waitFor({ state: 'detached' });
  await page.click(`nav a[href="/${screen}"]`);
  await page.waitForSelector(`nav a[href="/${screen}"][aria-current="page"]`, { state: 'attached' });
  if (screen === 'map') await page.waitForSelector('canvas');
  await page.waitForSelector('main h1');
}

/** Fills the field of a path inside a form. */
export async function fill(page, path, value) {
  const input = page.locator(`[data-field="${path}"] input, [data-field="${path}"] select, [data-field="${path}"] textarea`).first();
  if ((await input.evaluate((node) => node.tagName)) === 'SELECT') await input.selectOption(value);
  else {
    await input.fill(value);
    await input.blur();
  }
}

/** From the home page by keyboard alone: the accident notice is out. */
export async function accident({ page, origin }, what, at = '26.600 54.200') {
  await page.goto(`${origin}/line`);
  await page.waitForSelector('[data-number]');
  await page.locator('.accident').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-type="A5"] ~ .columns form');
  assert.equal(await page.locator('[data-pick="compartment"]').inputValue(), 'MAR');
  await page.locator('[data-field="B.what"] textarea').focus();
  await page.keyboard.type(what);
  await page.locator('[id$="B-where-0-point"]').focus();
  await page.keyboard.type(at);
  await page.locator('[data-act="check"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-act="release"]');
  await page.locator('[data-act="release"]').focus();
  await page.keyboard.press('Enter');
  const told = await page.waitForSelector('[data-sent="released"], .refusal');
  assert.equal(await told.getAttribute('data-sent'), 'released', await told.textContent());
  return (await told.textContent()).match(/US\/MAR\/27\/\d+\/A5/)[0];
}

/** Checks and hands on what is written on this screen, has it seconded, and gives the number that the senior is told. */
export async function seconded(page, senior, before, type) {
  await page.click('[data-act="check"]');
  await page.waitForSelector('[data-act="release"]');
  if (await page.locator('#reason').count()) await page.fill('#reason', 'exercise');
  await page.click('[data-act="release"]');
  await page.waitForSelector('[data-sent="pending"]');
  await go(senior, 'queue');
  if (await senior.locator('#overrule').count()) await senior.fill('#overrule', 'exercise');
  await senior.locator('tr[data-draft] [data-act="second"]').last().click();
  const told = await senior.waitForSelector('[data-told]');
  return (await told.textContent()).match(new RegExp(`${before}/\\d+/${type}`))[0];
}
