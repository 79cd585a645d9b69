// Companies from a table: pasted by the keyboard from their list, given its columns, taken in and taken back.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const TABLE = [
  'Компания\tИНН\tТелефон\tАдрес\tМест',
  'Школа «Ромашка»\t7707 083893\t8 495 123-45-67\tЛенина, 5\t420',
  'Кафе «Ветер»\t5001007322\t12\tМира, 1\t35',
  'Школа Ромашка\t7707083893\t\t\t',
].join('\n');

test('a table becomes companies by the keyboard, and is taken back', async ({ page, server, context, shot }) => {
  test.setTimeout(180_000);
  const { account, api } = await owner(server);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const before = await companies(api);
  await open(page, account, '/companies');
  // The empty list offers it, too.
  await page.getByRole('link', { name: 'Импорт' }).first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/imports?of=companies');
  await expect(page.getByRole('heading', { level: 1, name: 'Импорт компаний' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Компании', exact: true }).and(page.locator('[aria-current]'))).toBeVisible();
  await everywhere(page, shot, 'import-companies');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Скачать образец' }).press('Enter');
  expect((await download).suggestedFilename()).toBe('образец.csv');

  await page.evaluate((table) => navigator.clipboard.writeText(table), TABLE);
  await page.keyboard.press('Control+V');
  await page.waitForURL('**/upload');
  await expect(page.getByText('Импорт компаний')).toBeVisible();
  await page.getByRole('link', { name: 'К столбцам' }).press('Enter');
  await page.waitForURL('**/columns');
  const target = (name) => page.getByRole('combobox', { name: `Брать как: ${name}` });
  for (const [name, taken] of [['Компания', 'name'], ['ИНН', 'tax_id'], ['Телефон', 'phone'], ['Адрес', 'address'], ['Мест', '']]) {
    await expect(target(name)).toHaveValue(taken);
  }
  // What only people have is not offered.
  await expect(target('Мест').locator('option[value="stage"]')).toHaveCount(0);
  await expect(target('Мест').locator('option[value="site"]')).toHaveText('Сайт');
  await target('Мест').selectOption('Новое поле…');
  await expect(page.getByRole('textbox', { name: 'Название поля' })).toHaveValue('Мест');
  await page.getByRole('textbox', { name: 'Название поля' }).press('Enter');
  await expect(page.getByText('Поле «Мест» создано')).toBeVisible();
  expect((await api.get('/company-fields')).fields.at(-1).label).toBe('Мест');
  await everywhere(page, shot, 'import-companies-columns');

  await page.getByRole('button', { name: 'Проверить' }).press('Enter');
  await page.waitForURL('**/check');
  const count = page.getByText(/готово\s·/);
  await expect(count).toHaveText('1 готово · 1 исправить · 1 пропустить');
  await expect(page.getByText('Если компания уже есть')).toBeVisible();
  const phone = page.getByRole('textbox', { name: 'Телефон, Строка 3' });
  await phone.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('8 495 123 45 68');
  await page.keyboard.press('Enter');
  await expect(count).toHaveText('2 готово · 0 исправить · 1 пропустить');
  await page.getByRole('link', { name: /^Повторы/ }).press('Enter');
  await expect(page.getByText('Та же компания, что в строке 2')).toBeVisible();
  await everywhere(page, shot, 'import-companies-check');

  await page.getByRole('link', { name: 'К запуску' }).press('Enter');
  await expect(page.getByText('Появятся 2 новые компании')).toBeVisible();
  await expect(page.getByText('Процесс для новых клиентов')).toHaveCount(0);
  await page.getByRole('button', { name: 'Импортировать' }).press('Enter');
  await expect(page.getByText('Импорт завершён: 2 новые компании')).toBeVisible();
  await everywhere(page, shot, 'import-companies-done');
  const [cafe] = (await api.get('/companies?q=%D0%B2%D0%B5%D1%82%D0%B5%D1%80')).items;
  expect((await api.get(`/companies/${cafe.id}`)).phones.map(({ number }) => number)).toEqual(['+74951234568']);

  // Whom somebody has worked with stays, and is named.
  await api.send('POST', `/companies/${cafe.id}/notes`, { text: 'Перезвонят в среду' });
  await page.getByRole('button', { name: 'Отменить импорт' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Отменить импорт?' });
  await dialog.getByRole('button', { name: 'Отменить импорт' }).press('Enter');
  await expect(page.getByText(/^Импорт\sотменён:\sудалена\s1\sновая\sкомпания/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'С ними уже работали' }).getByRole('link', { name: 'Кафе «Ветер»' })).toBeVisible();
  await everywhere(page, shot, 'import-companies-undone');
  expect(await companies(api)).toEqual([...before, 'Кафе «Ветер»'].sort());
  await page.getByRole('link', { name: 'К компаниям' }).press('Enter');
  await page.waitForURL('**/companies');
  await expect(page.getByRole('link', { name: 'Кафе «Ветер»' })).toBeVisible();

  // The list of imports says of what each is.
  await page.goto('/imports');
  await expect(page.getByRole('heading', { level: 1, name: 'Импорт клиентов' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Отменён' }).getByText('Компании')).toBeVisible();
});

async function companies(api) {
  return (await api.get('/companies?limit=200')).items.map(({ name }) => name).sort();
}

/** No violations, and pictures: light and dark at a desk, light on a phone. */
async function everywhere(page, shot, name) {
  expect(await violationsEverywhere(page)).toEqual([]);
  const size = page.viewportSize();
  await shot(name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(`${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 412, height: 823 });
  await shot(`${name}-phone`);
  await page.setViewportSize(size);
}
