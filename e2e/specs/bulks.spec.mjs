// The list of what was done for many clients at once: from the list of clients, from the palette, by keys and by a finger.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { day, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const rows = (page) => page.locator('[data-row^="blk_"]');

async function done(api, tag) {
  const { items } = await api.get('/clients?limit=3');
  const bulk = await api.send(
    'POST',
    '/bulks',
    { action: { kind: 'tags', add: [tag], remove: [] }, ids: items.map(({ id }) => id) },
    { 'Idempotency-Key': crypto.randomUUID() },
  );
  await expect.poll(async () => (await api.get(`/bulks/${bulk.id}`)).state).toBe('done');
  return bulk;
}

test('the latest stands first, is opened by Enter and undone there', async ({ page, server, keys, shot }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/clients');
  await page.getByRole('link', { name: 'Массовые действия' }).click();
  await expect(page).toHaveURL(/\/bulks$/);
  await expect(page.getByText(/^Здесь появится то/)).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);

  await done(api, 'летний лагерь');
  const second = await done(api, 'утро');
  await page.goto('/bulks');
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText('утро');
  await expect(rows(page).first()).toContainText('готово');
  await expect(rows(page).first()).toContainText('Сделано: 3');
  await shot('bulks');
  expect(await violationsEverywhere(page)).toEqual([]);
  await keys.press('KeyJ');
  await keys.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/bulks/${second.id}$`));
  await page.getByRole('main').getByRole('button', { name: 'Отменить' }).click();
  await expect(page.getByText('Возвращено: 3')).toBeVisible();
  await page.goBack();
  await expect(rows(page).first()).toContainText('отменено');
});

test('the palette leads there', async ({ page, server, keys }) => {
  const { account } = await owner(server);
  await open(page, account, '/day');
  await day(page);
  await keys.press('Control+KeyK');
  await keys.type('массовые');
  await page.getByRole('option', { name: /Массовые действия/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Массовые действия');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 412, height: 823 }, hasTouch: true });

  test('a card of two lines is tapped', async ({ page, server, shot }) => {
    const { account, api } = await owner(server);
    const bulk = await done(api, 'утро');
    await open(page, account, '/bulks');
    await expect(rows(page)).toHaveCount(1);
    await shot('bulks-phone');
    await rows(page).first().tap();
    await expect(page).toHaveURL(new RegExp(`/bulks/${bulk.id}$`));
  });
});
