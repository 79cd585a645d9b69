// A look at a card beside the list, without leaving the list.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { caller, callsToMake, open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

const rows = (page) => page.locator('[data-row^="cli_"]');
const panel = (page) => page.getByRole('complementary');
const nameOf = async (page, place) => (await rows(page).nth(place).getByRole('link').first().textContent()).trim();

test('by the keyboard with the Russian layout: Space looks, J goes on, Enter opens, Back returns', async ({ page, server, keys, shot }) => {
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  const names = [await nameOf(page, 0), await nameOf(page, 1), await nameOf(page, 2)];
  await keys.press('KeyJ');
  await keys.press('Space');
  await expect(page.getByRole('complementary', { name: names[0] })).toBeVisible();
  await expect(page).toHaveURL(/peek=client%3Acli_/);
  await expect(rows(page).first()).toBeFocused();
  // The history below may speak of the same things.
  for (const fact of ['Телефоны', 'Статус', 'Следующий шаг']) await expect(panel(page).getByText(fact, { exact: true }).first()).toBeVisible();
  await expect(panel(page).getByRole('heading', { name: 'Кратко' })).toBeVisible();
  await expect(panel(page).getByRole('heading', { name: 'Последнее' })).toBeVisible();
  await shot('peek');
  expect(await violationsEverywhere(page)).toEqual([]);

  await keys.press('KeyJ');
  await keys.press('KeyJ');
  await expect(page.getByRole('complementary', { name: names[2] })).toBeVisible();
  await keys.press('KeyK');
  await expect(page.getByRole('complementary', { name: names[1] })).toBeVisible();
  await keys.press('Space');
  await expect(panel(page)).toBeHidden();
  await expect(page).not.toHaveURL(/peek=/);
  await expect(rows(page).nth(1)).toBeFocused();

  await keys.press('Space');
  await expect(page.getByRole('complementary', { name: names[1] })).toBeVisible();
  await keys.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(rows(page).nth(1)).toBeFocused();

  await keys.press('Space');
  await expect(page.getByRole('complementary', { name: names[1] })).toBeVisible();
  await keys.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(names[1]);
  await page.goBack();
  await expect(page.getByRole('complementary', { name: names[1] })).toBeVisible();
  await keys.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(/\/clients$/);

  await keys.press('Shift+Slash');
  const help = page.getByRole('dialog');
  await expect(help.getByText('Заглянуть в карточку')).toBeVisible();
});

test('by the mouse: the eye at the end of a name, and the cross', async ({ page, server }) => {
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  const name = await nameOf(page, 3);
  await rows(page).nth(3).hover();
  await page.getByRole('button', { name: `Заглянуть: ${name}` }).click();
  await expect(page.getByRole('complementary', { name })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Закрыть' }).click();
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(/\/clients$/);
});

test('a link looks, too, on any page; who does not see numbers sees none here, and calls', async ({ page, server }) => {
  const { account, boss, api } = await caller(server);
  const operator = (await boss.get('/roles')).items.find(({ built_in }) => built_in === 'operator');
  const { 'client.contacts': taken, ...grants } = operator.grants;
  expect(taken).toBe('all');
  await callsToMake(api, 3);
  const client = (await api.get('/clients?limit=50')).items.find(({ phone }) => phone && !phone.do_not_call);
  await boss.change(`/roles/${operator.id}`, operator, { grants });
  await open(page, account, `/day?peek=client:${client.id}`);
  await expect(panel(page)).toContainText(/\+\d{1,3}[\s•-]+\d\d/);
  await expect(panel(page).getByText(/\+\d{1,3}\s\d{2,3}\s\d{2,3}/)).toHaveCount(0);
  const dialled = page.waitForResponse((response) => response.url().endsWith('/dials'));
  await panel(page).getByRole('button', { name: 'Позвонить клиенту' }).first().click();
  expect((await (await dialled).json()).address).toBe(`tel:${client.phone.number}`);
  expect(await violations(page)).toEqual([]);
});
