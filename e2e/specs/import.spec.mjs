// Clients from a file: read, given its meaning, put right, taken in and taken back; a table pasted by the keyboard.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { accounts, asEmployee, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const FILE = [
  'ФИО;Телефон;Дата рождения;Рост;Откуда узнал',
  'Зубрилин Олег;+7 912 300-00-01;05.06.1990;180;Сайт',
  'Зубрилина Инна;12;07.08.1991;165;Сайт',
  'Камнев Пётр;+7 912 300-00-03;31.02.1990;190;Сайт',
].join('\n');

test('a file becomes clients, with its faults put right on the way, and is taken back', async ({ page, server, shot }) => {
  test.setTimeout(180_000);
  const { account, api } = await owner(server);
  await open(page, account, '/clients');
  await page.getByRole('link', { name: 'Импорт' }).click();
  await page.waitForURL('**/imports');
  await expect(page.getByText('Импортов ещё не было.')).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Скачать образец' }).click();
  expect((await download).suggestedFilename()).toBe('образец.csv');

  await chosen(page, 'клиенты.csv', FILE);
  await page.waitForURL('**/upload');
  await expect(page.getByRole('heading', { level: 1, name: 'клиенты.csv' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Камнев Пётр' })).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('import-file');

  await page.getByRole('link', { name: 'К столбцам' }).click();
  const target = (name) => page.getByRole('combobox', { name: `Брать как: ${name}` });
  await expect(target('Телефон')).toHaveValue('phone');
  await expect(target('Рост')).toHaveValue('');
  // What is chosen is kept at once: the way back loses nothing.
  await target('Откуда узнал').selectOption('note');
  await expect.poll(async () => (await only(api)).columns[4].target).toBe('note');
  await page.getByRole('link', { name: 'Файл' }).click();
  await page.getByRole('link', { name: 'К столбцам' }).click();
  await expect(target('Откуда узнал')).toHaveValue('note');
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('import-columns');

  await page.getByRole('button', { name: 'Проверить' }).click();
  await page.waitForURL('**/check');
  const count = page.getByText(/готово\s·/);
  await expect(count).toHaveText('1 готово · 2 исправить · 0 пропустить');
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('import-check');

  // Tab and Enter go from fault to fault; what was put right stays in its place until one comes back.
  const phone = page.getByRole('textbox', { name: 'Телефон, Строка 3' });
  const born = page.getByRole('textbox', { name: 'Дата рождения, Строка 4' });
  await phone.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('8 912 300 00 02');
  await page.keyboard.press('Enter');
  await expect(born).toBeFocused();
  await expect(count).toHaveText('2 готово · 1 исправить · 0 пропустить');
  await page.keyboard.type('чепуха');
  await page.keyboard.press('Escape');
  await expect(born).toHaveValue('31.02.1990');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('28.02.1990');
  await page.keyboard.press('Enter');
  await expect(count).toHaveText('3 готово · 0 исправить · 0 пропустить');
  await expect(page.getByRole('row', { name: /^3 Зубрилина/ }).getByText('Новый')).toBeVisible();
  await shot('import-put-right');

  await page.getByRole('link', { name: 'К запуску' }).click();
  await expect(page.getByText('Появится 3 новых клиента')).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('import-run');
  await page.getByRole('button', { name: 'Импортировать' }).click();
  await expect(page.getByText(/^Импорт завершён/)).toBeVisible();
  const found = async () => (await api.get('/clients?q=%D0%97%D1%83%D0%B1%D1%80%D0%B8%D0%BB')).items;
  const [inna] = (await found()).filter(({ name }) => name.includes('Инна'));
  expect((await api.get(`/clients/${inna.id}`)).phones.map(({ number }) => number)).toEqual(['+79123000002']);
  await shot('import-done');
  await page.goto('/clients?q=%D0%97%D1%83%D0%B1%D1%80%D0%B8%D0%BB');
  await expect(page.getByRole('link', { name: 'Зубрилина Инна' })).toBeVisible();

  // Whoever was worked with since stays, and is named.
  await api.send('POST', `/clients/${inna.id}/notes`, { text: 'Придёт во вторник' });
  // The bell has said that it is over, and leads to the way back.
  await page.getByRole('button', { name: /^Уведомления/ }).click();
  await page.getByRole('link', { name: /Импорт\s«клиенты\.csv»\sзавершён/ }).click();
  await page.waitForURL(`**/run`);
  await page.getByRole('button', { name: 'Отменить импорт' }).click();
  const dialog = page.getByRole('dialog', { name: 'Отменить импорт?' });
  await dialog.getByRole('button', { name: 'Отменить импорт' }).click();
  await expect(page.getByText(/^Импорт отменён/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'С ними уже работали' }).getByRole('link', { name: 'Зубрилина Инна' })).toBeVisible();
  expect((await found()).map(({ name }) => name)).toEqual(['Зубрилина Инна']);
  expect((await api.get('/invariants')).hold).toBe(true);
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('import-undone');
});

test('a table is pasted by the keyboard, and its columns are known the next time', async ({ page, server, context }) => {
  const { account, api } = await owner(server);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, account, '/clients');
  await expect(page.getByRole('link', { name: 'Импорт' })).toBeVisible();
  await page.keyboard.press('Control+K');
  await page.keyboard.type('импорт клиентов');
  await page.getByRole('option', { name: /Импорт клиентов/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/imports');
  await expect(page.getByRole('heading', { level: 1, name: 'Импорт клиентов' })).toBeVisible();
  await pasted(page, 'Кого зовут\tКуда звонить\nЗвонкова Раиса\t8 912 300 00 11');
  await page.waitForURL('**/upload');
  await page.getByRole('link', { name: 'К столбцам' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/columns');
  await page.getByRole('combobox', { name: 'Брать как: Кого зовут' }).selectOption('name');
  await page.getByRole('combobox', { name: 'Брать как: Куда звонить' }).selectOption('phone');
  await expect.poll(async () => (await only(api)).columns.map(({ target }) => target)).toEqual(['name', 'phone']);
  await page.getByText('Сохранённые наборы столбцов').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Название набора' }).fill('Тетрадь');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Набор «Тетрадь» сохранён')).toBeVisible();

  await page.goto('/imports');
  await expect(page.getByRole('heading', { level: 1, name: 'Импорт клиентов' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Или вставьте таблицу' }).fill('Куда звонить\tКого зовут\n8 912 300 00 12\tЗвонков Фома');
  await page.getByRole('button', { name: 'Прочитать таблицу' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/upload');
  await page.getByRole('link', { name: 'К столбцам' }).click();
  await expect(page.getByText('Столбцы взяты из сохранённого набора «Тетрадь»')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Брать как: Куда звонить' })).toHaveValue('phone');
});

test('a column that no field takes becomes one of the club’s own', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const { id } = await api.send('POST', '/imports', { name: 'клиенты.csv', text: FILE.replaceAll(';', '\t') });
  await open(page, account, `/import/${id}/columns`);
  const height = page.getByRole('combobox', { name: 'Брать как: Рост' });
  await height.selectOption('Новое поле…');
  await expect(page.getByRole('textbox', { name: 'Название поля' })).toHaveValue('Рост');
  await expect(page.getByRole('combobox', { name: 'Тип' })).toHaveValue('integer');
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('import-new-field');
  await page.getByRole('textbox', { name: 'Название поля' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Поле «Рост» создано')).toBeVisible();
  await expect(height).toHaveValue('fields.rost');
  expect((await api.get(`/imports/${id}`)).columns[3].target).toBe('fields.rost');
  expect((await api.get('/client-fields')).fields.at(-1).label).toBe('Рост');
});

test('a phone sends and watches, a wide screen puts right', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const { id } = await api.send('POST', '/imports', { name: 'клиенты.csv', text: FILE.replaceAll(';', '\t') });
  await api.send('POST', `/imports/${id}/check`);
  await page.setViewportSize({ width: 412, height: 823 });
  await open(page, account, `/import/${id}/check`);
  await expect(page.getByText(/исправить\s·/)).toBeVisible();
  await expect(page.getByText('Исправлять строки удобнее на большом экране.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await shot('import-check-phone');
  await page.setViewportSize({ width: 1366, height: 768 });
  await expect(page.getByRole('main').getByRole('textbox', { name: 'Телефон, Строка 3' })).toBeVisible();
});

test('whoever may not import is not offered it', async ({ page, server }) => {
  const { api: boss } = await owner(server);
  const coach = (await boss.get('/employees?limit=100')).items.find(({ role_name }) => role_name === 'Тренер');
  const account = (await accounts(server)).find(({ email }) => email === coach.email);
  await asEmployee(server, account);
  await open(page, account, '/clients');
  await expect(page.getByRole('heading', { level: 1, name: 'Клиенты' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Импорт' })).toHaveCount(0);
  await page.goto('/imports');
  await expect(page.getByText(/импорт/i).first()).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

/** The import there is. */
async function only(api) {
  const [{ id }] = (await api.get('/imports')).items;
  return api.get(`/imports/${id}`);
}

async function chosen(page, name, text) {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
  await page.locator('input[type=file]').setInputFiles(file);
}

/** Puts a table on the clipboard and presses Ctrl V on the page. */
async function pasted(page, text) {
  await page.evaluate((table) => navigator.clipboard.writeText(table), text);
  await page.keyboard.press('Control+V');
}
