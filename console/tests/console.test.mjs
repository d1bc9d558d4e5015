// The console in a real browser against real nodes (issue: the console, accepted when 1 to 6).

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SCREENS, accident, bare, enter, fill, go, output, person, shot, staged, struck, violations } from './world.mjs';

let world;
let engine;
let us;
let senior;
let ir;

before(async () => ({ world, engine, us, senior, ir } = await staged({ us: ['US', 'WATCH', 'en'], senior: ['US', 'SENIOR', 'en'], ir: ['IR', 'WATCH', 'fa'] })));
after(struck);

describe('a link', () => {
  it('serves once', async () => {
    const again = await person(engine, world.link('US', 'WATCH'), 'en');
    await again.page.click('button.main');
    await again.page.waitForSelector('[data-refusal="E-NODE-032"]');
    await again.context.close();
  });

  it('leaves a key with which the same browser logs in again', async () => {
    const once = await enter(engine, world.link('OM', 'WATCH'), 'en');
    await once.page.getByRole('button', { name: 'Log out' }).click();
    await once.page.getByRole('button', { name: 'Log in' }).click();
    await once.page.waitForSelector('[data-number]');
    assert.deepEqual(once.complaints, []);
    await once.context.close();
  });
});

describe('two nodes in one browser', () => {
  it('log nobody out: each console has a cookie of its own', async () => {
    const one = await enter(engine, world.link('CH', 'WATCH'), 'en');
    const tab = await one.context.newPage();
    await tab.goto(world.link('VER', 'WATCH'));
    await tab.click('button.main');
    await tab.waitForSelector('main h1');
    await one.page.reload();
    await one.page.waitForSelector('[data-number], [data-board]');
    assert.deepEqual(one.complaints, []);
    await one.context.close();
  });
});

describe('the line test', () => {
  it('tells the way there and back to every party, both relays, and what the empty boxes are', async () => {
    const { page } = us;
    await page.click('[data-act="line-test"]');
    await page.waitForSelector('[data-tested="true"]');
    const told = await page.locator('[data-test="LEV-IR"]').textContent();
    assert.match(told, /in \u2068?[\d,]+\u2069? ms/);
    assert.deepEqual(await page.locator('[data-relay]').evaluateAll((all) => all.map((relay) => relay.dataset.relay)), ['CH-1', 'OM-1']);
    assert.match(await page.locator('[data-tested]').textContent(), /K0 to K7/);
    await shot(page, 'line-test-en');
  });
});

describe('a notice', () => {
  let number;

  it('is drafted on one side, refused by its letter while incomplete, and released by two persons', async () => {
    const { page } = us;
    await go(page, 'compose');
    await page.selectOption('[data-pick="compartment"]', 'LEV');
    await page.selectOption('[data-pick="type"]', 'T1');
    await page.waitForSelector('form h2');
    await page.getByRole('button', { name: 'Fill with the example' }).click();
    await page.selectOption('#f-K', '');
    await page.click('[data-act="check"]');
    await page.waitForSelector('[data-finding]');
    assert.equal(await page.locator('[data-act="release"]').count(), 0, 'an incomplete draft has no way out');
    await page.selectOption('#f-K', 'RESERVED');
    const line = page.locator('#f-A');
    await line.fill('US-9/1');
    await line.blur();
    await page.click('[data-act="check"]');
    await page.waitForSelector('[data-act="release"]');
    await shot(page, 'compose-en');
    await page.fill('#reason', 'the count is what the declarer wants');
    await page.click('[data-act="release"]');
    await page.waitForSelector('[data-sent="pending"]');
    await go(page, 'queue');
    await page.locator('tr[data-draft] [data-act="second"]').last().click();
    await page.waitForSelector('[data-refusal]');
    await go(senior.page, 'queue');
    await senior.page.fill('#overrule', 'the count is what the declarer wants');
    await senior.page.locator('tr[data-draft] [data-act="second"]').last().click();
    const told = await senior.page.waitForSelector('[data-told]');
    number = (await told.textContent()).match(/US\/LEV\/27\/\d+\/T1/)[0];
  });

  it('rings on the other side, is opened, and a wrong read-back is a MISMATCH', async () => {
    const { page } = ir;
    await page.waitForSelector(`[data-ring="${number}"]`);
    await shot(page, 'ring-fa');
    await page.click('[data-ring] button.main');
    await page.click('[data-act="open"]');
    await page.waitForSelector('[data-mark="K2"][data-set="true"]');
    await page.click('[data-act="readback"]');
    assert.equal(await page.locator('form input:not([type=checkbox])').first().inputValue(), '', 'nothing is filled in');
    await readBack(page, '۲۵ km');
    await page.waitForSelector('[data-readback="MISMATCH"]');
    assert.equal(await page.locator('[data-mark="K3"][data-set="true"]').count(), 0);
  });

  it('is read back rightly, typed in either digits: K3 on both sides', async () => {
    const { page } = ir;
    await page.click('[data-act="readback"]');
    await readBack(page, '۱۵ km');
    await page.waitForSelector('[data-readback="MATCH"]');
    await page.waitForSelector('[data-mark="K3"][data-set="true"]');
    await shot(page, 'notice-fa');
    await us.page.goto(`${us.origin}/notice/${number}`);
    await us.page.waitForSelector('[data-party="IR"] [data-mark="K3"][data-set="true"]');
    await shot(us.page, 'notice-en');
  });

  it('has its times and paths proven', async () => {
    await us.page.click('[data-act="prove"]');
    await us.page.waitForSelector('[data-proof]');
    assert.ok((await us.page.locator('[data-proof] tbody tr').count()) > 0);
    await shot(us.page, 'prove-en');
    assert.equal(await us.page.locator('[data-disputed]').count(), 0, 'no clock of the play contradicts another');
  });

  async function readBack(page, standOff) {
    for (const word of ['ROCKET-MORTAR', 'MISSILE-BALLISTIC', 'MISSILE-CRUISE', 'ONE-WAY-DRONE']) {
      await page.evaluate(() => 0);
      await page.locator(`[data-field="C"] label[data-word="${word}"] input`).check();
    }
    await fill(page, 'D.relation', 'ORGANISED-EQUIPPED-BY');
    await fill(page, 'D.party', 'IR');
    await fill(page, 'D.standard', 'OVERALL-CONTROL');
    await page.locator('[data-field="D.groups"] > fieldset > button').click();
    await fill(page, 'D.groups.0.code', 'KH');
    await page.locator('[id$="E-place-value-0-point"]').fill('33.786 42.441');
    await page.locator('[data-field="E.place"] button', { hasText: 'افزودن مکان' }).click();
    await page.locator('[id$="E-place-value-1-point"]').fill('33.505 38.615');
    await page.locator('[id$="E-place-value-stand-off"]').fill(standOff);
    await page.locator('[id$="E-place-value-stand-off"]').blur();
    await page.selectOption('#r-F-word', 'ANY');
    await fill(page, 'G.count', '۳');
    await fill(page, 'G.window', '72 h');
    await fill(page, 'H.lasts', '90 d');
    await page.click('[data-act="restate"]');
  }
});

describe('every screen', () => {
  for (const language of ['en', 'fa', 'fr', 'ar']) {
    it(`has no violation of WCAG 2.2 AA in ${language}, light and dark, wide and at 320 px`, async () => {
      const { page } = us;
      const speaks = await page.locator('.language option').evaluateAll((all) => all.map((o) => o.value));
      if (!speaks.includes(language)) return assert.ok(!['en', 'fa'].includes(language), `${language} is shipped`);
      for (const [theme, width] of [['light', 1280], ['dark', 1280], ['light', 320]]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme);
        for (const screen of SCREENS) {
          await go(page, screen);
          await page.selectOption('.language select', language);
          assert.deepEqual(await violations(page), [], `${screen} ${language} ${theme} ${width}`);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(sideways <= 0, `${screen} ${language} at ${width} px scrolls ${sideways} px sideways`);
          await shot(page, `${screen}-${language}-${theme}-${width}`);
        }
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    });
  }
});

describe('what came from the other side', () => {
  it('is data: script in a text field neither runs nor becomes markup', async () => {
    const { page } = us;
    await go(page, 'compose');
    await page.selectOption('.language select', 'en');
    await page.selectOption('[data-pick="compartment"]', 'LEV');
    await page.selectOption('[data-pick="type"]', 'T1');
    await page.getByRole('button', { name: 'Fill with the example' }).click();
    await page.locator('[data-field="B.text"] textarea').fill('<img src=x onerror="document.title=1"><script>1</script> \u202eabc');
    await page.locator('[data-field="B.text"] textarea').blur();
    await page.click('[data-act="check"]');
    await page.waitForSelector('.page p');
    assert.equal(await page.locator('.page img, .page script').count(), 0);
    await page.getByRole('button', { name: 'Clear' }).click();
  });

  it('meets a policy that refuses inline script, markup from strings and other hosts', async () => {
    const tried = await us.page.evaluate(async () => {
      const thrown = [];
      try {
        document.createElement('div').innerHTML = '<b>x</b>';
      } catch {
        thrown.push('innerHTML');
      }
      const script = document.createElement('script');
      try {
        script.textContent = 'globalThis.ran = 1';
        document.body.append(script);
      } catch {
        thrown.push('script');
      }
      try {
        await fetch('http://127.0.0.1:9/');
      } catch {
        thrown.push('fetch');
      }
      return { thrown, ran: 'ran' in globalThis };
    });
    assert.deepEqual(tried, { thrown: ['innerHTML', 'script', 'fetch'], ran: false });
    us.complaints.length = 0;
  });
});

describe('the gate', () => {
  const ask = (...request) => bare(us.origin, ...request);

  it('refuses a foreign host name, a foreign origin and a made-up cookie, with the headers on every answer', async () => {
    const { host } = new URL(us.origin);
    const json = { 'content-type': 'application/json' };
    const answers = [
      [await ask('/', { host: 'attacker.example' }), 421],
      [await ask('/api/v1/ask', { host, origin: 'http://attacker.example', ...json }, 'POST', '{"ask":"status"}'), 403],
      [await ask('/api/v1/ask', { host, ...json }, 'POST', '{"ask":"status"}'), 403],
      [await ask('/api/v1/ask', { host, origin: us.origin, ...json }, 'POST', '{"ask":"status"}'), 401],
      [await ask('/api/v1/ask', { host, origin: us.origin, cookie: `__Host-demarche-${new URL(us.origin).port}=${'0'.repeat(64)}`, ...json }, 'POST', '{"ask":"status"}'), 401],
      [await ask('/api/v1/nothing', { host }), 404],
      [await ask('/none.js', { host }), 404],
      [await ask('/', { host }), 200],
    ];
    for (const [answer, status] of answers) {
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.headers['content-security-policy'], /default-src 'none'/);
      assert.match(answer.headers['content-security-policy'], /require-trusted-types-for 'script'/);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    }
  });

  it('serves no administration and nothing of a compartment without a role', async () => {
    const statuses = await us.page.evaluate(async () => {
      const ask = async (body) =>
        (await fetch('/api/v1/ask', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
      return [await ask({ ask: 'stop' }), await ask({ ask: 'export', compartment: 'LEV' }), await ask({ ask: 'charter-show', compartment: 'XXX' })];
    });
    assert.deepEqual(statuses, [403, 403, 403]);
    us.complaints.length = 0;
  });

  it('tells the wall display no subject', async () => {
    const { host } = new URL(us.origin);
    const { text } = await ask('/api/v1/watch', { host });
    const display = JSON.parse(text);
    assert.equal(display.line, 'UP');
    assert.ok(!/LEV|T1|27\/0/.test(text), text);
  });
});

describe('an accident', () => {
  it('is out in three actions from the home page, by keyboard alone, without a choice of compartment', async () => {
    const from = Date.now();
    const number = await accident(us, 'test missile off its range');
    assert.ok(Date.now() - from < 60_000);
    await ir.page.waitForSelector(`[data-ring="${number}"]`);
  });
});

describe('the cable', () => {
  const line = (page, word) => page.waitForSelector(`[data-line="LEV-IR"][data-word="${word}"]`);

  it('is pulled at one relay, and the line says which', async () => {
    await us.page.goto(`${us.origin}/line`);
    await world.typed('RELAY-DOWN CH-1');
    const card = await line(us.page, 'RELAY-DOWN');
    assert.match(await card.textContent(), /CH-1/);
    await shot(us.page, 'relay-down-en');
    await world.typed('mend RELAY-DOWN CH-1');
    await us.page.waitForSelector('[data-line="LEV-IR"][data-state="UP"][data-word=""]');
  });

  it('is whole and nobody is at the other end: absent by their own account', async () => {
    await world.typed('WATCH-ABSENT IR');
    await line(us.page, 'WATCH-ABSENT');
    await world.typed('mend WATCH-ABSENT IR');
    await us.page.waitForSelector('[data-line="LEV-IR"][data-state="UP"][data-word=""]');
  });

  it('is cut to every relay: the notice goes by pouch, and comes a second time when the cable is back', async () => {
    await world.typed('PATH-CUT IR');
    const number = await accident(us, 'ship adrift while the cable is cut');
    const pouch = join(world.folder, 'monday.pouch');
    const at = (party) => ['--config', world.settings(party), '--compartment', 'MAR', '--json'];
    await output(['pouch', 'pack', ...at('US'), '--to', 'IR', '--out', pouch]);
    await output(['pouch', 'open', pouch, ...at('IR')]);
    await ir.page.waitForSelector(`[data-ring="${number}"]`);
    await world.typed('mend PATH-CUT IR');
    const proof = async () =>
      JSON.parse(await output(['prove', number, '--config', world.settings('IR'), '--json'])).paths;
    for (let tries = 0; (await proof()).length < 2 && tries < 90; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 1000));
    const paths = (await proof()).map(({ path }) => path);
    assert.ok(paths.includes('POUCH') && paths.length > 1, `one notice, two arrivals: ${paths}`);
  });

  it('leaves a text that adds no proof for a stranger, and the board the demo ends on', async () => {
    const settings = ['--config', world.settings('US')];
    const listed = JSON.parse(await output(['notice', 'list', '--compartment', 'LEV', '--json', ...settings]));
    const number = listed.notices.map((notice) => notice.number).find((known) => /^US.*T1$/.test(known ?? ''));
    const leaked = join(world.folder, 'leaked.txt');
    writeFileSync(leaked, await output(['notice', 'show', number, ...settings]));
    const told = JSON.parse(await output(['leak-check', leaked, '--json', ...settings]));
    assert.equal(told.verdict, 'ADDS NO PROOF FOR A STRANGER');
    await us.page.goto(`${us.origin}/board`);
    await us.page.waitForSelector('[data-board]');
  });
});

describe('public track', () => {
  it('a public draft is held against the record, its denial is a stop, and nothing of it is kept', async () => {
    await go(us.page, 'public');
    const check = async (text) => {
      await us.page.fill('[data-draft=public]', text);
      await us.page.click('section[aria-labelledby=draft-check] button.main');
      await us.page.waitForSelector('[data-guard]');
    };
    await check('The weather was fine today.');
    assert.equal(await us.page.getAttribute('[data-guard]', 'data-guard'), '0 0');
    await check('There are no secret talks with IR, direct or indirect.');
    await us.page.waitForSelector('[data-alarm]');
    assert.match(await us.page.textContent('[data-alarm]'), /DENIES/);
    await shot(us.page, 'public-check-en');
    await go(us.page, 'line');
    await go(us.page, 'public');
    assert.equal(await us.page.inputValue('[data-draft=public]'), '', 'leaving the screen forgets it');
  });
});

describe('continuity', () => {
  it('shows seniors the custody, and everybody who is present in their compartments', async () => {
    await go(senior.page, 'continuity');
    await senior.page.waitForSelector('[data-custody="NO-CUSTODY"]');
    await senior.page.waitForSelector('[data-continuity="LEV"] [data-presence="IR"]');
    await shot(senior.page, 'continuity-en');
    await go(us.page, 'continuity');
    await us.page.waitForSelector('[data-continuity="LEV"] [data-presence="IR"]');
    assert.equal(await us.page.locator('[data-custody]').count(), 0, 'who holds shares is for the ranks');
    const data = { ask: 'custody', about: { custody: 'status' } };
    const answer = await us.context.request.post(`${us.origin}/api/v1/ask`, { headers: { origin: us.origin }, data });
    const asked = (await answer.json()).refused?.code;
    assert.equal(asked, 'E-NODE-037');
  });
});

describe('a passkey', () => {
  it('logs in and approves with the user verified each time, and nothing goes out without', async () => {
    const who = await person(engine, world.link('IR', 'SENIOR'), 'en');
    const { page } = who;
    const devtools = await who.context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const verified = (isUserVerified) =>
      devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    await page.click('[data-act="enrol-passkey"]');
    await page.waitForSelector('[data-board]');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.evaluate(() => indexedDB.deleteDatabase('demarche'));
    await page.reload();
    await page.click('[data-act="login-passkey"]');
    await page.waitForSelector('[data-board]');
    await go(page, 'line');
    await page.click('[data-number$="/A5"]');
    await verified(false);
    await page.click('[data-act="open"]');
    await page.waitForSelector('[data-refusal="none"]');
    await verified(true);
    await page.click('[data-act="open"]');
    await page.waitForSelector('[data-act="readback"]');
    // Chromium's advice to take RS256 too, which this console does not; and the reload of a page without a session.
    const expected = /algorithm identifiers: ES256 and RS256|status of 401/;
    assert.deepEqual(
      who.complaints.filter((text) => !expected.test(text)),
      [],
    );
    await who.context.close();
  });
});

describe('the keyboard', () => {
  it('reaches every screen and the accident notice without a mouse', async () => {
    const { page } = us;
    await page.goto(`${us.origin}/line`);
    await page.waitForSelector('[data-number]');
    for (const [key, screen] of [['m', 'map'], ['q', 'queue'], ['a', 'audit'], ['r', 'roster'], ['l', 'line']]) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForSelector(`nav a[href="/${screen}"][aria-current="page"]`);
    }
    await page.locator('.accident').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-type="A5"]');
    assert.equal(await page.locator('[data-pick="type"]').inputValue(), 'A5');
  });
});

describe('a list of sites', () => {
  it('is looked over row by row: what passes is a draft in the queue, each other row its reasons, nothing is sent', async () => {
    const { page } = us;
    await page.goto(`${us.origin}/sites`);
    await page.waitForSelector('[data-pick="sites"]');
    // The demo plays in the week before the template's visits.
    const list = (await output(['template', 'sites'])).replaceAll('2027-08-15', '2027-08-08');
    const [head, first, ...rest] = list.trim().split('\n');
    const swapped = first.replace('34.30017,47.10023', '134.30017,47.10023').replace('S01', 'S99');
    const buffer = Buffer.from([head, first, ...rest, swapped].join('\n'));
    await page.setInputFiles('[data-pick="sites"]', { name: 'sites.csv', mimeType: 'text/csv', buffer });
    await page.locator('form button.main').click();
    await page.waitForSelector('[data-imported]');
    const kept = Number(await page.locator('[data-imported]').getAttribute('data-imported'));
    assert.ok(kept >= 1, 'what passes is kept');
    assert.equal(await page.locator('[data-row]').count(), list.trim().split('\n').length - kept, 'each other row is told');
    await go(page, 'queue');
    await page.waitForSelector('tr[data-draft]');
    assert.equal(await page.locator('[data-told]').count(), 0);
  });
});

describe('a session that nobody touches', () => {
  it('warns two minutes before, locks, shows nothing, and still tells that something came', async () => {
    const idle = await person(engine, world.link('OM', 'SENIOR'), 'en');
    await idle.page.clock.install();
    await idle.page.click('button.main');
    await idle.page.waitForSelector('main h1');
    await idle.page.waitForSelector('[data-board]');
    await idle.page.clock.fastForward('13:30');
    await idle.page.waitForSelector('[data-lock]');
    await idle.page.clock.fastForward('02:00');
    await idle.page.waitForSelector('[data-locked]');
    assert.equal(await idle.page.locator('[data-number], [data-board], nav').count(), 0, 'nothing is shown');
    await idle.context.close();
  });
});

it('nothing was complained of and no other host was asked', () => {
  assert.deepEqual([us.complaints, senior.complaints, ir.complaints], [[], [], []]);
});
