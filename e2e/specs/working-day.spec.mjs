// The working day by keyboard, with a Russian layout: in the number of keys that the design counts.
import { expect, test } from '../harness/index.mjs';
import { caller, cardOf, cardThatEnds, choices, day, open, signIn, taskOnScreen } from '../harness/club.mjs';

test('from signing in to the first client: one key', async ({ page, server, keys, shot }) => {
  const { account, api } = await caller(server);
  await signIn(page, account);
  await shot('day');

  await keys.press('Enter');

  await expect(page).toHaveURL(/\/run/);
  await cardOf(page, api, await taskOnScreen(page));
  expect(keys.pressed).toBe(1);
  await expect(page.getByRole('heading', { name: /^Чем закончил/ })).toBeVisible();
  await shot('run');
});

test('a call without fields ends by two keys, one nobody answered by one', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await open(page, account, '/run?queue=day');

  for (const { result, count } of [{ result: 'Думает', count: 2 }, { result: 'Недозвон', count: 1 }]) {
    const { task, digit } = await cardThatEnds(page, keys, api, result);
    keys.pressed = 0;
    await keys.press(`Digit${digit}`);
    if (count === 2) await keys.press('Enter');

    await expect.poll(() => taskOnScreen(page)).not.toBe(task);
    await cardOf(page, api, await taskOnScreen(page));
    expect(keys.pressed).toBe(count);
    await expect.poll(async () => (await api.get(`/tasks/${task}`)).completion?.result_name).toBe(result);
  }
});

test('a task is found by words and moved to tomorrow by two keys', async ({ page, server, keys }) => {
  const { account, api, calls } = await caller(server);
  await open(page, account, '/day');
  await day(page);
  // Somebody whom the day names once: two processes may wait for the same client.
  const named = (await api.get('/my-day?limit=200')).items.map(({ task }) => task.client?.name);
  const once = ({ client }) => named.filter((name) => name === client.name).length === 1;
  const [task] = calls.filter((task) => /^[а-яё -]+$/i.test(task.client.name) && once(task));

  await keys.press('Slash');
  await expect(page.getByLabel('Найти клиента или задачу')).toBeFocused();
  await keys.type(task.client.name);
  await expect(page).toHaveURL(/[?&]q=/);
  const row = page.getByRole('row').filter({ hasText: task.client.name });
  await expect(row).toHaveCount(1);
  await keys.press('Escape');
  await keys.press('KeyJ');
  await expect(row).toBeFocused();

  keys.pressed = 0;
  await keys.press('KeyH');
  await keys.press('Digit4');

  expect(keys.pressed).toBe(2);
  await expect(page.getByRole('status').getByText(/: перенесено на/)).toBeVisible();
  const moved = await api.get(`/tasks/${task.id}`);
  expect(moved.postponed).toBe(task.postponed + 1);

  // The toast's own key takes it back: to its time, or to now when that has passed.
  await keys.press('KeyZ');
  await expect.poll(async () => (await api.get(`/tasks/${task.id}`)).due).not.toEqual(moved.due);
  expect((await api.get('/my-day?limit=200')).items.map((item) => item.task.id)).toContain(task.id);
});

test('a client is found by four digits of the phone and opened: six keys', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await open(page, account, '/day');
  await day(page);
  const [client] = (await api.get('/clients?limit=1')).items;
  const digits = client.phone.number.slice(-4);
  const shown = new RegExp([...digits].join('[^0-9]?') + '$');

  await keys.press('Control+KeyK');
  await expect(page.getByRole('dialog', { name: 'Поиск и команды' })).toBeVisible();
  for (const digit of digits) await keys.press(`Digit${digit}`);
  await expect(choices(page).first()).toHaveText(shown);
  await keys.press('Enter');

  expect(keys.pressed).toBe(6);
  await expect(page).toHaveURL(/\/clients\/cli_/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a task with defaults is created by six keys', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await open(page, account, '/clients');
  await expect(page.getByRole('heading', { name: 'Клиенты' })).toBeVisible();
  const before = await newest(api);
  const [best] = (await api.get('/clients?q=анн&limit=1')).items;

  await keys.press('KeyT');
  await keys.type('анн');
  await expect(choices(page).first()).toContainText(best.name);
  await keys.press('Enter');
  await keys.press('Control+Enter');

  expect(keys.pressed).toBe(6);
  await expect(page.getByRole('status').getByText(/^Задача создана/)).toBeVisible();
  const made = await newest(api);
  expect(made.id).not.toBe(before?.id);
  expect(made.client.id).toBe(best.id);
});

test('whoever types faster than the server searches gets the task all the same', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  const [best] = (await api.get('/clients?q=анн&limit=1')).items;
  let find;
  const asked = new Promise((resolve) => (find = resolve));
  await page.route(/clients\?q=/, async (route) => {
    await asked;
    await route.continue();
  });
  await open(page, account, '/clients');
  await expect(page.getByRole('heading', { name: 'Клиенты' })).toBeVisible();
  await keys.press('KeyT');
  await expect(page.getByRole('combobox', { name: 'Клиент' })).toBeFocused();
  await keys.type('анн');
  await keys.press('Enter');
  await keys.press('Control+Enter');
  find();

  await expect(page.getByRole('status').getByText(/^Задача создана/)).toBeVisible();
  expect((await newest(api)).client.id).toBe(best.id);
});

test('a call to make from a client card: two keys', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  const [client] = (await api.get('/clients?limit=1')).items;
  await open(page, account, `/clients/${client.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(client.name);

  await keys.press('KeyC');
  const panel = page.getByRole('complementary', { name: 'Новый звонок' });
  await expect(panel.getByLabel('Клиент')).toHaveValue(new RegExp(`^${client.name}`));
  await keys.press('Control+Enter');

  expect(keys.pressed).toBe(2);
  await expect(page.getByRole('status').getByText(/^Задача создана/)).toBeVisible();
  const made = await newest(api);
  expect(made.client.id).toBe(client.id);
  expect(made.direction).toBe('outgoing');
});

for (const [direction, name] of [['outgoing', 'Исходящий'], ['incoming', 'Входящий']]) {
  test(`whoever is faster than the club’s templates gets the ${direction} call all the same`, async ({ page, server, keys }) => {
    const { account, api } = await caller(server);
    const [client] = (await api.get('/clients?limit=1')).items;
    let tell;
    const told = new Promise((resolve) => (tell = resolve));
    await page.route('**/api/v1/templates', async (route) => {
      await told;
      await route.continue();
    });
    await open(page, account, `/clients/${client.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(client.name);
    await keys.press('KeyC');
    await page.getByRole('radio', { name }).check();
    await expect(page.getByLabel('Клиент', { exact: true })).toHaveValue(new RegExp(`^${client.name}`));
    await keys.press('Control+Enter');
    tell();

    await expect.poll(async () => (await newest(api)).client?.id).toBe(client.id);
    expect((await newest(api)).direction).toBe(direction);
  });
}

test('an incoming call is taken and logged in one panel', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await open(page, account, '/clients');
  await expect(page.getByRole('heading', { name: 'Клиенты' })).toBeVisible();

  await keys.press('KeyC');
  await page.getByRole('radio', { name: 'Входящий' }).check();
  await page.getByLabel('Клиент', { exact: true }).click();
  await keys.type('анн');
  const [best] = (await api.get('/clients?q=анн&limit=1')).items;
  await expect(choices(page).first()).toContainText(best.name);
  await keys.press('Enter');
  await keys.press('Control+Enter');
  await page.getByRole('radio').filter({ has: page.getByText('Думает', { exact: true }) }).click();
  await page.getByRole('button', { name: 'Сохранить звонок' }).click();

  await expect(page.getByRole('status').getByText(/^Звонок сохранён: .*«Думает»/)).toBeVisible();
  await expect.poll(async () => (await newest(api)).completion?.result_name).toBe('Думает');
  expect((await newest(api)).direction).toBe('incoming');
});

test('a client from any page, and whose phone it is already', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await open(page, account, '/day');
  await day(page);

  await keys.press('Shift+KeyC');
  await expect(page.getByLabel('Имя и фамилия')).toBeFocused();
  await keys.type('Анна Звонкова');
  await keys.press('Tab');
  for (const digit of '9051234567') await keys.press(`Digit${digit}`);
  await keys.press('Control+Enter');
  const toast = page.getByRole('status').getByText('Клиент создан: Анна Звонкова');
  await expect(toast).toBeVisible({ timeout: 20_000 });
  await page.getByRole('status').getByRole('button', { name: 'Открыть' }).click();
  await expect(page.getByRole('heading', { name: 'Анна Звонкова' })).toBeVisible();
  const [made] = (await api.get('/clients?q=9051234567')).items;
  expect(made.phone.number).toBe('+79051234567');

  await keys.press('Shift+KeyC');
  await page.getByLabel('Телефон', { exact: true }).fill('8 905 123-45-67');
  await keys.press('Tab');
  await expect(page.getByText('Похожа на «Анна Звонкова»: тот же телефон')).toBeVisible();
});

test('a completion is taken back by the key of its toast, and from what was done', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');

  await keys.press(`Digit${digit}`);
  await expect.poll(() => taskOnScreen(page)).not.toBe(task);
  await expect.poll(async () => (await api.get(`/tasks/${task}`)).state).toBe('done');
  await keys.press('KeyZ');
  await expect.poll(() => taskOnScreen(page)).toBe(task);
  await expect.poll(async () => (await api.get(`/tasks/${task}`)).state).toBe('open');

  await cardOf(page, api, task);
  await keys.press(`Digit${digit}`);
  await expect.poll(async () => (await api.get(`/tasks/${task}`)).state).toBe('done');
  await page.goto('/day?tab=done');
  const { client } = await api.get(`/tasks/${task}`);
  await page.getByRole('button', { name: `Вернуть: ${client.name}` }).first().click();
  await expect(page.getByRole('status').getByText(`Возвращено в работу: ${client.name}`)).toBeVisible();
  await expect.poll(async () => (await api.get(`/tasks/${task}`)).state).toBe('open');
});

/** The task that this employee made last. */
async function newest(api) {
  return (await api.get(`/tasks?created_by=${api.me.id}&sort=-created_at&limit=1&status=open,in_progress,done`)).items[0];
}
