// Whoever may not see contacts works with clients all the same: he calls them and sees no number.
import { callsToMake, caller, open, taskOnScreen } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

const WHOLE = /\+\d{1,3}\s\d{2,3}\s\d{2,3}/;
const PART = /\+\d{1,3}[\s•-]+\d\d/;

/** An operator with calls to make, whose role has just lost the right to see contacts; and a client with one phone. */
async function unseeing(server) {
  const { account, boss, api } = await caller(server);
  const operator = (await boss.get('/roles')).items.find(({ built_in }) => built_in === 'operator');
  const { 'client.contacts': taken, ...grants } = operator.grants;
  expect(taken).toBe('all');
  await callsToMake(api, 3);
  const clients = (await api.get('/clients?limit=50')).items;
  await boss.change(`/roles/${operator.id}`, operator, { grants });
  const client = clients.find(({ phone }) => phone && !phone.do_not_call);
  return { account, client };
}

test('a card shows contacts in part, cannot change them, and calls all the same', async ({ page, server, keys, shot }) => {
  const { account, client } = await unseeing(server);
  await open(page, account, `/clients/${client.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(client.name.split(' ')[0]);
  const about = page.getByRole('region', { name: 'О клиенте' });
  await expect(about.getByText(PART).first()).toBeVisible();
  await expect(about.getByText(/нет\sправа\s«Видеть\sтелефоны/)).toBeVisible();
  await expect(page.getByText(WHOLE)).toHaveCount(0);
  await expect(about.getByText('Ещё телефон')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await shot('contacts-card');

  const dialled = page.waitForResponse((response) => response.url().endsWith('/dials'));
  await keys.press('KeyD');
  expect((await (await dialled).json()).address).toBe(`tel:${client.phone.number}`);
  await expect(page.getByText(WHOLE)).toHaveCount(0);
});

test('lists, the search and the runner tell no number either', async ({ page, server, keys, shot }) => {
  const { account, client } = await unseeing(server);
  await open(page, account, '/clients');
  await expect(page.getByText(PART).first()).toBeVisible();
  await expect(page.getByText(WHOLE)).toHaveCount(0);
  await page.getByRole('searchbox').or(page.getByPlaceholder(/телефон/)).first().fill(client.phone.number.slice(-7));
  await expect(page.getByText(PART)).toHaveCount(0);
  await shot('contacts-list');

  await page.goto('/run?queue=day');
  await taskOnScreen(page);
  await expect(page.getByRole('radio').first()).toBeVisible();
  const button = page.getByRole('button', { name: PART });
  await expect(button).toBeVisible();
  await expect(page.getByText(WHOLE)).toHaveCount(0);
  const dialled = page.waitForResponse((response) => response.url().endsWith('/dials'));
  await keys.press('KeyD');
  expect((await dialled).status()).toBe(200);
  await expect(page.getByRole('button', { name: 'Завершить звонок' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await shot('contacts-run');
});
