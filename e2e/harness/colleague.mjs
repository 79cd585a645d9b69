// A second person at another computer: a browser of his own, watched as the first one is.
import { russianKeyboard } from './keyboard.mjs';
import { watch } from './watch.mjs';

/** Opens a browser that shares nothing with the first one. Its troubles are asked for by `troubles`. */
export async function colleague(browser, baseURL) {
  const context = await browser.newContext({ baseURL, locale: 'ru-RU', timezoneId: 'Europe/Moscow', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  const watched = await watch(page);
  return { page, watched, keys: await russianKeyboard(page), close: () => context.close() };
}
