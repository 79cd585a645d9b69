// How long from the key that saves a result until the next client's card is painted: printed as rows for docs/bench.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { caller, callsToMake, cardThatEnds, signIn } from './harness/club.mjs';
import { russianKeyboard } from './harness/keyboard.mjs';
import { perezvon, serve } from './harness/server.mjs';

const CARDS = 30;

const folder = mkdtempSync(join(tmpdir(), 'perezvon-bench-'));
const database = join(folder, 'demo.db');
execFileSync(perezvon, ['demo', '--clients', '2000'], { env: { ...process.env, DATABASE_URL: database }, stdio: 'ignore' });
const server = await serve(database);
const browser = await chromium.launch(config.use.launchOptions);
try {
  const times = await savedCards();
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  console.log('\n| in the browser | goal | median | p99 |');
  console.log('| --- | --- | ---: | ---: |');
  console.log(`| save → next card painted, ${times.length} cards | ≤ 100 ms | ${at(0.5)} ms | ${at(0.99)} ms |`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function savedCards() {
  const { account, api } = await caller(server);
  await callsToMake(api, CARDS + 5);
  const { viewport, locale, timezoneId } = config.use;
  const page = await browser.newPage({ viewport, locale, timezoneId, baseURL: server.url });
  await signIn(page, account);
  const keys = await russianKeyboard(page);
  await keys.press('Enter');

  const times = [];
  while (times.length < CARDS) {
    // Tasks that nobody can fail to reach by phone are not part of the measurement.
    const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');
    await page.evaluate(watchForTheNextCard);
    await keys.press(`Digit${digit}`);
    times.push(await page.evaluate(() => window.nextCardPainted));
    await page.waitForFunction((task) => !location.href.includes(task), task);
  }
  return times.sort((a, b) => a - b);
}

/** In the page: from the next key to the first frame after another task's card stands in the address and in the page. */
function watchForTheNextCard() {
  const heading = () => document.querySelector('main h1')?.textContent;
  const before = { address: location.href, heading: heading() };
  window.nextCardPainted = new Promise((resolve) => {
    addEventListener('keydown', (event) => {
      const look = () => {
        const changed = location.href !== before.address && heading() && heading() !== before.heading;
        // A frame callback runs before its paint; a task after it runs when that frame was handed over.
        if (changed) setTimeout(() => resolve(performance.now() - event.timeStamp));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}
