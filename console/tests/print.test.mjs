// What comes out of a printer: paged, in both languages, with number and hash as a symbol that a camera reads.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import jsQR from 'jsqr';
import { accident, go, output, seconded, shot, staged, struck } from './world.mjs';

let world;
let engine;
let us;
let senior;

before(async () => ({ world, engine, us, senior } = await staged({ us: ['US', 'WATCH', 'en'], senior: ['US', 'SENIOR', 'en'] })));
after(struck);

afterEach(() => us.page.emulateMedia({ media: null }));

/** What the symbol on the printed page holds, read from its picture. */
async function scanned(page, symbol) {
  const picture = (await symbol.screenshot()).toString('base64');
  const { width, height, dots } = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return { width: image.width, height: image.height, dots: [...context.getImageData(0, 0, image.width, image.height).data] };
  }, picture);
  return jsQR(Uint8ClampedArray.from(dots), width, height)?.data;
}

/** The page as a PDF; the number of its sheets. */
async function sheets(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.match(pdf, /^%PDF-/);
  return pdf.match(/\/Type ?\/Page\b/g).length;
}

/** Looks at a screen as its printer does; gives what the symbol holds, after checking it against the words beside it. */
async function printed(page, name) {
  await page.waitForSelector('[data-printed][data-ready="true"]', { state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  const mark = page.locator('[data-printed]');
  const words = async () => `${await mark.getAttribute('data-printed')}\n${await mark.getAttribute('data-hash')}`;
  // A list of what stands is of its second: it is read where none passed between its words and its picture.
  let [said, symbol] = [null, null];
  for (let tries = 0; said !== (await words()) && tries < 50; tries += 1) {
    said = await words();
    symbol = await scanned(page, mark.locator('svg'));
  }
  assert.equal(symbol, said);
  const [what, hash] = said.split('\n');
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.ok(!(await page.locator('header').isVisible()), 'the head of the screen is not printed');
  assert.ok(await page.locator('.band').first().isVisible(), 'the status is');
  const languages = await page.locator('[lang]:visible').evaluateAll((all) => all.map((node) => node.lang));
  assert.ok(languages.includes('en') && languages.includes('fa'), `both languages: ${languages}`);
  await shot(page, `print-${name}`);
  return { what, hash };
}

describe('a printed notice', () => {
  it('has both languages on sheets of their own, and the hash of its canonical form in its symbol', async () => {
    const { page } = us;
    const number = await accident(us, 'test missile off its range');
    await page.goto(`${us.origin}/notice/${number}`);
    const { what, hash } = await printed(page, 'notice');
    assert.equal(what, number);
    const canonical = await page.locator('details .hash').textContent();
    assert.equal(hash, createHash('sha256').update(Buffer.from(canonical, 'hex')).digest('hex'));
    assert.equal(await sheets(page), 2);
  });
});

describe('a printed list of what stands', () => {
  it('tells the same facts twice, once a language', async () => {
    const { page } = us;
    await go(page, 'lines');
    await page.waitForSelector('[data-matter]');
    await printed(page, 'lines');
    const rows = await page.locator('[data-print] section').evaluateAll((all) => all.map((s) => s.querySelectorAll('tbody tr').length));
    assert.equal(rows.length, 2);
    assert.ok(rows[0] > 2 && rows[0] === rows[1], `${rows}`);
    assert.ok((await sheets(page)) >= 2);
  });
});

describe('the dossier of a case', () => {
  let challenge;

  it('begins when a challenge is out', async () => {
    const { page } = us;
    await go(page, 'compose');
    await page.selectOption('[data-pick="compartment"]', 'LEV');
    await page.selectOption('[data-pick="type"]', 'E2');
    await page.getByRole('button', { name: 'Fill with the example' }).click();
    for (const [at, number] of [['0', '0005'], ['1', '0006'], ['2', '0007']]) {
      await page.locator(`#f-A-${at}`).fill(`US/LEV/27/${number}/E1`);
      await page.locator(`#f-A-${at}`).blur();
    }
    challenge = await seconded(page, senior.page, 'US/LEV/27', 'E2');
  });

  it('has the chain, both doctrines side by side, the clocks, and the evidence with its grades', async () => {
    const { page } = us;
    await go(page, 'cases');
    await page.locator('[data-matter] a[href^="/case/"]').click();
    await page.waitForSelector('[data-dossier="en"]');
    await page.waitForSelector(`[data-piece="${challenge}"]`);
    const dossier = page.locator('[data-dossier="en"]');
    const text = await dossier.innerText();
    for (const told of ['CHALLENGED', 'OVERALL CONTROL', 'SILENT', 'US/LEV/27/0005/E1', challenge]) assert.ok(text.includes(told), told);
    assert.match(text, /\d{8}Z AUG 27/, 'a clock');
    const evidence = await page.locator('[data-evidence] li').allInnerTexts();
    assert.equal(evidence.length, 4, 'three incidents and the ties of the challenge');
    assert.ok(evidence.every((item) => /GRADE [A-F][1-6]/.test(item)), evidence.join('\n'));
    await shot(page, 'case-en');
  });

  it('prints with every notice of the chain in both languages', async () => {
    const { page } = us;
    const { what } = await printed(page, 'case');
    assert.equal(what, challenge);
    assert.equal(await page.locator('[data-piece]').count(), 4);
    assert.ok((await sheets(page)) >= 6, 'two sheets of facts and a sheet a notice at least');
  });
});

describe('a courier sheet', () => {
  it('is one page an envelope, says what it is in every language and carries the symbol', async () => {
    await world.typed('PATH-CUT IR');
    await accident(us, 'ship adrift while the cable is cut');
    const folder = join(world.folder, 'sheets');
    const told = JSON.parse(
      await output(['sheet', 'print', '--config', world.settings('US'), '--compartment', 'MAR', '--to', 'IR', '--out', folder, '--json']),
    );
    await world.typed('mend PATH-CUT IR');
    assert.ok(told.pages >= 1);
    const page = await (await engine.newContext()).newPage();
    await page.goto(pathToFileURL(join(folder, 'sheet.html')).href);
    const languages = await page.locator('section').first().locator('p').evaluateAll((all) => all.map((p) => `${p.lang} ${p.dir}`));
    assert.deepEqual(languages.sort(), ['ar rtl', 'en ltr', 'fa rtl', 'fr ltr']);
    assert.equal(await page.locator('svg path').count(), told.pages);
    assert.equal(await sheets(page), told.pages);
    await page.context().close();
  });
});

it('nothing was complained of and no other host was asked', () => {
  assert.deepEqual([us.complaints, senior.complaints], [[], []]);
});
