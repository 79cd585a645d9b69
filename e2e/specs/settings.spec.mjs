// The settings: each form is filled, saved and found again.
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('a dictionary: made of pasted lines, ordered, renamed, archived, merged', async ({ page, server }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/settings/dictionaries');
  await page.getByRole('link', { name: 'Справочник', exact: true }).click();
  await page.getByLabel('Название', { exact: true }).fill('Раздевалки');
  await page.getByLabel('Значения').fill('Большой\nМалый\nДетский\nБальшой');
  await page.getByRole('button', { name: 'Создать' }).click();
  await expect(page).toHaveURL(/dictionaries\/dic_/);
  await expect(page.getByLabel('Значение 1')).toHaveValue('Большой');
  const id = /dic_\w+/.exec(page.url())[0];
  const values = async () => (await api.get(`/dictionaries/${id}`)).values.filter(({ archived_at }) => !archived_at).map(({ name }) => name);

  await page.getByRole('button', { name: 'Ниже: Большой' }).click();
  await expect(page.getByLabel('Значение 2')).toHaveValue('Большой');
  expect(await values()).toEqual(['Малый', 'Большой', 'Детский', 'Бальшой']);

  await page.getByLabel('Значение 3').fill('Для детей');
  await page.getByLabel('Значение 3').press('Tab');
  await expect.poll(values).toEqual(['Малый', 'Большой', 'Для детей', 'Бальшой']);

  await page.getByRole('button', { name: 'Ещё: Бальшой' }).click();
  await page.getByRole('button', { name: 'Объединить с «Большой»' }).or(page.getByRole('menuitem', { name: 'Объединить с «Большой»' })).click();
  await expect.poll(values).toEqual(['Малый', 'Большой', 'Для детей']);

  await page.getByRole('button', { name: 'Ещё: Малый' }).click();
  await page.getByRole('button', { name: 'В архив' }).or(page.getByRole('menuitem', { name: 'В архив' })).last().click();
  await expect.poll(values).toEqual(['Большой', 'Для детей']);
  await expect(page.getByRole('heading', { name: 'В архиве' })).toBeVisible();

  await page.getByLabel('Добавить значение').fill('Улица');
  await page.getByLabel('Добавить значение').press('Enter');
  await expect(page.getByLabel('Значение 3')).toHaveValue('Улица');
  expect(await values()).toEqual(['Большой', 'Для детей', 'Улица']);

  await page.reload();
  await page.getByRole('listitem').filter({ hasText: 'Малый' }).getByRole('button', { name: 'Вернуть из архива' }).click();
  await expect.poll(values).toContain('Малый');
});

test('an open menu stays while the list behind it changes', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const { id } = (await api.get('/dictionaries')).items[0];
  const [value, other] = (await api.get(`/dictionaries/${id}`)).values;
  await open(page, account, `/settings/dictionaries/${id}`);
  await page.getByRole('button', { name: `Ещё: ${value.name}` }).click();
  const archive = page.getByRole('menuitem', { name: 'В архив' });
  await expect(archive).toBeVisible();

  const told = page.waitForResponse((response) => response.url().endsWith(id) && response.ok());
  await api.change(`/values/${other.id}`, other, { name: 'Переименовано' });
  await (await told).finished();
  await expect(archive).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(archive).toBeHidden();

  await expect(page.getByLabel('Значение 2')).toHaveValue('Переименовано');
});

test('a result with fields of two kinds, and its faults at their places', async ({ page, server, watched }) => {
  watched.expect(/422/);
  const { account, api } = await owner(server);
  await open(page, account, '/settings/results/new');
  await page.getByLabel('Название', { exact: true }).fill('Хочет в группу');
  await page.getByLabel('Исход').selectOption({ label: 'Продвижение' });
  await page.getByRole('button', { name: 'Поле', exact: true }).click();
  await page.getByRole('button', { name: 'Поле', exact: true }).click();
  const [first, second] = [page.getByRole('listitem').filter({ has: page.getByLabel('Название поля') }).nth(0), page.getByRole('listitem').filter({ has: page.getByLabel('Название поля') }).nth(1)];
  await first.getByLabel('Название поля').fill('Когда прийти');
  await first.getByLabel('Тип').selectOption({ label: 'Дата и время' });
  await first.getByLabel('Обязательное').check();
  await first.getByLabel('Не в прошлом').check();
  await second.getByLabel('Название поля').fill('Когда прийти');
  await second.getByLabel('Тип').selectOption({ label: 'Из справочника' });
  await page.getByRole('button', { name: 'Создать' }).click();

  // Two fields of one name, and a list without its dictionary: both are said where they are.
  await expect(second.getByText('Это уже занято.')).toBeVisible();
  await expect(second.getByText('Заполните это поле.')).toBeVisible();
  await second.getByLabel('Название поля').fill('Группа');
  await second.getByLabel('Справочник').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Создать' }).click();
  await expect(page).toHaveURL(/results\/res_/);

  const id = /res_\w+/.exec(page.url())[0];
  const made = await api.get(`/results/${id}`);
  expect(made.fields.map(({ label, type, required }) => [label, type, required])).toEqual([
    ['Когда прийти', 'date_time', true],
    ['Группа', 'dictionary', false],
  ]);

  await page.getByLabel('Название', { exact: true }).fill('Хочет в группу скорее');
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
  expect((await api.get(`/results/${id}`)).name).toBe('Хочет в группу скорее');
});

test('a template: kind, results in their order, script', async ({ page, server }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/settings/templates/new');
  await page.getByLabel('Название', { exact: true }).fill('Звонок о группе');
  await page.getByLabel('Вид', { exact: true }).selectOption({ label: 'Звонок' });
  await page.getByLabel('Добавить результат').fill('Думает');
  await page.getByRole('option', { name: /^Думает/ }).first().click();
  await page.getByLabel('Добавить результат').fill('Недозвон');
  await page.getByRole('option', { name: /^Недозвон/ }).first().click();
  await page.getByRole('button', { name: 'Выше: Недозвон' }).click();
  await page.getByLabel('Сценарий').fill('# Здравствуйте\n\n{client}, это {employee}.');
  await page.getByRole('button', { name: 'Создать' }).click();
  await expect(page).toHaveURL(/templates\/tpl_|templates\/tem_/);

  const id = page.url().split('/').pop();
  const made = await api.get(`/templates/${id}`);
  const names = Object.fromEntries((await api.get('/results')).items.map((result) => [result.id, result.name]));
  expect(made.result_ids.map((result) => names[result])).toEqual(['Недозвон', 'Думает']);
  await page.reload();
  await expect(page.getByLabel('Сценарий')).toHaveValue(/это \{employee\}/);
});

test('an employee: another role and branch, away, leaving with a hand-over, back again', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const people = (await api.get('/employees?limit=100')).items;
  const busy = people.filter(({ id, state }) => id !== api.me.id && state === 'active').sort((a, b) => b.open_tasks - a.open_tasks)[0];
  await open(page, account, `/settings/people/${busy.id}`);
  await expect(page.getByLabel('Имя', { exact: true })).toHaveValue(busy.name);
  await page.getByLabel('Отсутствует').check();
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
  expect((await api.get(`/employees/${busy.id}`)).state).toBe('absent');

  await page.getByRole('button', { name: 'Увольняется' }).click();
  const dialog = page.getByRole('dialog', { name: `Увольнение: ${busy.name}` });
  await dialog.getByLabel('Кому передать задачи и клиентов').fill(api.me.name);
  await page.getByRole('option', { name: api.me.name }).click();
  await dialog.getByRole('button', { name: 'Увольняется' }).click();
  await expect(page.getByRole('status').getByText(/^Передано. Задач: [1-9]/)).toBeVisible();
  expect((await api.get(`/employees/${busy.id}`)).state).toBe('left');
  expect((await api.get(`/tasks?assignee_id=${busy.id}&limit=1`)).items).toEqual([]);

  await page.getByRole('button', { name: 'Вернуть в штат' }).click();
  await expect.poll(async () => (await api.get(`/employees/${busy.id}`)).state).not.toBe('left');
  expect((await api.get('/invariants')).hold).toBe(true);
});

test('a branch: hours that were typed loosely, a holiday; the company', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const [branch] = (await api.get('/branches')).items;
  await open(page, account, `/settings/branches/${branch.id}`);
  await expect(page.getByLabel('Название', { exact: true }).first()).toHaveValue(branch.name);
  await page.getByLabel('пн', { exact: true }).fill('9-21');
  await page.getByLabel('вс', { exact: true }).fill('чепуха');
  await expect(page.getByText('Напишите часы так: 9:00–21:00')).toBeVisible();
  await page.getByLabel('вс', { exact: true }).fill('');
  await page.getByRole('button', { name: 'День', exact: true }).click();
  const holiday = page.getByRole('listitem').filter({ has: page.getByLabel('Дата') }).last();
  await holiday.getByLabel('Дата').fill('01.01.2030');
  await holiday.getByLabel('Название').fill('Новый год');
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
  const saved = await api.get(`/branches/${branch.id}`);
  expect(saved.calendar.week[0]).toEqual({ opens: '09:00', closes: '21:00' });
  expect(saved.calendar.week[6]).toBeNull();
  expect(saved.calendar.holidays).toContainEqual({ date: '2030-01-01', name: 'Новый год', hours: null });

  await page.getByRole('link', { name: 'Компания' }).click();
  await page.getByLabel('Название клуба').fill('Студия «Высота»');
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
  expect((await api.get('/organisation')).name).toBe('Студия «Высота»');
});

test('a field that has no name yet is called by its place', async ({ page, server }) => {
  const { account } = await owner(server);
  await open(page, account, '/settings/results/new');
  await page.getByRole('button', { name: 'Поле', exact: true }).click();
  await page.getByRole('button', { name: 'Поле', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Убрать: Поле 1', exact: true })).toBeVisible();
  await page.getByLabel('Название поля').nth(1).fill('Когда придёт');
  await page.getByRole('button', { name: 'Выше: Когда придёт', exact: true }).click();
  await expect(page.getByLabel('Название поля').first()).toHaveValue('Когда придёт');
  await page.getByRole('button', { name: 'Убрать: Поле 2', exact: true }).click();
  await expect(page.getByLabel('Название поля')).toHaveCount(1);
});
