// Two people and one task: nothing is lost and nothing happens twice.
import { expect, test } from '../harness/index.mjs';
import { caller, cardOf, cardThatEnds, offered, open, owner, taskOnScreen } from '../harness/club.mjs';
import { colleague } from '../harness/colleague.mjs';
import { network } from '../harness/network.mjs';

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

test('a connection that died without a word is begun anew, and what a colleague changed is seen', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const [{ id }] = (await api.get('/clients?limit=1')).items;
  const between = await network(server.url);
  const listens = page.waitForResponse(/events\/stream/);
  await page.clock.install();
  await open(page, account, `${between.url}/clients/${id}`);
  await expect(page.getByRole('button', { name: 'Заметка —' })).toBeVisible();
  await listens;

  between.swallow('/events/stream');
  await api.change(`/clients/${id}`, await api.get(`/clients/${id}`), { note: 'Пишите в мессенджер' });
  // Longer than the server's heart ever pauses.
  await page.clock.fastForward('01:00');

  await expect(page.getByRole('button', { name: 'Заметка Пишите в мессенджер' })).toBeVisible();
  await between.close();
});
