// A world to click in: the demo's own nodes, a headless Chromium, people with links.

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
  const page = await context.newPage();
  const complaints = [];
  const origin = new URL(link).origin;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
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

/** WCAG 2.2 A and AA rules on the page as it stands. */
export async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join('; ')}`);
}
