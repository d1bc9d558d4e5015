// What an officer does with a FLASH, by the clock: opened, passed down, read back from the text alone (notices.md, 4.14).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accident, binary, fill, go, seconded, shot, staged, struck } from './world.mjs';

/** K2 to K3 (notices.md, 4.14). */
const A5_WITHIN_MS = 90_000;
const A4_WITHIN_MS = 180_000;

let world;
let us;
let senior;
let ir;

before(async () => ({ world, us, senior, ir } = await staged({ us: ['US', 'WATCH', 'en'], senior: ['US', 'SENIOR', 'en'], ir: ['IR', 'WATCH', 'fa'] })));
after(struck);

/** Opens what rang; gives the instant of K2. */
async function opened(page, number) {
  await page.waitForSelector(`[data-ring="${number}"]`);
  // Once paged it still rings as what it is (minute 0 comes right behind the notice).
  assert.match(await page.locator('[data-ring] strong').textContent(), /Z/, 'FLASH');
  await page.click('[data-ring] button.main');
  await page.click('[data-act="open"]');
  await page.waitForSelector('[data-mark="K2"][data-set="true"]');
  return Date.now();
}

/** A paragraph of the notice as this reader's language has it. */
async function paragraph(page, letter) {
  const lines = await page.locator('.page').first().locator('p').allTextContents();
  const plain = lines.map((line) => line.replaceAll(/[\u2066-\u2069]/g, '').replaceAll('\u00a0', ' '));
  return plain.find((line) => line.trim().startsWith(`${letter}.`));
}

/** Chooses in a list the word that the text uses. */
async function choose(page, path, text) {
  const select = page.locator(`[data-field="${path}"] select`).first();
  assert.equal(await select.inputValue(), '', 'nothing is preselected');
  const options = await select.locator('option').evaluateAll((all) => all.map((o) => [o.value, o.textContent]));
  const named = options.filter(([value, label]) => value && text.includes(label));
  assert.ok(options.length > 2 && named.length, `${path}: near neighbours, and the one of the text: ${text}`);
  await select.selectOption(named.sort(([, a], [, b]) => b.length - a.length)[0][0]);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The instants of a line, as they are typed. */
const instants = (text) =>
  [...text.matchAll(/(\d\d)(\d\d)(\d\d)(?::(\d\d))?Z ([A-Z]{3}) (\d\d)/g)].map(([, d, h, m, s = '00', month, y]) => {
    const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
    return `20${y}-${number}-${d}T${h}:${m}:${s}Z`;
  });

/** Clicks a place on the blank map, whose view begins at 48 E 30 N. */
async function click(page, lat, lon) {
  await page.locator('[data-act="blank-map"]').first().click();
  await page.waitForSelector('[data-blank][data-ready="true"]');
  const map = page.locator('[data-blank]');
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  const scale = (256 * 2 ** 4.5) / 360;
  const north = (degrees) => (Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) * 180) / Math.PI;
  await page.mouse.click(box.x + box.width / 2 + (lon - 48) * scale, box.y + box.height / 2 + (north(30) - north(lat)) * scale);
}

async function matched(page) {
  await page.click('[data-act="restate"]');
  await page.waitForSelector('[data-readback]');
  assert.equal(await page.locator('[data-readback]').last().getAttribute('data-readback'), 'MATCH');
  await page.waitForSelector('[data-mark="K3"][data-set="true"]');
}

describe('a hazard warning', () => {
  it('is passed down before it is read back, its place set by a click and typed figures, within 90 s of K2', async () => {
    const number = await accident(us, 'test missile off its range');
    const { page } = ir;
    const from = await opened(page, number);
    const offered = await page.locator('[data-act="pass-down"], [data-act="readback"]').evaluateAll((all) => all.map((b) => b.dataset.act));
    assert.deepEqual(offered, ['pass-down', 'readback'], 'passing down comes first');
    await shot(page, 'pass-down-fa');
    assert.ok(await page.locator('[data-act="pass-down"]').isDisabled(), 'to whom is not preselected');
    await page.selectOption('[data-pick="onward"]', 'REGIONAL');
    await page.click('[data-act="pass-down"]');
    await page.waitForSelector('[data-mark="K5"][data-set="true"]');
    assert.equal(await page.locator('[data-act="pass-down"]').count(), 0);
    await us.page.goto(`${us.origin}/notice/${number}`);
    await us.page.waitForSelector('[data-party="IR"] [data-mark="K5"][data-set="true"]');

    await page.click('[data-act="readback"]');
    assert.equal(await page.locator('form.card textarea').count(), 0, 'text is never compared and not asked for');
    await choose(page, 'A', await paragraph(page, 'A'));
    const [, east, north] = (await paragraph(page, 'B')).match(/MGRS \d+[A-Z]{3}(\d\d)\d{3}(\d\d)\d{3}/);
    await click(page, 26.9, 54.5);
    const point = page.locator('[id$="B-where-0-point"]');
    await page.waitForFunction((input) => input.value, await point.elementHandle());
    const figures = page.locator('[data-blank] ~ .row input');
    await figures.fill(east + north);
    await figures.blur();
    const [lat, lon] = (await point.inputValue()).split(' ').map(Number);
    assert.ok(Math.abs(lat - 26.6) < 0.01 && Math.abs(lon - 54.2) < 0.01, `${lat} ${lon}`);
    await shot(page, 'blank-map-fa');
    await fill(page, 'D.at', instants(await paragraph(page, 'D'))[0]);
    await choose(page, 'D.precision', await paragraph(page, 'D'));
    await choose(page, 'F', await paragraph(page, 'F'));
    await matched(page);
    const took = Date.now() - from;
    console.log(`A5: K2 to K3 in ${took} ms`);
    assert.ok(took < A5_WITHIN_MS, `${took} ms`);
  });

  it('has a place set without a mouse too: arrow keys and Enter on the map, or the typed point', async () => {
    const number = await accident(us, 'drifting mine', '30.000 48.000');
    const { page } = ir;
    await opened(page, number);
    await page.click('[data-act="readback"]');
    await page.locator('[data-act="blank-map"]').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-blank][data-ready="true"]');
    await page.locator('[data-blank]').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('[id$="B-where-0-point"]').inputValue(), '30.00000 48.00000');
    await page.locator('[id$="B-where-0-point"]').fill('30.001 48.001');
    await page.locator('[id$="B-where-0-point"]').blur();
    await choose(page, 'A', await paragraph(page, 'A'));
    await fill(page, 'D.at', instants(await paragraph(page, 'D'))[0]);
    await choose(page, 'D.precision', await paragraph(page, 'D'));
    await choose(page, 'F', await paragraph(page, 'F'));
    await matched(page);
  });
});

describe('a response notice', () => {
  it('is read back within 3 minutes of K2', async () => {
    await go(us.page, 'compose');
    await us.page.selectOption('[data-pick="compartment"]', 'LEV');
    await us.page.selectOption('[data-pick="type"]', 'A4');
    await us.page.getByRole('button', { name: 'Fill with the example' }).click();
    const { page } = us;
    await page.locator('#f-A').fill('US/LEV/27/0005/E1');
    await page.locator('#f-A').blur();
    const number = await seconded(page, senior.page, 'US/LEV/27', 'A4');

    const officer = ir.page;
    const from = await opened(officer, number);
    await officer.selectOption('[data-pick="onward"]', 'NATIONAL');
    await officer.click('[data-act="pass-down"]');
    await officer.waitForSelector('[data-mark="K5"][data-set="true"]');
    await officer.click('[data-act="readback"]');
    await choose(officer, 'V', await paragraph(officer, 'V'));
    await choose(officer, 'B.finality', await paragraph(officer, 'B'));
    const [earliest, latest] = instants(await paragraph(officer, 'C'));
    await fill(officer, 'C.earliest', earliest);
    await fill(officer, 'C.latest', latest);
    await fill(officer, 'D.band', (await paragraph(officer, 'D')).match(/(\d|[۰-۹])$/)[1]);
    const [classes, excluded] = (await paragraph(officer, 'E')).split('مستثنا');
    for (const [path, text] of [['E.classes', classes], ['E.excluded', excluded]]) {
      for (const label of await officer.locator(`[data-field="${path}"] label[data-word]`).all()) {
        if (text.includes((await label.textContent()).trim())) await label.locator('input').check();
      }
    }
    const offRamp = await paragraph(officer, 'H');
    await choose(officer, 'H.act', offRamp);
    await fill(officer, 'H.until', instants(offRamp)[0]);
    await shot(officer, 'response-readback-fa');
    await matched(officer);
    const took = Date.now() - from;
    console.log(`A4: K2 to K3 in ${took} ms`);
    assert.ok(took < A4_WITHIN_MS, `${took} ms`);
    assert.equal(await us.page.locator('[data-sent="pending"]').count(), 1, 'news takes no answer off the screen of who handed it in');
  });
});

describe('the alarm at the node', () => {
  it('tells its program precedence, count and position, and each hand-over tests it and is logged', async () => {
    const [siren, rung, log] = ['siren', 'rung', 'watch.log'].map((name) => join(world.folder, name));
    writeFileSync(siren, `#!/bin/sh\necho "$@" >> '${rung}'\n`, { mode: 0o700 });
    const keeper = spawn(binary, ['watchkeeper', '--config', world.settings('IR'), '--exec', siren, '--log', log], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const holds = async (file, wanted) => {
      for (let tries = 0; tries < 200; tries += 1) {
        if (existsSync(file) && wanted.test(readFileSync(file, 'utf8'))) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      assert.fail(`${file}: ${existsSync(file) ? readFileSync(file, 'utf8') : 'not there'}`);
    };
    try {
      const number = await accident(us, 'ship adrift');
      await holds(rung, /^Z \d+ WATCH$/m);
      const { page } = ir;
      await opened(page, number);
      await go(page, 'compose');
      await page.selectOption('[data-pick="compartment"]', 'MAR');
      await page.selectOption('[data-pick="type"]', 'L6');
      await page.locator('[data-type="L6"] button').last().click();
      await fill(page, 'A.verb', 'HANDOVER');
      await fill(page, 'F', '');
      await page.locator('[data-field="C"] > fieldset > button').last().click();
      await fill(page, 'C.0.position', 'WATCH1');
      await page.locator('[data-field="C.0.languages"] label[data-word="FA"] input').check();
      await page.locator('[data-field="D.unread"] > fieldset > button').last().click();
      await fill(page, 'D.unread.0', number);
      await page.click('[data-act="check"]');
      await page.waitForSelector('[data-act="release"]');
      if (await page.locator('#reason').count()) await page.fill('#reason', 'exercise');
      await page.click('[data-act="release"]');
      await page.waitForSelector('[data-sent]');
      await holds(rung, /^Z 0 TEST$/m);
      keeper.stdin.write('HEARD\n');
      await holds(log, /"what":"test-heard"/);
      const written = readFileSync(log, 'utf8') + readFileSync(rung, 'utf8');
      assert.ok(!/MAR|A5|L6|ship/.test(written), 'no number, compartment or subject');
    } finally {
      keeper.kill();
    }
  });
});

it('nothing was complained of and no other host was asked', () => {
  assert.deepEqual([us.complaints, senior.complaints, ir.complaints], [[], [], []]);
});
