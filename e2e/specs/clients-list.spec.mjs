// The list of clients: filters built by the keyboard, addresses that say everything, views that are kept, columns of one's own.
import { choices, open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

const rows = (page) => page.locator('[data-row]');
const total = async (api, filter) => (await api.get(`/clients?filter=${encodeURIComponent(filter)}&include_total=true&limit=1`)).total.count;

test('a filter is built by the keyboard, stands in the address and is kept as a view', async ({ page, server, keys, shot }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();

  await keys.press('KeyF');
  await expect(page.getByRole('combobox', { name: 'Поле' })).toBeFocused();
  await keys.type('статус');
  await expect(choices(page).first()).toContainText('Статус');
  await keys.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Значения' })).toBeFocused();
  await keys.type('лид');
  await expect(choices(page).first()).toContainText('Лид');
  await keys.press('Enter');
  await shot('clients-question');
  await keys.press('Control+Enter');

  await expect(page).toHaveURL(/[?&]f=stage:lead/);
  const chip = page.getByRole('button', { name: 'Статус: Лид', exact: true });
  await expect(chip).toBeVisible();
  await expect(page.getByRole('link', { name: 'Лиды' })).toHaveAttribute('aria-current', 'page');

  // A second question, one of two.
  await page.goto('/clients?f=stage:lead;(next_step.empty|next_step.overdue)');
  await expect(page.getByRole('button', { name: 'Следующий шаг: нет', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Следующий шаг: просрочен', exact: true })).toBeVisible();
  const count = await total(api, 'stage:lead;(next_step.empty|next_step.overdue)');
  await expect(page.locator('.page__head, header').getByText(String(count), { exact: true }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Сохранить вид' }).click();
  await expect(page.getByRole('textbox', { name: 'Название вида' })).toBeFocused();
  await keys.type('горячие');
  await keys.press('Enter');
  const tab = page.getByRole('link', { name: 'горячие' });
  await expect(tab).toHaveAttribute('aria-current', 'page');
  await expect(page).toHaveURL(/view=viw_/);
  await expect(page.getByRole('button', { name: 'Сохранить вид' })).toBeHidden();
  await shot('clients-view');
  expect(await violations(page)).toEqual([]);

  // Changed, it says so; saved, it is as it was changed.
  await page.getByRole('button', { name: 'Убрать: Статус: Лид' }).click();
  await page.getByRole('button', { name: 'Сохранить вид' }).click();
  await expect(page.getByRole('button', { name: 'Сохранить вид' })).toBeHidden();
  const { items } = await api.get('/views');
  expect(items.map(({ name, line }) => [name, line])).toEqual([['горячие', 'next_step.empty|next_step.overdue']]);

  // A link that names the view alone shows all of it.
  await page.goto(`/clients?view=${items[0].id}`);
  await expect(page.getByRole('button', { name: 'Следующий шаг: нет', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Действия с видом' }).click();
  await page.getByRole('menuitem', { name: 'Убрать вид' }).click();
  await expect(tab).toBeHidden();
  await keys.press('KeyZ');
  await expect(tab).toBeVisible();
});

test('columns are chosen and moved, and stand in the address', async ({ page, server }) => {
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Колонки' }).click();
  await page.getByLabel('Источник', { exact: true }).check();
  await expect(page.getByRole('columnheader', { name: 'Источник' })).toBeVisible();
  await page.getByLabel('Телефон', { exact: true }).uncheck();
  await expect(page.getByRole('columnheader', { name: 'Телефон' })).toBeHidden();
  await page.getByRole('button', { name: 'Выше: Источник' }).click();
  await expect(page).toHaveURL(/cols=stage,next_step,last_contact_at,source,responsible/);
  expect(await violations(page)).toEqual([]);
});

test('on a phone the question is a sheet of its own', async ({ page, server }) => {
  await page.setViewportSize({ width: 412, height: 823 });
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await page.getByRole('button', { name: 'Фильтр' }).click();
  const sheet = page.getByRole('dialog', { name: 'Условие фильтра' });
  await expect(sheet).toBeVisible();
  await sheet.getByRole('combobox', { name: 'Поле' }).fill('день рож');
  await page.keyboard.press('Enter');
  await sheet.getByRole('textbox', { name: 'Значение' }).fill('30');
  expect(await violations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Применить' }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: /^День рождения: в ближайшие дни: 30 дней/ })).toBeVisible();
  await expect(page).toHaveURL(/f=birthday.within:30/);
});
