// The watch's cards as a printer gets them: one A6 page each, in every shipped language.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browser, output } from './world.mjs';

let engine;

before(async () => {
  engine = await browser();
});
after(() => engine?.close());

/** Pages of a document and their size in points, as the PDF itself says. */
function pages(pdf) {
  const text = Buffer.from(pdf).toString('latin1');
  const count = [...text.matchAll(/\/Type\s*\/Pages[^>]*\/Count (\d+)|\/Count (\d+)[^>]*\/Type\s*\/Pages/g)];
  const box = text.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/);
  return { count: Math.max(...count.map((found) => Number(found[1] ?? found[2]))), wide: Number(box[1]), high: Number(box[2]) };
}

describe('the cards', () => {
  it('print on one A6 page each in four languages', async () => {
    const cards = JSON.parse(await output(['card', 'list', '--json'])).cards.map((card) => card.name);
    assert.ok(cards.length >= 7, cards.join(' '));
    const page = await engine.newPage();
    const long = [];
    for (const language of ['en', 'fr', 'fa', 'ar']) {
      for (const card of cards) {
        await page.setContent(await output(['card', 'show', card, '--html', '--language', language]));
        const { count, wide, high } = pages(await page.pdf({ preferCSSPageSize: true }));
        if (count !== 1 || Math.round(wide) !== 298 || Math.round(high) !== 420) long.push(`${card} ${language}: ${count}`);
      }
    }
    assert.deepEqual(long, []);
    // A card of twice its steps is too long for its page: the count above can fail.
    const html = await output(['card', 'show', 'silence', '--html']);
    const steps = html.slice(html.indexOf('<div>'), html.lastIndexOf('</div>') + 6);
    await page.setContent(html.replace(steps, steps.repeat(3)));
    assert.ok(pages(await page.pdf({ preferCSSPageSize: true })).count > 1);
  });
});
