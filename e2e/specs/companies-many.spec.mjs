// Many companies: a list kept as a view, several chosen and changed at once, and the way back – by keys, and on a phone.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const rows = (page) => page.locator('[data-row^="com_"]');
const bar = (page) => page.getByRole('region', { name: /^Выбран/ });
const company = async (api, name, more = {}) =>
  (await api.send('POST', '/companies', { name, ...more }, { 'Idempotency-Key': crypto.randomUUID() })).company;

async function schools(api) {
  const made = [];
  for (const name of ['Школа Восток', 'Школа Запад', 'Школа Север']) made.push(await company(api, name, { tags: ['школа'] }));
  await company(api, 'Завод Юг');
  return made;
}

test('a view of companies is kept, and its companies are tagged and taken back, by keys', async ({ page, server, keys, shot }) => {
  const { account, api } = await owner(server);
  const [east, west, north] = await schools(api);
  await open(page, account, '/companies?f=tag:школа&cols=name,tag,tax_id');
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByRole('link', { name: 'Лиды' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Сохранить вид' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Название вида' })).toBeFocused();
  await keys.type('школы');
  await keys.press('Enter');
  const tab = page.getByRole('link', { name: 'школы', exact: true });
  await expect(tab).toHaveAttribute('aria-current', 'page');
  await expect(page).toHaveURL(/view=viw_/);
  const { items: views } = await api.get('/views?subject=companies');
  expect(views.map(({ name, subject, line }) => [name, subject, line])).toEqual([['школы', 'companies', 'tag:школа']]);
  expect((await api.get('/views?subject=clients')).items).toEqual([]);

  await keys.press('KeyJ');
  await keys.press('KeyX');
  await keys.press('Shift+ArrowDown');
  await keys.press('Shift+ArrowDown');
  await expect(bar(page)).toContainText('Выбрано 3');
  // Companies are led by nothing, called by nobody and merged with nothing.
  for (const name of ['Процесс', 'Задача', 'Объединить']) await expect(bar(page).getByRole('button', { name })).toHaveCount(0);
  await shot('companies-chosen');
  expect(await violationsEverywhere(page)).toEqual([]);
  await bar(page).getByRole('button', { name: 'Теги' }).press('Enter');
  const asked = page.getByRole('dialog', { name: 'Теги', exact: true });
  await asked.getByRole('combobox', { name: 'Добавить' }).focus();
  await keys.type('договор');
  await keys.press('Enter');
  await expect(asked).toContainText('Теги у 3 компаний: +договор');
  await shot('companies-tags');
  expect(await violationsEverywhere(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Изменить теги' }).press('Enter');
  await expect(asked).toBeHidden();
  await expect(bar(page)).toBeHidden();
  await expect(rows(page).first()).toContainText('договор');

  // Somebody changes one of them meanwhile: it stays as it is, and is named.
  const now = await api.get(`/companies/${west.id}`);
  await api.send('PATCH', `/companies/${west.id}`, { tags: ['школа', 'аренда'] }, { 'If-Match': `"v${now.version}"` });
  await page.getByRole('link', { name: 'Массовые действия' }).press('Enter');
  const done = page.locator('[data-row^="blk_"]').first();
  await expect(done).toContainText('Теги: +договор');
  await expect(done).toContainText('Компании');
  await shot('bulks-of-companies');
  await keys.press('KeyJ');
  await keys.press('Enter');
  await page.getByRole('main').getByRole('button', { name: 'Отменить' }).press('Enter');
  await expect(page.getByText('Возвращено: 2, Осталось: 1')).toBeVisible();
  const kept = page.getByRole('region', { name: 'Остались как есть' });
  await expect(kept.getByRole('link', { name: 'Школа Запад' })).toHaveAttribute('href', `/companies/${west.id}`);
  await shot('bulk-of-companies-undone');
  expect(await violationsEverywhere(page)).toEqual([]);
  for (const { id } of [east, north]) expect((await api.get(`/companies/${id}`)).tags).toEqual(['школа']);
  expect((await api.get(`/companies/${west.id}`)).tags.toSorted()).toEqual(['аренда', 'школа']);
  await page.getByRole('link', { name: 'К компаниям' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Компании');

  // The list of clients offers views of its own.
  await page.goto('/clients');
  await expect(page.getByRole('link', { name: 'Лиды' })).toBeVisible();
  await expect(tab).toHaveCount(0);
});

test('the file of chosen companies has only them', async ({ page, server, keys }) => {
  const { account, api } = await owner(server);
  await schools(api);
  await open(page, account, '/companies?f=tag:школа');
  await expect(rows(page)).toHaveCount(3);
  await keys.press('KeyJ');
  await keys.press('KeyX');
  await expect(bar(page)).toContainText('Выбрана 1');
  await bar(page).getByRole('button', { name: 'Экспорт' }).press('Enter');
  await expect(page.getByText('1 выбранная компания')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 412, height: 823 }, hasTouch: true });

  test('views stand above the list and nothing sticks out', async ({ page, server, shot }) => {
    const { account, api } = await owner(server);
    await schools(api);
    const shows = { filter: { kind: 'test', field: 'tag', is: 'is', values: ['школа'] } };
    await api.send('POST', '/views', { subject: 'companies', name: 'школы города', shows }, { 'Idempotency-Key': crypto.randomUUID() });
    await open(page, account, '/companies');
    await page.getByRole('link', { name: 'школы города' }).tap();
    await expect(rows(page)).toHaveCount(3);
    await rows(page).first().getByRole('checkbox').check();
    await expect(bar(page)).toBeVisible();
    await shot('companies-chosen-phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot('companies-chosen-phone-dark');
  });
});
