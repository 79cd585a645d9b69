// One person without a network, or with a server that fails: nothing is lost, nothing happens twice, and the screen says so.
import { expect, test } from '../harness/index.mjs';
import { caller, callsToMake, cardOf, cardThatEnds, open, taskOnScreen } from '../harness/club.mjs';

// Words hold together by spaces that do not break.
const UNSENT = /^Не\sсохранено\s·\sждёт\s1\sзапись/;
const ANY_UNSENT = /^Не\sсохранено/;

test('ten completions with the network cut in the middle: ten, each once', async ({ page, server, keys, watched }) => {
  test.setTimeout(120_000);
  watched.expect(/ERR_INTERNET_DISCONNECTED/);
  const { account, api, boss } = await caller(server);
  await callsToMake(api, 12);
  await open(page, account, '/run?queue=day');
  const before = (await api.get('/my-day?tab=done&limit=1')).numbers.done;
  const offline = page.getByText(/^Нет связи/);

  const done = [];
  for (let n = 0; n < 10; n += 1) {
    if (n === 4) {
      await page.context().setOffline(true);
      await expect(offline).toBeVisible();
    }
    if (n === 6) {
      await expect(offline).toContainText('ждут 2 записи');
      await page.context().setOffline(false);
      await expect(offline).toBeHidden();
    }
    const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');
    await keys.press(`Digit${digit}`);
    await expect.poll(() => taskOnScreen(page)).not.toBe(task);
    done.push(task);
  }

  for (const task of done) {
    await expect.poll(async () => (await api.get(`/tasks/${task}`)).completion?.result_name).toBe('Недозвон');
  }
  expect(new Set(done).size).toBe(10);
  expect((await api.get('/my-day?tab=done&limit=1')).numbers.done).toBe(before + 10);
  expect((await boss.get('/invariants')).hold).toBe(true);
});

test('what was not sent survives closing the page and is sent afterwards, once', async ({ page, server, keys, watched }) => {
  watched.expect(/ERR_FAILED|503/);
  const { account, api } = await caller(server);
  const keysSent = [];
  let serverFails = async () => true;
  await page.route('**/completion', async (route) => {
    keysSent.push(route.request().headers()['idempotency-key']);
    await ((await serverFails()) ? route.fulfill({ status: 503, body: '' }) : route.continue());
  });
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');

  await keys.press(`Digit${digit}`);
  await expect(page.getByText(UNSENT)).toBeVisible();
  await page.goto('/day');
  await expect(page.getByText(UNSENT)).toBeVisible();
  expect((await api.get(`/tasks/${task}`)).state).toBe('open');

  // The press itself mends the server: otherwise the outbox, which tries by itself too, may be faster than the button.
  await page.evaluate(() => addEventListener('click', () => (window.pressed = true), { capture: true }));
  serverFails = () => page.evaluate(() => !window.pressed);
  await page.getByRole('button', { name: 'Повторить' }).click();
  await expect(page.getByText(UNSENT)).toBeHidden();
  expect((await api.get(`/tasks/${task}`)).completion.result_name).toBe('Недозвон');
  expect(new Set(keysSent).size).toBe(1);
});

test('a server that does not answer is said too, and what waits for it is sent anew', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  const keysSent = [];
  await page.route('**/completion', (route) => {
    keysSent.push(route.request().headers()['idempotency-key']);
    // The first one gets no answer at all.
    return keysSent.length > 1 ? route.continue() : undefined;
  });
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');

  await keys.press(`Digit${digit}`);
  await expect(page.getByText(UNSENT)).toBeVisible();
  await page.getByRole('button', { name: 'Повторить' }).click();

  await expect(page.getByText(ANY_UNSENT)).toBeHidden();
  expect((await api.get(`/tasks/${task}`)).completion.result_name).toBe('Недозвон');
  expect(keysSent.length).toBe(2);
  expect(new Set(keysSent).size).toBe(1);
});

test('an answer that is not the server’s loses nothing', async ({ page, server, keys, watched }) => {
  watched.expect(/413/);
  const { account, api } = await caller(server);
  let between = true;
  await page.route('**/completion', (route) =>
    between ? route.fulfill({ status: 413, contentType: 'text/html', body: '<h1>Too large</h1>' }) : route.continue(),
  );
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');

  await keys.press(`Digit${digit}`);
  await expect(page.getByText(UNSENT)).toBeVisible();
  between = false;

  await expect(page.getByText(ANY_UNSENT)).toBeHidden();
  expect((await api.get(`/tasks/${task}`)).completion.result_name).toBe('Недозвон');
});

test('what was taken back before it was sent stays so after closing the page', async ({ page, server, keys, watched }) => {
  watched.expect(/503/);
  const { account, api } = await caller(server);
  let serverFails = true;
  await page.route('**/completion', (route) => (serverFails ? route.fulfill({ status: 503, body: '' }) : route.continue()));
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');
  await keys.press(`Digit${digit}`);
  await expect(page.getByText(UNSENT)).toBeVisible();
  await keys.press('KeyZ');
  await expect.poll(() => taskOnScreen(page)).toBe(task);

  await page.goto('/day');
  await expect(page.getByText(UNSENT)).toBeVisible();
  serverFails = false;

  await expect(page.getByText(ANY_UNSENT)).toBeHidden();
  expect((await api.get(`/tasks/${task}`)).state).toBe('open');
});

test('what was taken back before it was sent makes room for what is done instead', async ({ page, server, keys, watched }) => {
  watched.expect(/503/);
  const { account, api } = await caller(server);
  let serverFails = true;
  await page.route('**/completion', (route) => (serverFails ? route.fulfill({ status: 503, body: '' }) : route.continue()));
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');
  await keys.press(`Digit${digit}`);
  await expect(page.getByText(UNSENT)).toBeVisible();
  await keys.press('KeyZ');
  await cardOf(page, api, task);
  await keys.press('KeyN');
  await keys.type('просила звонить утром');
  await keys.press('Escape');
  await keys.press(`Digit${digit}`);
  await expect(page.getByText(/^Не\sсохранено\s·\sждут\s2\sзаписи/)).toBeVisible();

  serverFails = false;
  await expect(page.getByText(ANY_UNSENT)).toBeHidden();

  const { client } = await api.get(`/tasks/${task}`);
  const timeline = async () => JSON.stringify((await api.get(`/clients/${client.id}/timeline?limit=20`)).items);
  await expect.poll(timeline).toContain('просила звонить утром');
  expect((await api.get(`/tasks/${task}`)).completion.result_name).toBe('Недозвон');
  await expect(page.locator('.strips')).toBeEmpty();
});
