// What is not needed at once is a file of its own: it comes ahead of time, and when it does not come, the page says so.
import { expect, test } from '../harness/index.mjs';
import { accounts, open } from '../harness/club.mjs';

const PARTS = /\/assets\/(split|chunk)_/;

test.beforeEach(async ({ server }) => {
  const page = await (await fetch(server.url)).text();
  const [glue] = /\/assets\/app\.\w+\.js/.exec(page);
  const cut = PARTS.test(await (await fetch(server.url + glue)).text());
  test.skip(!cut, 'a quick build of the application is not cut into parts');
});

test('a part that does not come says so, and comes when it is asked for again', async ({ page, server, watched }) => {
  watched.expect(/Failed to load resource/);
  const [owner] = await accounts(server);
  let away = true;
  await page.route(PARTS, (route) => (away ? route.abort() : route.continue()));

  await open(page, owner, '/settings/company');
  await expect(page.getByText('Страница не загрузилась')).toBeVisible();

  away = false;
  await page.getByRole('main').getByRole('button', { name: 'Повторить' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Компания' })).toBeVisible();
});

test('what will be needed is there before it is asked for', async ({ page, server }) => {
  const [owner] = await accounts(server);
  const fetched = page.waitForResponse((response) => /split_office/.test(response.url()) && response.ok());
  let away = false;
  await page.route(PARTS, (route) => (away ? route.abort() : route.continue()));
  await open(page, owner, '/day');
  await (await fetched).finished();

  away = true;
  await page.getByRole('link', { name: 'Настройки' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Шаблоны задач' })).toBeVisible();
});
