// Segments: what the list is narrowed by becomes a set under a name, live or frozen, and is chosen in filters.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { accounts, asEmployee, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('conditions become a segment by the keyboard; it is opened, frozen, made live, removed and brought back', async ({ page, server, keys, shot }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/clients?f=stage:lead');
  await page.getByRole('button', { name: 'Сегменты' }).focus();
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Сегменты' });
  await expect(dialog.getByText('Статус: Лид')).toBeVisible();
  await dialog.getByLabel('Название сегмента').focus();
  await page.keyboard.type('Все лиды');
  await keys.press('Enter');
  await expect(page.getByText('Сегмент «Все лиды» сохранён')).toBeVisible();
  const line = dialog.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Все лиды', exact: true }) });
  await expect(line.getByText('Живой')).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('segments');

  const leads = (await api.get('/clients?stage=lead&include_total=true&limit=1')).total.count;
  await line.getByRole('button', { name: 'Действия с сегментом «Все лиды»' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Зафиксировать состав' }).press('Enter');
  await expect(line.getByText(/^Зафиксирован:/)).toBeVisible();
  const [segment] = (await api.get('/segments')).items;
  expect(segment.frozen_count).toBe(leads);

  await line.getByRole('button', { name: 'Все лиды', exact: true }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`f=segment(:|%3A)${segment.id}`));
  await expect(page.getByRole('button', { name: 'Сегмент: Все лиды', exact: true })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();

  await page.getByRole('button', { name: 'Сегменты' }).press('Enter');
  await line.getByRole('button', { name: 'Действия с сегментом «Все лиды»' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Сделать живым' }).press('Enter');
  await expect(line.getByText('Живой')).toBeVisible();
  await line.getByRole('button', { name: 'Действия с сегментом «Все лиды»' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Переименовать' }).press('Enter');
  await expect(line.or(dialog).getByLabel('Название сегмента').last()).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Лиды клуба');
  await keys.press('Enter');
  const renamed = dialog.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Лиды клуба', exact: true }) });
  await renamed.getByRole('button', { name: 'Действия с сегментом «Лиды клуба»' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Показать условия в списке' }).press('Enter');
  await expect(page).toHaveURL(/f=stage(:|%3A)lead/);
  await page.getByRole('button', { name: 'Мои' }).or(page.getByRole('link', { name: 'Мои', exact: true })).press('Enter');
  await expect(page).toHaveURL(/f=responsible/);
  await page.getByRole('button', { name: 'Сегменты' }).press('Enter');
  await renamed.getByRole('button', { name: 'Действия с сегментом «Лиды клуба»' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Взять условия списка' }).press('Enter');
  await expect(renamed.getByText(/^Ответственный/)).toBeVisible();
  await renamed.getByRole('button', { name: 'Действия с сегментом «Лиды клуба»' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Убрать' }).press('Enter');
  await expect(renamed).toHaveCount(0);
  await dialog.getByText('Убранные').press('Enter');
  await dialog.getByRole('button', { name: 'Вернуть «Лиды клуба»' }).press('Enter');
  await expect(renamed.getByText('Живой')).toBeVisible();
});

test('who keeps no directories opens segments and changes none', async ({ page, server }) => {
  const { api } = await owner(server);
  const filter = { kind: 'test', field: 'stage', is: 'is', values: ['client'] };
  await api.send('POST', '/segments', { name: 'Занимаются', filter });
  const roles = (await api.get('/roles')).items;
  const operator = roles.find(({ built_in }) => built_in === 'operator');
  const people = (await api.get('/employees?limit=100')).items;
  const person = people.find(({ role_id, state }) => role_id === operator.id && state === 'active');
  const account = (await accounts(server)).find(({ email }) => email === person.email);
  await asEmployee(server, account);
  await open(page, account, '/clients');
  await page.getByRole('button', { name: 'Сегменты' }).click();
  const dialog = page.getByRole('dialog', { name: 'Сегменты' });
  await expect(dialog.getByRole('button', { name: 'Занимаются' })).toBeVisible();
  await expect(dialog.getByLabel('Название сегмента')).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: /^Действия/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Занимаются' }).click();
  await expect(page.getByRole('button', { name: 'Сегмент: Занимаются', exact: true })).toBeVisible();
});
