// The club's own fields: made in the settings, filled in on the card and with a new client, told in the history.
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('a field is made, answered by the keyboard, told in the history, taken off and brought back', async ({ page, server, shot, watched }) => {
  test.setTimeout(120_000);
  watched.expect(/422/);
  const { account, api } = await owner(server);
  await open(page, account, '/settings/client-fields');
  await addField(page, 0, 'Номер карты', 'Текст');
  await addField(page, 1, 'Справка до', 'Дата');
  await addField(page, 2, 'Есть травмы', 'Да или нет');
  await addField(page, 3, 'Интересы', 'Несколько из справочника');
  const { items } = await api.get('/dictionaries');
  const [list] = items.filter(({ values, archived_at }) => values > 1 && !archived_at);
  await page.getByLabel('Справочник', { exact: true }).selectOption({ label: list.name });
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено')).toBeVisible();
  await shot('client-fields');
  expect((await form(api)).fields.map(({ key }) => key)).toEqual(['nomer_karty', 'spravka_do', 'est_travmy', 'interesy']);

  const client = (await api.get('/clients?limit=1')).items[0];
  const answers = async () => Object.fromEntries((await api.get(`/clients/${client.id}`)).fields.map(({ key, display }) => [key, display]));
  await page.goto(`/clients/${client.id}`);
  await expect(page.getByRole('heading', { name: 'Дополнительные поля' })).toBeVisible();
  // Empty ones fold.
  await page.getByRole('button', { name: 'Ещё 4 поля' }).click();
  await page.getByRole('button', { name: /^Номер карты/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Номер карты' })).toBeFocused();
  await page.keyboard.type('00127');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Номер карты 00127' })).toBeFocused();
  await page.getByRole('button', { name: /^Справка до/ }).click();
  await page.keyboard.type('12.03.2030');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Справка до .*12 марта 2030/ })).toBeVisible();
  // What is no date empties nothing.
  await page.getByRole('button', { name: /^Справка до/ }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('когда-нибудь');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('textbox', { name: 'Справка до' })).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Справка до .*12 марта 2030/ })).toBeVisible();
  await page.getByLabel('Есть травмы').check();
  await expect.poll(async () => (await answers()).est_travmy).toBe('да');
  const { values } = await api.get(`/dictionaries/${list.id}`);
  await page.getByRole('button', { name: /^Интересы/ }).click();
  await page.keyboard.type(values[0].name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect.poll(async () => (await answers()).interesy).toBe(values[0].name);
  await shot('client-own-fields');
  await page.getByRole('button', { name: 'Изменения' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Номер карты' })).toContainText('00127');

  // Found by the number of the card.
  await page.goto('/clients?q=00127');
  await expect(page.getByRole('link', { name: client.name })).toBeVisible();

  await page.goto('/settings/client-fields');
  await page.getByRole('button', { name: 'Убрать: Номер карты' }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('button', { name: 'Вернуть: Номер карты' })).toBeVisible();
  await expect.poll(async () => (await answers()).nomer_karty).toBe(undefined);
  await page.getByRole('button', { name: 'Вернуть: Номер карты' }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect.poll(async () => (await answers()).nomer_karty).toBe('00127');
});

test('what is refused stands in the editor as it was typed', async ({ page, server, watched }) => {
  watched.expect(/422/);
  const { account, api } = await owner(server);
  await asks(api, [{ key: 'visits', label: 'Визиты', type: 'integer', limits: { max: 10 } }]);
  const client = (await api.get('/clients?limit=1')).items[0];
  await open(page, account, `/clients/${client.id}`);
  await page.getByRole('button', { name: /^Визиты/ }).click();
  const field = page.getByRole('textbox', { name: 'Визиты' }).or(page.getByRole('spinbutton', { name: 'Визиты' }));
  await field.fill('12');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('12');
  await field.fill('9');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Визиты 9' })).toBeVisible();
});

test('a new client is asked for what the club must know', async ({ page, server, watched, shot }) => {
  watched.expect(/422/);
  const { account, api } = await owner(server);
  await asks(api, [
    { key: 'level', label: 'Уровень', type: 'text', required: true },
    { key: 'card', label: 'Номер карты', type: 'text' },
  ]);
  await open(page, account, '/clients?new=client');
  await page.getByLabel('Имя и фамилия').fill('Ромашкина Вера');
  await page.getByRole('button', { name: 'Ещё 1 поле' }).click();
  await page.getByLabel('Номер карты').fill('900');
  await shot('new-client-own-fields');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('Уровень')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Уровень').fill('Новичок');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('status').getByText(/Ромашкина/).first()).toBeVisible();
  const [made] = (await api.get('/clients?q=ромашкина')).items;
  const { fields } = await api.get(`/clients/${made.id}`);
  expect(fields.map(({ key, display }) => [key, display])).toEqual([['level', 'Новичок'], ['card', '900']]);
});

const form = (api) => api.get('/client-fields');

/** The fields of the card. */
async function asks(api, fields) {
  const seen = await form(api);
  await api.change('/client-fields', seen, { fields });
}

async function addField(page, place, label, type) {
  await page.getByRole('button', { name: 'Поле', exact: true }).click();
  const row = page.getByRole('listitem').filter({ has: page.getByLabel('Название поля') }).nth(place);
  await row.getByLabel('Название поля').fill(label);
  await row.getByLabel('Тип').selectOption({ label: type });
}
