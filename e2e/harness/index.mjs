// What a spec imports: Playwright's own `test`, with the running product in it.
import { test as base, expect } from '@playwright/test';
import { violations } from './accessibility.mjs';
import { demoDatabase, emptyDatabase } from './demo.mjs';
import { russianKeyboard } from './keyboard.mjs';
import { serve } from './server.mjs';
import { watch } from './watch.mjs';

export { expect, violations };

export const test = base.extend({
  /** 'demo': a copy of the demo club; 'empty': what a first start finds. `test.use({ database: 'empty' })` */
  database: ['demo', { option: true }],

  /** The running program: `url`, `said` (its log so far), `stop()`. */
  server: async ({ database }, use) => {
    const copy = database === 'empty' ? emptyDatabase() : demoDatabase();
    const server = await serve(copy.url);
    await use(server);
    await server.stop();
    copy.remove();
  },

  baseURL: async ({ server }, use) => use(server.url),

  /** The page fails its test on any console error, exception or policy violation it was not told to expect. */
  watched: [
    async ({ page }, use) => {
      const watched = await watch(page);
      await use(watched);
      expect(watched.troubles, 'console errors, exceptions and policy violations').toEqual([]);
    },
    { auto: true },
  ],

  /** The keyboard with the Russian layout. */
  keys: async ({ page, watched }, use) => use(await russianKeyboard(page)),

  /** `await shot('day-dark')` leaves e2e/shots/day-dark.png. */
  shot: async ({ page }, use) => {
    await use((name) => page.screenshot({ path: new URL(`../shots/${name}.png`, import.meta.url).pathname }));
  },
});
