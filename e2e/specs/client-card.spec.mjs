// The client's card: changed where it stands, told when somebody was faster, left in peace when he asks.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('every value is changed where it stands', async ({ page, server }) => {
  test.setTimeout(120_000);
  const { account, api } = await owner(server);
  const client = await someClient(api);
  await open(page, account, `/clients/${client.id}`);
  const now = () => api.get(`/clients/${client.id}`);

  await edit(page, 'Имя', 'Звонкова Анна');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Звонкова/);
  await edit(page, 'Ещё телефон', '8 905 123-45-67');
  await expect.poll(async () => (await now()).phones.map(({ number }) => number)).toContain('+79051234567');
  await edit(page, /^(Ещё )?E-mail/, 'anna@example.org', { last: true });
  await expect.poll(async () => (await now()).emails.map(({ address }) => address)).toContain('anna@example.org');
  await edit(page, 'Дата рождения', '12.03.1991');
  await expect.poll(async () => (await now()).birth_date).toBe('1991-03-12');
  await edit(page, 'Дата рождения', 'весной');
  await expect(page.getByText('Напишите дату так: 12.03.1991')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Дата рождения' })).toHaveValue('весной');
  await page.keyboard.press('Escape');
  await page.getByLabel('Статус').selectOption({ label: 'Бывший' });
  await expect.poll(async () => (await now()).stage).toBe('former');

  await page.getByRole('button', { name: 'Не звонить на этот номер' }).first().click();
  await expect.poll(async () => (await now()).phones.some((phone) => phone.do_not_call)).toBe(true);
  await page.getByRole('group', { name: 'Не беспокоить' }).getByLabel('SMS').check();
  await expect.poll(async () => (await now()).do_not_contact).toEqual(['sms']);

  await page.getByRole('textbox', { name: 'Написать заметку' }).fill('Ходит по вторникам');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article').filter({ hasText: 'Ходит по вторникам' })).toBeVisible();
});

test('a press that leaves a value being edited saves the value and counts', async ({ page, server, keys }) => {
  const { account, api } = await owner(server);
  const client = await someClient(api);
  await open(page, account, `/clients/${client.id}`);
  const now = () => api.get(`/clients/${client.id}`);
  const silent = page.getByRole('button', { name: 'Не звонить на этот номер' }).first();

  await begin(page, 'Имя', 'Звонкова Анна');
  await silent.click();
  await expect(silent).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => [(await now()).name, (await now()).phones[0].do_not_call]).toEqual(['Звонкова Анна', true]);

  // A slow finger: the answer to the saving comes while the button is still held down.
  await begin(page, 'Имя', 'Звонкова Инна');
  const sms = page.getByRole('group', { name: 'Не беспокоить' }).getByLabel('SMS');
  await sms.hover();
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.mouse.down();
  await (await saved).finished();
  await page.mouse.up();
  await expect(sms).toBeChecked();
  await expect.poll(async () => [(await now()).name, (await now()).do_not_contact]).toEqual(['Звонкова Инна', ['sms']]);

  // The number and the ban on calling it are of one list: neither takes the other back.
  await begin(page, 'Телефон', '8 905 123-45-67');
  await silent.click();
  await expect.poll(async () => (await now()).phones[0]).toMatchObject({ number: '+79051234567', do_not_call: false });

  // By the keyboard: the focus goes on and stays where it went, also when the answer has come.
  await begin(page, 'Имя', 'Звонкова Нина');
  await keys.press('Tab');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Нина/);
  await expect(page.getByRole('button', { name: /^Телефон/ }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await keys.press('Escape');
  await expect(page.getByRole('button', { name: /^Телефон/ }).first()).toBeFocused();
});

test('what was refused stands in its field while other values are saved', async ({ page, server, watched }) => {
  watched.expect(/422/);
  const { account, api } = await owner(server);
  const client = await someClient(api);
  await open(page, account, `/clients/${client.id}`);
  await begin(page, 'Телефон', 'мамин');
  await page.getByLabel('Статус').focus();
  await page.getByLabel('Статус').selectOption({ label: 'Бывший' });
  await expect.poll(async () => (await api.get(`/clients/${client.id}`)).stage).toBe('former');
  await expect(page.getByRole('textbox', { name: 'Телефон', exact: true })).toHaveValue('мамин');
  await expect(page.getByRole('textbox', { name: 'Телефон', exact: true })).toHaveAttribute('aria-invalid', 'true');
});

test('different values of one card are both saved; of the same one, the second to save is told', async ({ page, server, watched }) => {
  watched.expect(/412|409/);
  const { account, api } = await owner(server);
  const client = await someClient(api);
  // Without the hint the page does not know yet that somebody else has saved.
  await page.route('**/events/stream', (route) => route.abort());
  watched.expect(/ERR_FAILED/);
  await open(page, account, `/clients/${client.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(client.name);
  await api.change(`/clients/${client.id}`, client, { note: 'Пишите в мессенджер' });

  await edit(page, 'Дата рождения', '12.03.1991');
  await expect(page.getByRole('button', { name: 'Заметка Пишите в мессенджер' })).toBeVisible();
  expect(await api.get(`/clients/${client.id}`)).toMatchObject({ birth_date: '1991-03-12', note: 'Пишите в мессенджер' });

  const before = await api.get(`/clients/${client.id}`);
  await api.change(`/clients/${client.id}`, before, { birth_date: '1991-03-13' });
  await edit(page, 'Дата рождения', '14.03.1991');
  await page.getByRole('button', { name: 'Взять новое' }).click();
  await expect(page.getByRole('button', { name: 'Дата рождения 13.03.1991' })).toBeVisible();

  const seen = await api.get(`/clients/${client.id}`);
  await api.change(`/clients/${client.id}`, seen, { tags: ['утро'], birth_date: '1991-03-15' });
  await edit(page, 'Дата рождения', '12.03.1991');
  await page.getByRole('button', { name: 'Оставить моё' }).click();

  await expect.poll(async () => (await api.get(`/clients/${client.id}`)).birth_date).toBe('1991-03-12');
  const saved = await api.get(`/clients/${client.id}`);
  expect([saved.note, saved.tags]).toEqual(['Пишите в мессенджер', ['утро']]);
});

test('what is being typed stays while a colleague changes the card', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const client = await someClient(api);
  await open(page, account, `/clients/${client.id}`);
  await page.getByRole('button', { name: /^Дата рождения/ }).click();
  await page.getByLabel('Дата рождения').fill('12.03.19');

  const told = page.waitForResponse((response) => response.url().endsWith(client.id) && response.ok());
  await api.change(`/clients/${client.id}`, client, { note: 'Пишите в мессенджер' });
  await told;

  const field = page.getByLabel('Дата рождения');
  await expect(field).toHaveValue('12.03.19');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Заметка Пишите в мессенджер' })).toBeVisible();
});

test('a process is stopped with its reason and another is started: the client has a next step again', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const client = await someClient(api);
  await open(page, account, `/clients/${client.id}`);
  await page.getByRole('button', { name: 'Остановить процесс' }).click();
  const dialog = page.getByRole('dialog', { name: 'Остановить процесс' });
  await dialog.getByLabel('Причина').fill('Переехал в другой город');
  await dialog.getByRole('button', { name: 'Остановить процесс' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Нет следующего шага')).toBeVisible();

  await page.getByRole('button', { name: 'Запустить процесс' }).click();
  await page.getByRole('menuitem').first().or(page.locator('.menu button').first()).first().click();
  await expect(page.getByRole('status').getByText(/^Запущено/)).toBeVisible();
  await expect(page.getByText('Нет следующего шага')).toBeHidden();
  await expect(page.getByRole('link', { name: /^Начать/ })).toBeVisible();
  expect((await api.get('/invariants')).hold).toBe(true);
});

/** Opens a value and types another. */
async function begin(page, label, text) {
  await page.getByRole('button', { name: new RegExp(`^${label}`) }).first().click();
  await page.getByRole('textbox', { name: label, exact: true }).fill(text);
}

/** Opens a value, types another and leaves it with Enter. */
async function edit(page, label, text, { last = false } = {}) {
  const name = label instanceof RegExp ? label : new RegExp(`^${label}`);
  const fact = page.getByRole('button', { name });
  await (last ? fact.last() : fact.first()).click();
  const field = page.getByRole('textbox', { name: label, exact: typeof label === 'string' });
  await field.last().fill(text);
  await field.last().press('Enter');
}

/** A client in work, with a phone, and with no task but that of his process. */
async function someClient(api) {
  for (const { id } of (await api.get('/clients?limit=50')).items) {
    const client = await api.get(`/clients/${id}`);
    if (!client.phones.length || !client.next?.task_id || !client.chains.some(({ state }) => state === 'active')) continue;
    if ((await api.get(`/tasks?client_id=${id}`)).items.length === 1) return client;
  }
  throw new Error('nobody is in work');
}

test('what to know before a call, and what he agreed to', async ({ page, server, keys, watched }) => {
  watched.expect(/422/);
  const { account, api } = await owner(server);
  const client = await someClient(api);
  await open(page, account, `/clients/${client.id}`);
  await expect(page.getByRole('heading', { name: 'Кратко' })).toBeVisible();
  const { lines } = await api.get(`/clients/${client.id}/brief`);
  for (const { text } of lines) await expect(page.locator('.brief').getByText(text, { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Записать согласие' }).focus();
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Согласие' });
  await dialog.getByLabel('Канал').selectOption({ label: 'E-mail' });
  const save = dialog.getByRole('button', { name: 'Записать' });
  await save.click();
  await expect(dialog.getByText('Заполните это поле')).toBeVisible();
  await dialog.getByLabel('Чем подтверждается').fill('Анкета № 12');
  expect(await violationsEverywhere(page)).toEqual([]);
  await save.click();
  await expect(dialog).toBeHidden();
  const kept = page.getByRole('listitem').filter({ hasText: 'E-mail, реклама и акции' });
  await expect(kept).toContainText('Анкета № 12');
  expect((await api.get(`/clients/${client.id}`)).consents).toMatchObject([{ channel: 'email', purpose: 'marketing', given: true }]);
  await expect(page.getByRole('article').filter({ hasText: 'E-mail, реклама и акции: есть (Анкета № 12)' })).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);

  // On paper there is the person, and nothing to press.
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'Кратко' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Печать' })).toBeHidden();
  await expect(page.getByRole('navigation').first()).toBeHidden();
});
