// Two people and one task, and one person without a network: nothing is lost and nothing happens twice.
import { expect, test } from '../harness/index.mjs';
import { caller, callsToMake, cardOf, cardThatEnds, offered, open, owner, taskOnScreen } from '../harness/club.mjs';
import { colleague } from '../harness/colleague.mjs';

// Words hold together by spaces that do not break.
const UNSENT = /^Не\sсохранено\s·\sждёт\s1\sзапись/;

test('the second of two browsers is told who was first, and goes on', async ({ page, server, keys, browser, baseURL }) => {
  const { account, api } = await caller(server);
  const { account: boss } = await owner(server);
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');

  const second = await colleague(browser, baseURL);
  // The refusal is an answer with status 409, which the browser reports in its console.
  second.watched.expect(/409/);
  // The live hint would close the card by itself: here the second person is faster than the hint.
  await second.page.route('**/events/stream', (route) => route.abort());
  second.watched.expect(/ERR_FAILED/);
  await open(second.page, boss, `/run?queue=day&task=${task}`);
  await cardOf(second.page, api, task);
  await second.keys.press('KeyN');
  await second.keys.type('просила звонить утром');
  await second.keys.press('Escape');

  await keys.press(`Digit${digit}`);
  await expect.poll(async () => (await api.get(`/tasks/${task}`)).state).toBe('done');
  await offered(second.page, 'Недозвон').click();

  const told = second.page.getByRole('alert').filter({ hasText: api.me.name }).or(second.page.locator('.strips').getByText(api.me.name));
  await expect(told.first()).toBeVisible();
  await expect(told.first()).toContainText('Недозвон');
  await second.page.getByRole('link', { name: 'Открыть' }).first().click();
  await expect.poll(() => taskOnScreen(second.page)).toBe(task);
  await expect(second.page.getByText(new RegExp(`^Уже закрыто: ${api.me.name}`))).toBeVisible();
  // What was noted meanwhile is not lost: it goes into the history, and the next card comes.
  await second.page.getByRole('button', { name: 'Добавить заметку в историю' }).click();
  await expect(second.page.getByText('Заметка в истории')).toBeVisible();
  await second.page.getByRole('button', { name: 'Дальше', exact: true }).click();
  await expect.poll(() => second.page.url()).not.toContain(task);
  expect(second.watched.troubles).toEqual([]);
  await second.close();

  const { client } = await api.get(`/tasks/${task}`);
  const timeline = (await api.get(`/clients/${client.id}/timeline?limit=20`)).items;
  expect(JSON.stringify(timeline)).toContain('просила звонить утром');
});

test('a card that a colleague closes says so by itself', async ({ page, server, keys, browser, baseURL }) => {
  const { account, api } = await caller(server);
  const { account: boss } = await owner(server);
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');
  const second = await colleague(browser, baseURL);
  await open(second.page, boss, `/run?queue=day&task=${task}`);
  await cardOf(second.page, api, task);

  await keys.press(`Digit${digit}`);

  await expect(second.page.getByText(new RegExp(`^Уже закрыто: ${api.me.name}`))).toBeVisible();
  expect(second.watched.troubles).toEqual([]);
  await second.close();
});

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
