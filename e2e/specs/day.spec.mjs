// My day besides the calls: errands, the pool, handing over, cancelling with a reason, the bell.
import { caller, day, open, owner, taskOnScreen } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('an errand in one’s own words: created, cancelled with its reason', async ({ page, server, keys }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/day');
  await day(page);
  await keys.press('KeyT');
  await page.getByLabel('Что', { exact: true }).fill('Произв');
  await page.getByRole('option', { name: 'Произвольная задача' }).click();
  await page.getByLabel('Что сделать').or(page.getByRole('textbox', { name: 'Произвольная задача' })).first().fill('Полить пальму');
  await keys.press('Control+Enter');
  await expect(page.getByRole('status').getByText(/^Задача создана: .*Полить пальму/)).toBeVisible();
  const task = (await api.get(`/tasks?created_by=${api.me.id}&sort=-created_at&limit=1`)).items[0];
  expect(task.title).toBe('Полить пальму');

  const tab = (await api.get('/my-day?limit=200')).items.some((item) => item.task.id === task.id) ? '/day' : '/day?tab=planned';
  await page.goto(tab);
  const row = page.getByRole('row').filter({ hasText: 'Полить пальму' });
  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Отменить задачу' }).click();
  const dialog = page.getByRole('dialog', { name: 'Отменить 1 задачу' });
  await dialog.getByRole('button', { name: 'Отменить 1 задачу' }).click();
  await expect(dialog.getByText('Заполните поле')).toBeVisible();
  await dialog.getByLabel('Причина').fill('Пальму полили вчера');
  await dialog.getByRole('button', { name: 'Отменить 1 задачу' }).click();

  await expect(row).toBeHidden();
  const cancelled = await api.get(`/tasks/${task.id}`);
  expect([cancelled.state, cancelled.cancel_reason]).toEqual(['cancelled', 'Пальму полили вчера']);
});

test('a task of the pool is taken by whoever opens it first', async ({ page, server }) => {
  const { account, api, boss } = await caller(server);
  const template = (await boss.get('/templates')).items.find(({ task_type, archived_at }) => task_type === 'client_call' && !archived_at);
  const [client] = (await api.get('/clients?limit=1')).items;
  const task = await boss.send(
    'POST',
    '/tasks',
    { template_id: template.id, client_id: client.id, pool_role_id: api.me.role.id },
    { 'Idempotency-Key': 'pool-task-of-the-test' },
  );
  await open(page, account, `/run?queue=day&task=${task.id}`);
  await page.getByRole('button', { name: 'Взять задачу' }).click();

  await expect(page.getByRole('button', { name: 'Взять задачу' })).toBeHidden();
  expect((await api.get(`/tasks/${task.id}`)).assignee.employee_id).toBe(api.me.id);
});

test('a handed over task rings the colleague’s bell', async ({ page, server, keys, browser, baseURL }) => {
  const { account, api, boss, calls } = await caller(server);
  const { account: chief } = await owner(server);
  const [task] = calls;
  await boss.change(`/tasks/${task.id}`, task, { assignee_id: boss.me.id });
  const elsewhere = await browser.newContext({ baseURL, locale: 'ru-RU', timezoneId: 'Europe/Moscow' });
  const theirs = await elsewhere.newPage();
  await open(theirs, account, '/day');
  await day(theirs);
  const before = (await api.get('/notices?unread=true&limit=50')).items.length;

  await open(page, chief, `/day?q=${encodeURIComponent(task.client.name)}`);
  const row = page.getByRole('row').filter({ hasText: task.client.name }).first();
  await row.focus();
  await keys.press('KeyA');
  await page.getByRole('combobox', { name: 'Кто возьмёт' }).fill(api.me.name);
  await page.getByRole('option', { name: api.me.name }).click();
  await expect(page.getByRole('status').getByText(`теперь у ${api.me.name}`)).toBeVisible();

  await expect.poll(async () => (await api.get('/notices?unread=true&limit=50')).items.length).toBe(before + 1);
  const bell = theirs.getByRole('button', { name: /^Уведомления, \d+ нов/ });
  await expect(bell).toBeVisible();
  await bell.click();
  await theirs.getByRole('button', { name: 'Прочитать все' }).click();
  await expect(theirs.getByRole('button', { name: 'Уведомления', exact: true })).toBeVisible();
  await theirs.locator('.notices a').first().click();
  await taskOnScreen(theirs);
  await elsewhere.close();
});

test('a key right after the palette closes is answered', async ({ page, server, keys }) => {
  const { account } = await owner(server);
  await open(page, account, '/day');
  await day(page);
  const help = page.getByRole('dialog', { name: 'Клавиши' });
  for (let time = 0; time < 8; time += 1) {
    await keys.press('Control+KeyK');
    await expect(page.getByRole('combobox', { name: 'Поиск и команды' })).toBeFocused();
    await keys.press('Escape');
    await keys.press('F1');
    await expect(help).toBeVisible();
    await keys.press('Escape');
    await expect(help).toBeHidden();
  }
});
