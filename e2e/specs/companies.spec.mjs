// Companies: made, found, changed in place, and linked with people from both sides.
import { readFile } from 'node:fs/promises';
import { open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

const made = async (api, name) => (await api.send('POST', '/clients', { name }, { 'Idempotency-Key': crypto.randomUUID() })).client;
const company = async (api, name, more = {}) =>
  (await api.send('POST', '/companies', { name, ...more }, { 'Idempotency-Key': crypto.randomUUID() })).company;

test('a company is made by keyboard, told of when it is there, found and changed in place', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  await company(api, 'Гимназия Ромашка');
  await open(page, account, '/clients');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Клиенты');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ромашк');
  const offered = page.getByRole('option', { name: /^Гимназия Ромашка/ });
  await expect(offered).toBeVisible();
  await offered.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Гимназия Ромашка');
  await page.getByRole('link', { name: 'Компании' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Компании');
  await expect(page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Клиенты' })).toHaveAttribute('aria-current', 'page');
  await page.getByRole('link', { name: 'Компания', exact: true }).press('Enter');
  const panel = page.getByRole('complementary', { name: 'Новая компания' });
  await expect(panel.getByLabel('Название')).toBeFocused();
  await page.keyboard.type('Гимназия');
  await page.keyboard.press('Tab');
  await expect(panel.getByText('Уже есть: Гимназия Ромашка')).toBeVisible();
  await shot('company-new');
  expect(await violations(page)).toEqual([]);
  await panel.getByLabel('Название').fill('Школа № 5');
  await panel.getByLabel('ИНН').fill('7707 083893');
  await panel.getByLabel('Телефон').fill('8 495 123-45-67');
  await page.keyboard.press('Control+Enter');

  await expect(page.getByRole('heading', { level: 1 })).toContainText('Школа № 5');
  const about = page.getByRole('region', { name: 'О компании' });
  await about.getByRole('button', { name: /^Сайт/ }).press('Enter');
  await page.keyboard.type('school5.example');
  await page.keyboard.press('Enter');
  await expect(about.getByRole('link', { name: 'Открыть сайт' })).toHaveAttribute('href', 'https://school5.example');
  await about.getByRole('button', { name: /^Адрес/ }).press('Enter');
  await page.keyboard.type('Садовая, 5');
  await page.keyboard.press('Enter');
  await expect(about.getByRole('button', { name: /^Адрес\s*Садовая, 5/ })).toBeVisible();
  await shot('company-card');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('link', { name: 'Компании', exact: true }).click();
  await page.getByRole('searchbox').fill('7707083893');
  await expect(page.getByRole('row', { name: /Гимназия/ })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Школа № 5/ })).toBeVisible();
  await shot('company-list');
  expect(await violations(page)).toEqual([]);
});

test('people are linked from the company, with a role and a main contact', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const school = await company(api, 'Лицей');
  const person = await made(api, 'Василькова Анна');
  await open(page, account, `/companies/${school.id}`);
  const people = page.getByRole('region', { name: 'Люди' });
  await people.getByRole('button', { name: 'Связать человека' }).press('Enter');
  await expect(people.getByLabel('Клиент')).toBeFocused();
  await page.keyboard.type('Василькова');
  await expect(page.getByRole('option', { name: /^Василькова Анна/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(people.getByLabel('Клиент')).toHaveValue('Василькова Анна');
  await people.getByLabel('Роль').fill('директор');
  await expect(page.getByRole('option', { name: /директор/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await people.getByLabel('Главный контакт', { exact: true }).check();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  const line = people.getByRole('listitem').filter({ hasText: 'Василькова Анна' });
  await expect(line.getByText('директор')).toBeVisible();
  await expect(line.getByText('Главный контакт', { exact: true })).toBeVisible();
  await shot('company-people');
  await line.getByRole('link', { name: 'Василькова Анна' }).click();

  // The other side says it, and takes it away.
  const companies = page.getByRole('region', { name: 'Компании' });
  await expect(companies.getByRole('listitem')).toContainText(/Лицей\s*директор/);
  await shot('client-companies');
  expect(await violations(page)).toEqual([]);
  await companies.getByRole('button', { name: 'Убрать связь с компанией Лицей' }).click();
  await expect(companies.getByRole('listitem')).toHaveCount(0);
  await expect.poll(async () => (await api.get(`/companies/${school.id}`)).people).toEqual([]);
  expect((await api.get(`/clients/${person.id}/companies`)).items).toEqual([]);
});

test('a company that is not there is made on the client’s card', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const person = await made(api, 'Лютикова Ольга');
  await open(page, account, `/clients/${person.id}`);
  const companies = page.getByRole('region', { name: 'Компании' });
  await companies.getByRole('button', { name: 'Связать с компанией' }).press('Enter');
  await page.keyboard.type('Фабрика игрушек');
  await expect(page.getByRole('option', { name: /Фабрика игрушек/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await api.get('/companies?q=фабрика')).items.length).toBe(1);
  await page.keyboard.press('Control+Enter');
  await expect(companies.getByRole('listitem')).toContainText('Фабрика игрушек');
});

test('the history of a company tells of its people, and takes a note', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const school = await company(api, 'Школа танца');
  const person = await made(api, 'Ромашкина Вера');
  await api.send('POST', `/companies/${school.id}/people`, { client_id: person.id, role: 'завуч' }, { 'Idempotency-Key': 'history-link' });
  await api.send('POST', `/clients/${person.id}/notes`, { text: 'Звонить после обеда' }, { 'Idempotency-Key': 'history-note' });
  await open(page, account, `/companies/${school.id}`);
  const history = page.getByRole('region', { name: 'История' });
  const told = history.getByRole('article').filter({ hasText: 'Звонить после обеда' });
  await expect(told.getByRole('link', { name: /Ромашкина/ })).toHaveAttribute('href', `/clients/${person.id}`);
  await history.getByRole('textbox').focus();
  await page.keyboard.type('Договор до мая');
  await page.keyboard.press('Control+Enter');
  await expect(history.getByRole('article').first()).toContainText('Договор до мая');
  await expect(history.getByRole('textbox')).toHaveValue('');
  await shot('company-history');
  expect(await violations(page)).toEqual([]);
  await history.getByRole('button', { name: 'Изменения' }).press('Enter');
  await expect(page).toHaveURL(/history=changes/);
  await expect(history.getByRole('article').filter({ hasText: 'Договор до мая' })).toHaveCount(0);
  await expect(history.getByRole('article').filter({ hasText: 'завуч' })).toBeVisible();
  await page.setViewportSize({ width: 412, height: 823 });
  await shot('company-history-phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('on a phone the card is one column and nothing sticks out', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const school = await company(api, 'Общеобразовательная школа с углублённым изучением языков', { site: 'school.example', tags: ['договор'] });
  const person = await made(api, 'Незабудкина Маргарита');
  await api.send('POST', `/companies/${school.id}/people`, { client_id: person.id, role: 'родитель-организатор', main: true }, { 'Idempotency-Key': 'phone-link' });
  await page.setViewportSize({ width: 412, height: 823 });
  await open(page, account, `/companies/${school.id}`);
  await expect(page.getByRole('region', { name: 'Люди' }).getByRole('link', { name: 'Незабудкина Маргарита' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await shot('company-phone');
  expect(await violations(page)).toEqual([]);
  await page.goto('/companies');
  await expect(page.getByRole('row', { name: /Общеобразовательная/ })).toBeVisible();
  await shot('company-list-phone');
});

test('the list is narrowed by questions, shows the columns one wants, and becomes a file', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  await company(api, 'Лицей Север', { tags: ['договор'], address: 'Садовая, 5' });
  await company(api, 'Завод Юг', { tags: ['скидка'] });
  await open(page, account, '/companies');
  const table = page.getByRole('table', { name: 'Компании' });
  await expect(table.getByRole('row', { name: /Завод Юг/ })).toBeVisible();
  await page.keyboard.press('f');
  const form = page.getByRole('form', { name: 'Условие фильтра' });
  await form.getByRole('combobox', { name: 'Поле' }).fill('теги');
  await page.keyboard.press('Enter');
  await form.getByRole('combobox', { name: 'Значения' }).fill('договор');
  await page.keyboard.press('Enter');
  await shot('company-filter');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/f=tag/);
  await expect(table.getByRole('row', { name: /Лицей Север/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /Завод Юг/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Колонки' }).press('Enter');
  await page.getByRole('checkbox', { name: 'Адрес' }).press('Space');
  await expect(table.getByRole('columnheader', { name: 'Адрес' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(table.getByRole('row', { name: /Лицей Север/ })).toContainText('Садовая, 5');
  await shot('company-columns');

  await page.getByRole('button', { name: 'Экспорт' }).press('Enter');
  await expect(page.getByText('1 компания по текущему фильтру')).toBeVisible();
  await expect(page.getByRole('radio', { name: /vCard/ })).toHaveCount(0);
  await page.getByRole('radio', { name: 'CSV' }).check();
  await shot('company-export');
  expect(await violations(page)).toEqual([]);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Скачать' }).press('Enter');
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^Компании .*\.csv$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text.split('\r\n')[1]).toContain('Лицей Север');
  expect(text).not.toContain('Завод Юг');
});
