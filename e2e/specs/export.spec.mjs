// Clients leave as files: real ones, with the filter of the list, by the keyboard and on a phone, and only for whom the role lets.
import { readFile } from 'node:fs/promises';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { accounts, asEmployee, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const rows = (page) => page.locator('[data-row]');
const panel = (page) => page.getByRole('dialog', { name: 'Экспорт' });

async function taken(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), panel(page).getByRole('button', { name: 'Скачать' }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a filtered list is taken away as a table, a workbook and contacts', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const found = await api.get('/clients?filter=stage%3Alead&include_total=true&limit=200');
  await open(page, account, '/clients?f=stage:lead&cols=phone,stage');
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Экспорт' }).click();
  await expect(panel(page)).toContainText(new RegExp(`^${found.total.count}\\s`));
  expect(await violationsEverywhere(page)).toEqual([]);

  await panel(page).getByLabel('CSV', { exact: true }).check();
  const csv = await taken(page);
  expect(csv.name).toMatch(/^Клиенты \d{4}-\d\d-\d\d\.csv$/);
  const text = csv.bytes.toString('utf8');
  expect(text.startsWith('\ufeffФИО;Телефон;Статус\r\n')).toBe(true);
  expect(text.trim().split('\r\n').length - 1).toBe(found.total.count);
  for (const { phone } of found.items.filter(({ phone }) => phone)) expect(text).toContain(phone.display.replaceAll('\u00a0', ' '));
  await expect(page.getByText(`Файл «${csv.name}» скачан`)).toBeVisible();

  // The whole card has a column for everything that an import takes in.
  await panel(page).getByLabel('Карточка целиком, для переноса').check();
  expect((await taken(page)).bytes.toString('utf8')).toMatch(/^\ufeffФамилия;Имя;Отчество;Телефон;E-mail;Telegram;/);

  await panel(page).getByLabel('Excel (XLSX)').check();
  const book = await taken(page);
  expect(book.name).toMatch(/\.xlsx$/);
  expect(book.bytes.subarray(0, 2).toString()).toBe('PK');

  await panel(page).getByLabel('Контакты (vCard)').check();
  await expect(panel(page).getByText('Что в файле')).toBeHidden();
  const cards = (await taken(page)).bytes.toString('utf8');
  expect(cards.match(/BEGIN:VCARD/g).length).toBe(found.total.count);
});

test('by the keyboard alone, with the Russian layout', async ({ page, server, keys }) => {
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Экспорт' }).focus();
  await keys.press('Enter');
  await expect(panel(page)).toBeVisible();
  await panel(page).getByLabel('Excel (XLSX)').focus();
  await keys.press('ArrowUp');
  await expect(panel(page).getByLabel('CSV', { exact: true })).toBeChecked();
  await panel(page).getByRole('button', { name: 'Скачать' }).focus();
  const [download] = await Promise.all([page.waitForEvent('download'), keys.press('Enter')]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  await keys.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Экспорт' })).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 412, height: 823 }, hasTouch: true });

  test('the panel fits and is pressed by a finger', async ({ page, server }) => {
    const { account } = await owner(server);
    await open(page, account, '/clients');
    await expect(rows(page).first()).toBeVisible();
    await page.getByRole('button', { name: 'Экспорт' }).tap();
    await expect(panel(page)).toBeInViewport({ ratio: 1 });
    expect(await violationsEverywhere(page)).toEqual([]);
    await panel(page).getByLabel('Outlook и Google (CSV)').tap();
    const { bytes } = await taken(page);
    expect(bytes.toString('utf8')).toMatch(/^\ufeffFirst Name,Middle Name,Last Name,/);
  });
});

test('whose role takes nothing away has no button', async ({ page, server }) => {
  const all = await accounts(server);
  const people = await Promise.all(all.map(async (account) => ({ account, api: await asEmployee(server, account) })));
  const without = people.find(({ api }) => !('client.export' in api.me.permissions));
  await open(page, without.account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Экспорт' })).toHaveCount(0);
});

test('a file that breaks off is told, and taken again', async ({ page, server, watched }) => {
  watched.expect(/Failed to load resource|ERR_/);
  let broken = true;
  await page.route('**/api/v1/clients/export', (route) => (broken ? route.abort() : route.continue()));
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Экспорт' }).click();
  await panel(page).getByRole('button', { name: 'Скачать' }).click();
  await expect(panel(page).getByRole('alert')).toHaveText('Файл не скачан. Повторите');
  broken = false;
  expect((await taken(page)).name).toMatch(/\.xlsx$/);
  await expect(panel(page).getByRole('alert')).toHaveCount(0);
});
