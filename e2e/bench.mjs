// How long from the key that saves a result until the next client's card is painted, and how the largest process opens and moves: printed as rows for
// docs/bench.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { caller, callsToMake, cardThatEnds, offered, owner, signIn } from './harness/club.mjs';
import { largeProcess } from './harness/process.mjs';
import { russianKeyboard } from './harness/keyboard.mjs';
import { perezvon, serve } from './harness/server.mjs';

const CARDS = 30;
const OPENINGS = 9;
const FRAMES = 120;
const DECISIONS = 60;
const EDITS = 20;

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
  const { steps, results, opened, frames, edits } = await drawnProcess();
  const { told, decided } = await decidedAnew();
  const part = (all, share) => all[Math.min(all.length - 1, Math.floor(all.length * share))].toFixed(0);
  console.log(`| a process of ${steps} steps and ${results} results: link pressed → drawn | ≤ 500 ms | ${part(opened, 0.5)} ms | ${part(opened, 0.99)} ms |`);
  console.log(`| the same, an edit of it: key pressed → checked, laid out, drawn | ≤ 100 ms | ${part(edits, 0.5)} ms | ${part(edits, 0.99)} ms |`);
  console.log(`| the same, one frame of panning and zooming | ≤ 17 ms | ${part(frames, 0.5)} ms | ${part(frames, 0.99)} ms |`);
  const exact = (all, share) => all[Math.min(all.length - 1, Math.floor(all.length * share))].toFixed(1);
  console.log(`| the decision on an answer, ${decided.length} times | ≤ 1 ms | ${exact(decided, 0.5)} ms | ${exact(decided, 0.99)} ms |`);
  console.log(`| an answer typed → the decision on it stands there in words | – | ${exact(told, 0.5)} ms | ${exact(told, 0.99)} ms |`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The picture of a large process: from the press of its link in the list to its last step, and frames while it is moved. */
async function drawnProcess() {
  const { account, api } = await owner(server);
  const { id, steps, results } = await largeProcess(api);
  const { viewport, locale, timezoneId } = config.use;
  const page = await browser.newPage({ viewport, locale, timezoneId, baseURL: server.url });
  await signIn(page, account);
  const opened = [];
  while (opened.length < OPENINGS) {
    await page.goto('/processes');
    const link = page.locator(`main a[href="/processes/${id}"]`);
    await link.waitFor();
    // Whoever looks at the list for a moment has the editor's code: it came with the list.
    await page.waitForTimeout(1500);
    opened.push(await page.evaluate(([id, steps]) => new Promise((resolve) => {
      const begun = performance.now();
      const look = () => {
        if (document.querySelectorAll('.node').length === steps) setTimeout(() => resolve(performance.now() - begun));
        else requestAnimationFrame(look);
      };
      document.querySelector(`main a[href="/processes/${id}"]`).click();
      requestAnimationFrame(look);
    }), [id, steps]));
  }
  const frames = await page.evaluate((count) => new Promise((resolve) => {
    const board = document.querySelector('.board');
    const { left, top, width, height } = board.getBoundingClientRect();
    const times = [];
    let before = performance.now();
    const move = (now) => {
      times.push(now - before);
      before = now;
      if (times.length > count) return resolve(times.slice(1).sort((a, b) => a - b));
      const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
      const turn = times.length % 3 === 0 ? { deltaY: times.length % 2 ? 40 : -40, ctrlKey: true } : { deltaX: 9, deltaY: -6 };
      board.dispatchEvent(new WheelEvent('wheel', { ...at, ...turn }));
      requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
  }), FRAMES);
  const edits = await editedProcess(page, steps);
  return { steps, results, opened: opened.sort((a, b) => a - b), frames, edits };
}

/** A step is taken out and put back by undo and redo: every time the whole draft is checked, laid out and drawn. */
async function editedProcess(page, steps) {
  const step = page.locator('.node__head').nth(Math.floor(steps / 2));
  await step.focus();
  await step.press('Delete');
  await page.waitForFunction((count) => document.querySelectorAll('.node').length === count, steps - 1);
  const times = [];
  while (times.length < EDITS) {
    const again = times.length % 2 === 1;
    times.push(await page.evaluate(({ again, wanted }) => new Promise((resolve) => {
      const begun = performance.now();
      const seen = new MutationObserver(() => {
        if (document.querySelectorAll('.node').length !== wanted) return;
        seen.disconnect();
        resolve(performance.now() - begun);
      });
      seen.observe(document.body, { subtree: true, childList: true });
      const key = { key: 'z', code: 'KeyZ', ctrlKey: true, shiftKey: again, bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', key));
    }), { again, wanted: again ? steps - 1 : steps }));
  }
  return times.sort((a, b) => a - b);
}

/** In the runner: one date after another is typed into the form, and what follows is decided and told anew. The application itself tells the
 * browser how long the decision took. */
async function decidedAnew() {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items.filter(({ published }) => published);
  const newcomer = { name: 'Решаев Пётр', start_process_id: process.id };
  const { client } = await api.send('POST', '/clients', newcomer, { 'Idempotency-Key': 'decided-anew' });
  const { viewport, locale, timezoneId } = config.use;
  const page = await browser.newPage({ viewport, locale, timezoneId, baseURL: server.url });
  await signIn(page, account);
  await page.goto(`/run?task=${client.next.task_id}`);
  await offered(page, 'Сейчас не актуально').click();
  await page.locator('.when input').first().waitFor();
  await page.locator('.next').waitFor();
  const all = await page.evaluate(async (count) => {
    const decided = [];
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'decision') decided.push(duration);
    }).observe({ entryTypes: ['measure'] });
    const input = document.querySelector('.when input');
    const told = () => document.querySelector('.next')?.textContent;
    const year = new Date().getFullYear() + 1;
    const times = [];
    for (let turn = 0; turn < count; turn += 1) {
      const before = told();
      const begun = performance.now();
      const decided = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('nothing else follows another date')), 5_000);
        const seen = new MutationObserver(() => {
          if (told() === before) return;
          seen.disconnect();
          resolve(performance.now() - begun);
        });
        seen.observe(document.body, { subtree: true, childList: true, characterData: true });
      });
      input.value = `${1 + (turn % 28)}.03.${year}`;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      times.push(await decided);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }
    return { told: times, decided };
  }, DECISIONS);
  await page.close();
  const [told, decided] = [all.told, all.decided].map((times) => times.sort((a, b) => a - b));
  if (decided.length < DECISIONS) throw new Error(`the browser was told of ${decided.length} decisions only`);
  return { told, decided };
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
