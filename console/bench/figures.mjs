// The console's figures in headless Chromium against the demo's own nodes; printed, never asserted.
// usage: node bench/figures.mjs [--json]     (./run bench console)

import { readFileSync, readdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browser, demo, enter, output } from '../tests/world.mjs';

const assets = join(dirname(fileURLToPath(import.meta.url)), '../dist/assets');
const INBOX = 10_000;
const FEATURES = 2_000;
const RINGS = 200;

const quantile = (all, q) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * q))];

/** Bytes after gzip, of the code that the Line screen needs and of everything but the map's data and the fonts. */
function sizes() {
  const packed = (name) => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length;
  const code = readdirSync(assets).filter((name) => /\.(js|css)$/.test(name));
  const entry = code.find((name) => /^index-.*\.js$/.test(name));
  const needed = new Set([entry, ...code.filter((name) => /^index-.*\.css$/.test(name))]);
  const follow = (name) => {
    for (const [, next] of readFileSync(join(assets, name), 'utf8').matchAll(/from\s*["']\.\/([^"']+)["']/g)) {
      if (!needed.has(next)) {
        needed.add(next);
        follow(next);
      }
    }
  };
  follow(entry);
  const sum = (names) => [...names].reduce((all, name) => all + packed(name), 0);
  return { line_code_gzip_bytes: sum(needed), whole_code_gzip_bytes: sum(code) };
}

/** From asking for the page to the first notice of the inbox, ms. */
async function firstScreen(who) {
  const times = [];
  for (let round = 0; round < 9; round += 1) {
    const page = await who.context.newPage();
    const from = performance.now();
    await page.goto(`${who.origin}/line`);
    await page.waitForSelector('[data-number]');
    times.push(performance.now() - from);
    await page.close();
  }
  return { first_screen_p50_ms: Math.round(quantile(times, 0.5)), first_screen_max_ms: Math.round(Math.max(...times)) };
}

/** Frames a second while `act` runs in the page for three seconds. */
async function frames(page, act) {
  const counting = page.evaluate(
    () =>
      new Promise((resolve) => {
        let seen = 0;
        const from = performance.now();
        const tick = (now) => {
          seen += 1;
          if (now - from < 3000) requestAnimationFrame(tick);
          else resolve((seen * 1000) / (now - from));
        };
        requestAnimationFrame(tick);
      }),
  );
  await act();
  return Math.round((await counting) * 10) / 10;
}

/** An inbox of ten thousand notices, made by repeating one that the node told, scrolled from end to end. */
async function inbox(who) {
  const page = await who.context.newPage();
  await page.route('**/api/v1/ask', async (route) => {
    if (JSON.parse(route.request().postData() ?? '{}').ask !== 'list') return route.continue();
    const answer = await (await route.fetch()).json();
    const [one] = answer.ok.notices.filter((notice) => notice.kind !== 'L1').slice(-1);
    const notices = Array.from({ length: INBOX }, (_, n) => ({
      ...one,
      number: one.number.replace(/\/\d{4}\//, `/${String(n).padStart(4, '0')}/`),
      entry: n.toString(16).padStart(64, '0'),
    }));
    return route.fulfill({ json: { ok: { ...answer.ok, notices } } });
  });
  await page.goto(`${who.origin}/line`);
  await page.waitForSelector('[data-number]');
  const fps = await frames(page, () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const box = document.querySelector('.inbox');
          const from = performance.now();
          const step = (now) => {
            box.scrollTop = ((now - from) / 2900) * box.scrollHeight;
            if (now - from < 2900) requestAnimationFrame(step);
            else resolve();
          };
          requestAnimationFrame(step);
        }),
    ),
  );
  await page.close();
  return { inbox_notices: INBOX, inbox_frames_per_s: fps };
}

/** Two thousand declared features on the map, dragged for three seconds. */
async function map(who) {
  const page = await who.context.newPage();
  await page.route('**/api/v1/map', async (route) => {
    const answer = await (await route.fetch()).json();
    const one = answer.features[0];
    const features = Array.from({ length: FEATURES }, (_, n) => {
      const [lon, lat] = [44 + (n % 50) * 0.3, 24 + Math.floor(n / 50) * 0.3];
      const geometry =
        n % 2 === 0
          ? { type: 'Point', coordinates: [lon, lat] }
          : { type: 'Polygon', coordinates: [[[lon, lat], [lon + 0.2, lat], [lon + 0.2, lat + 0.2], [lon, lat]]] };
      return { ...one, geometry, properties: { ...one.properties, number: `US/LEV/27/${n}/T1` } };
    });
    return route.fulfill({ json: { type: 'FeatureCollection', features } });
  });
  const from = performance.now();
  await page.goto(`${who.origin}/map`);
  await page.waitForSelector('canvas');
  await page.waitForTimeout(1500);
  const opened = performance.now() - from - 1500;
  const box = await page.locator('canvas').first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const fps = await frames(page, async () => {
    for (let step = 0; step < 170; step += 1) {
      await page.mouse.move(x + 150 * Math.sin(step / 12), y + 80 * Math.cos(step / 12));
      await page.waitForTimeout(8);
    }
  });
  await page.mouse.up();
  await page.close();
  return { map_features: FEATURES, map_open_ms: Math.round(opened), map_frames_per_s: fps };
}

/** From a release in one browser to the ring on the other's screen, ms. */
async function rings(us, ir) {
  const text = (await output(['notice', 'template', 'A5']))
    .replace('from = "IR/WATCH"', 'from = "US/WATCH"')
    .replace('to = ["US/WATCH"]', 'to = ["IR/WATCH"]');
  await ir.page.evaluate(() => {
    globalThis.rung = {};
    const see = () => {
      for (const node of document.querySelectorAll('[data-ring]')) globalThis.rung[node.dataset.ring] ??= Date.now();
    };
    new MutationObserver(see).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  const sent = [];
  for (let round = 0; round < RINGS; round += 1) {
    sent.push(await us.page.evaluate(releaseOne, text));
    await us.page.waitForTimeout(100);
  }
  await us.page.waitForTimeout(1500);
  const rung = await ir.page.evaluate(() => globalThis.rung);
  const times = sent.filter(({ number }) => rung[number]).map(({ number, at }) => rung[number] - at);
  return { rings: times.length, rings_sent: sent.length, ring_p50_ms: quantile(times, 0.5), ring_p95_ms: quantile(times, 0.95) };
}

/** In the page: draft, challenge, signature by the browser's own key, seal. */
async function releaseOne(text) {
  const post = async (path, body) => {
    const answer = await fetch(`/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    if (told.refused) throw new Error(JSON.stringify(told.refused));
    return told.ok ?? told;
  };
  const unhex = (hex) => new Uint8Array(hex.match(/../g).map((two) => parseInt(two, 16)));
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const own = await new Promise((resolve, reject) => {
    const request = indexedDB.open('demarche', 1);
    request.onsuccess = () => {
      const read = request.result.transaction('keys').objectStore('keys').get('own');
      read.onsuccess = () => resolve(read.result);
    };
    request.onerror = () => reject(request.error);
  });
  const { draft } = await post('ask', { ask: 'draft', compartment: 'LEV', draft: text, remark: null });
  const wanted = { compartment: 'LEV', draft, purpose: 'RELEASE' };
  const { message, nonce } = await post('challenge', wanted);
  const signature = hex(await crypto.subtle.sign({ name: 'Ed25519' }, own.privateKey, unhex(message)));
  const at = Date.now();
  const answer = { nonce, proof: { by: 'key', public_key: own.publicKey, signature } };
  const told = await post('seal', { ...wanted, ...answer, lint_reason: 'bench', flash_reason: 'bench' });
  return { at, number: told.number };
}

const world = await demo();
const engine = await browser();
try {
  const us = await enter(engine, world.link('US', 'WATCH'), 'en');
  const ir = await enter(engine, world.link('IR', 'WATCH'), 'fa');
  const figures = { processors: cpus().length, load: Math.round(loadavg()[0] * 10) / 10, ...sizes() };
  for (const measure of [() => firstScreen(us), () => inbox(us), () => map(us), () => rings(us, ir)]) {
    Object.assign(figures, await measure());
    console.error(JSON.stringify(figures));
  }
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(26)} ${value}`);
} finally {
  await engine.close();
  await world.stop();
}
