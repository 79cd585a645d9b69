// The live map: numbers on the picture that open their lists, by mouse, by keys and on a phone.
import { open, owner } from '../harness/club.mjs';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { expect, test } from '../harness/index.mjs';

async function map(page, server, parameters = '') {
  const { account, api } = await owner(server);
  const process = (await api.get('/processes')).items.sort((a, b) => b.running - a.running)[0];
  await open(page, account, `/processes/${process.id}?mode=map${parameters}`);
  const told = await api.get(`/processes/${process.id}/map`);
  const step = told.steps.find(({ step: key }) => key === 'personal_call');
  return { account, api, process, told, step };
}

const panel = (page) => page.locator('aside.inspector');
const lines = (page) => panel(page).locator('.map__line');

test('the numbers of the picture are the lengths of their lists', async ({ page, server }) => {
  const { api, process, step } = await map(page, server);
  const head = page.locator('#step-personal_call');
  await expect(head).toContainText(new RegExp(`${step.standing}\\s*клиент`));
  const strip = page.locator('.node', { has: head }).locator('.node__figures');
  await expect(strip.locator('.node__standing')).toHaveText(String(step.standing));
  await expect(strip).toHaveAttribute('data-delay', step.delay);
  await head.click();
  await expect(page).toHaveURL(/node=personal_call/);
  await expect(panel(page).getByRole('heading', { name: step.name })).toBeVisible();
  await expect(lines(page)).toHaveCount(Math.min(step.standing, 50));
  while (await panel(page).getByRole('button', { name: 'Показать ещё' }).isVisible()) {
    const before = await lines(page).count();
    await panel(page).getByRole('button', { name: 'Показать ещё' }).click();
    await expect.poll(() => lines(page).count()).toBeGreaterThan(before);
  }
  await expect(lines(page)).toHaveCount(step.standing);
  await panel(page).getByRole('link', { name: /^Опаздывают/ }).click();
  await expect(page).toHaveURL(/list=overdue/);
  await expect(lines(page)).toHaveCount(Math.min(step.overdue, 50));
  await panel(page).getByRole('link', { name: /^Спят/ }).click();
  await expect(lines(page)).toHaveCount(Math.min(step.sleeping, 50));

  // However long a list is, the way to the others stays above it.
  await panel(page).getByRole('link', { name: /^Сделано/ }).click();
  await expect(lines(page)).toHaveCount(Math.min(step.done, 50));
  expect((await panel(page).getByRole('navigation').boundingBox()).height).toBeGreaterThan(24);

  // A result: its share beside its line, its tasks in the list.
  const result = step.results.toSorted((a, b) => b.times - a.times)[0];
  const row = page.locator(`[id="row-personal_call-${result.result_id}"]`);
  await expect(row).toContainText(new RegExp(`${result.times} из\\s${step.done}`));
  await row.click();
  await expect(page).toHaveURL(new RegExp(`node=personal_call.${result.result_id}`));
  await expect(lines(page)).toHaveCount(Math.min(result.times, 50));
  await page.reload();
  await expect(panel(page).getByRole('heading', { name: result.name })).toBeVisible();

  // Nothing can be changed here.
  await expect(page.locator('.board')).not.toHaveAttribute('data-may');
  expect((await api.get(`/processes/${process.id}/draft`)).version).toBe(0);
});

test('by keys: along the picture, into the list and back', async ({ page, server, keys }) => {
  const { step } = await map(page, server);
  const head = page.locator('#step-personal_call');
  await head.focus();
  await keys.press('ArrowDown');
  await expect(page.locator('.node__row:focus')).toContainText(step.results[0].name);
  await keys.press('ArrowUp');
  await keys.press('Enter');
  await expect(page.locator('#inspector-title')).toBeFocused();
  await expect(lines(page).first()).toBeVisible();
  await keys.press('Escape');
  await expect(head).toBeFocused();
});

test('the period stands in the address, and its numbers are of it', async ({ page, server }) => {
  const { api, process, told } = await map(page, server);
  await page.getByRole('radio', { name: /^7\s/ }).check({ force: true });
  await expect(page).toHaveURL(/days=7/);
  const day = (back) => new Date(Date.parse(told.to) - back * 86_400_000).toISOString().slice(0, 10);
  const week = await api.get(`/processes/${process.id}/map?from=${day(6)}&to=${told.to}`);
  const of = (map) => map.steps.find(({ step }) => step === 'personal_call');
  expect(of(week).done).toBeLessThan(of(told).done);
  await page.getByRole('radio', { name: 'Таблица' }).check({ force: true });
  await expect(page).toHaveURL(/view=table/);
  const row = page.getByRole('row', { name: new RegExp(`^${of(week).name}`) });
  await expect(row.getByRole('cell').nth(4)).toContainText(String(of(week).done));
  await page.getByRole('radio', { name: 'Свои даты' }).check({ force: true });
  await expect(page).toHaveURL(new RegExp(`from=${day(6)}&to=${told.to}`));
  await page.reload();
  await expect(row.getByRole('cell').nth(4)).toContainText(String(of(week).done));
  await expect(page.getByRole('radio', { name: 'Свои даты' })).toBeChecked();
});

test('what happens in the club is on the map a moment later', async ({ page, server }) => {
  const { api, process, step } = await map(page, server);
  const standing = page.locator('.node', { has: page.locator('#step-personal_call') }).locator('.node__standing');
  await expect(standing).toHaveText(String(step.standing));
  const { client } = await api.send('POST', '/clients', { name: 'Карта Живая' }, { 'Idempotency-Key': 'on-the-map' });
  await api.send('POST', '/chains', { client_id: client.id, process_id: process.id }, { 'Idempotency-Key': 'goes' });
  await expect(standing).toHaveText(String(step.standing + 1), { timeout: 15_000 });
});

test('on a phone the same numbers are cards, and a number opens its list', async ({ page, server }) => {
  await page.setViewportSize({ width: 412, height: 823 });
  const { step } = await map(page, server);
  const row = page.getByRole('row', { name: new RegExp(`^${step.name}`) });
  await row.getByRole('link', { name: String(step.standing), exact: true }).first().click();
  await expect(lines(page).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(412);
  await panel(page).getByRole('button', { name: 'Закрыть' }).click();
  await expect(row).toBeVisible();
});

test('everybody can use the map', async ({ page, server }) => {
  await map(page, server, '&node=personal_call');
  await expect(lines(page).first()).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Таблица' }).check({ force: true });
  await expect(page.getByRole('table')).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
});
