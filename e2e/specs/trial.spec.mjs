// Trying a draft out as whoever one likes: the client's status and tags, the branch and the hour are set, and conditions read them.
import { devices } from '@playwright/test';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { choices, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const NO_ANSWER = 'Недозвон';

/** "No answer" leads elsewhere for former clients, for tagged ones, in another branch, and in the evening. */
async function trial(page, server) {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  const draft = await api.get(`/processes/${process.id}/draft`);
  const { id } = (await api.get('/results')).items.find(({ name }) => name === NO_ANSWER);
  const branch = (await api.get('/branches')).items.find((one) => one.id !== api.me.branches[0].id && !one.archived_at);
  const way = draft.graph.transitions.find((one) => one.step === draft.graph.start.step && one.result_id === id);
  const when = [
    { kind: 'stage', one_of: ['former'] },
    { kind: 'tagged', any_of: ['VIP'] },
    { kind: 'branch', one_of: [branch.id] },
    { kind: 'hour', from: '22:00', until: '05:00' },
  ];
  way.cases = when.map((condition) => ({ when: [condition], then: { kind: 'goal' } }));
  way.also = [{ when: [], act: { kind: 'tag', add: ['недозвон'], remove: [] } }];
  await api.send('PUT', `/processes/${process.id}/draft`, { graph: draft.graph, version: draft.version });
  await open(page, account, `/processes/${process.id}?mode=try`);
  await expect(page.getByRole('heading', { name: 'Личный звонок клиенту' })).toBeVisible();
  return { branch };
}

const who = (page) => page.locator('.trial__who');
/** A press on the line of the result. */
const choose = (page) => page.locator('.trial__desk').getByText(NO_ANSWER, { exact: true }).click();
const next = (page) => page.locator('.trial__desk .next');

test('by keyboard: conditions read who the client is, where, and when', async ({ page, server, keys }) => {
  const { branch } = await trial(page, server);
  await choose(page);
  await expect(next(page)).not.toContainText('Решил случай');

  const summary = who(page).locator('summary');
  await expect(summary).toContainText('Лид · без меток');
  await summary.focus();
  await keys.press('Enter');
  const stage = who(page).getByLabel('Статус клиента');
  await stage.focus();
  await stage.selectOption({ label: 'Бывший' });
  await expect(next(page)).toContainText(/Решил случай.1: статус/);
  await expect(summary).toContainText('Бывший · без меток');
  await stage.selectOption({ label: 'Лид' });
  await expect(next(page)).not.toContainText('Решил случай');

  const tags = who(page).getByLabel('Метки');
  await tags.focus();
  await page.keyboard.type('vip');
  await keys.press('Enter');
  await expect(next(page)).toContainText(/Решил случай.2: метка/);
  await keys.press('Backspace');
  await expect(next(page)).not.toContainText('Решил случай');

  await who(page).getByLabel('Филиал').selectOption({ label: branch.name });
  await expect(next(page)).toContainText(/Решил случай.3: филиал/);
  await expect(summary).toContainText(branch.name);
  const home = who(page).getByLabel('Филиал').locator('option').filter({ hasNotText: branch.name }).first();
  await who(page).getByLabel('Филиал').selectOption(await home.getAttribute('value'));
  await expect(next(page)).not.toContainText('Решил случай');

  const time = who(page).getByLabel('Сейчас');
  await time.fill('23:00');
  await expect(next(page)).toContainText(/Решил случай.4: время/);
  await expect(summary).toContainText('23:00');
  expect(await violationsEverywhere(page)).toEqual([]);
  await time.fill('12:00');
  await expect(next(page)).not.toContainText('Решил случай');

  // What results make of the client is there at the next step, and gone one step back.
  await keys.press('Control+Enter');
  await expect(page.locator('.story')).toContainText(NO_ANSWER);
  await expect(summary).toContainText('недозвон');
  await page.getByRole('button', { name: 'На шаг назад' }).click();
  await expect(summary).toContainText('без меток');
});

test('whoever begins again is the client that was chosen', async ({ page, server, keys }) => {
  await trial(page, server);
  await who(page).locator('summary').click();
  await who(page).getByLabel('Статус клиента').selectOption({ label: 'Бывший' });
  await choose(page);
  await keys.press('Control+Enter');
  await expect(page.getByText('Путь клиента закончен')).toBeVisible();
  // A goal makes a client of him.
  await expect(who(page).locator('summary')).toContainText('Клиент');
  await page.getByRole('button', { name: 'Сначала' }).first().click();
  await expect(who(page).locator('summary')).toContainText('Бывший · без меток');
});

test.describe('on a phone', () => {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];
  test.use({ ...phone, viewport: { width: 412, height: 823 } });

  test('by touch: a tag is set, and the case decides', async ({ page, server }) => {
    await trial(page, server);
    await who(page).locator('summary').tap();
    await who(page).getByLabel('Метки').tap();
    await page.keyboard.type('VIP');
    await choices(page).first().tap();
    await page.locator('.trial__desk').getByText(NO_ANSWER, { exact: true }).tap();
    await expect(next(page)).toContainText(/Решил случай.2: метка/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(412);
    expect(await violationsEverywhere(page)).toEqual([]);
  });
});
