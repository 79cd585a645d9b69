// Clients are chosen by the mouse, by keys and by a finger; what is chosen is changed, taken away or merged.
import { readFile } from 'node:fs/promises';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const rows = (page) => page.locator('[data-row]');
const box = (page, place) => rows(page).nth(place).getByRole('checkbox');
const bar = (page) => page.getByRole('region', { name: /^Выбран/ });

test('a range is chosen with Shift, all by the filter, and exactly those are taken away', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const { total } = await api.get('/clients?filter=stage%3Alead&include_total=true&limit=1');
  await open(page, account, '/clients?f=stage:lead&cols=phone');
  await expect(rows(page).first()).toBeVisible();
  await box(page, 1).click();
  await expect(bar(page)).toContainText('Выбран 1');
  await box(page, 4).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('Выбрано 4');
  for (const place of [1, 2, 3, 4]) await expect(box(page, place)).toBeChecked();
  await expect(box(page, 0)).not.toBeChecked();
  expect(await violationsEverywhere(page)).toEqual([]);

  const names = await rows(page).locator('td[data-cell="title"] a').allTextContents();
  await bar(page).getByRole('button', { name: 'Экспорт' }).click();
  const panel = page.getByRole('dialog', { name: 'Экспорт' });
  await expect(panel).toContainText('4 выбранных клиента');
  await panel.getByLabel('CSV', { exact: true }).check();
  const [download] = await Promise.all([page.waitForEvent('download'), panel.getByRole('button', { name: 'Скачать' }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  const lines = text.trim().split('\r\n').slice(1);
  expect(lines.length).toBe(4);
  for (const name of names.slice(1, 5)) expect(text).toContain(name.split(' ')[0]);
  await page.keyboard.press('Escape');

  await bar(page).getByRole('button', { name: /^Выбрать все/ }).click();
  await expect(bar(page)).toContainText(new RegExp(`Выбрано? ${total.count}`));
  await expect(box(page, 0)).toBeChecked();
  // Another filter lists others: nobody of them is chosen.
  await page.getByRole('link', { name: 'Бывшие' }).click();
  await expect(bar(page)).toBeHidden();
});

test('by the keyboard with the Russian layout: X, Shift and arrows, two are merged', async ({ page, server, keys }) => {
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  await keys.press('KeyJ');
  await keys.press('KeyX');
  await expect(box(page, 0)).toBeChecked();
  await keys.press('Shift+ArrowDown');
  await expect(box(page, 1)).toBeChecked();
  await expect(rows(page).nth(1)).toBeFocused();
  const ids = await Promise.all([0, 1].map((place) => rows(page).nth(place).getAttribute('data-row')));
  await expect(bar(page).getByRole('link', { name: 'Объединить' })).toHaveAttribute('href', `/clients/${ids[0]}/merge?with=${ids[1]}`);
  await keys.press('Shift+ArrowDown');
  await expect(bar(page)).toContainText('Выбрано 3');
  await expect(bar(page).getByRole('link', { name: 'Объединить' })).toHaveCount(0);
  await bar(page).getByRole('button', { name: 'Снять выбор' }).click();
  await expect(bar(page)).toBeHidden();
});

const dialog = (page, name) => page.getByRole('dialog', { name, exact: true });

async function choose(page, scope, label, what) {
  const box = scope.getByRole('combobox', { name: label });
  await box.fill(what);
  await page.getByRole('option').first().click();
}

test('somebody becomes responsible for those who are chosen, and it is taken back', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const { items: people } = await api.get('/employees?state=active&limit=200');
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  const ids = await Promise.all([0, 1, 2].map((place) => rows(page).nth(place).getAttribute('data-row')));
  const before = await Promise.all(ids.map((id) => api.get(`/clients/${id}`)));
  // Somebody who works wherever they are, and is responsible for none of them.
  const free = (person) => person.branch_ids.length === 0 && before.every((card) => card.responsible?.id !== person.id);
  const fits = (person) => before.every((card) => card.responsible?.id !== person.id && (person.branch_ids.length === 0 || person.branch_ids.includes(card.branch_id)));
  const heir = people.find(free) ?? people.find(fits);
  await box(page, 0).click();
  await box(page, 2).click({ modifiers: ['Shift'] });
  await bar(page).getByRole('button', { name: 'Ответственный' }).click();
  const asked = dialog(page, 'Ответственный');
  await asked.getByRole('button', { name: 'Назначить ответственного' }).click();
  await expect(asked).toContainText('Выберите сотрудника');
  await choose(page, asked, 'Ответственный', heir.name);
  await expect(asked).toContainText(`Ответственный ${heir.name} у 3 клиентов`);
  expect(await violationsEverywhere(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Назначить ответственного' }).click();
  await expect(asked).toBeHidden();
  await expect(bar(page)).toBeHidden();
  for (const id of ids) expect((await api.get(`/clients/${id}`)).responsible.id).toBe(heir.id);
  await page.getByRole('button', { name: 'Отменить' }).click();
  await expect.poll(async () => (await api.get(`/clients/${ids[0]}`)).responsible?.id).toBe(before[0].responsible?.id);
  for (const [place, id] of ids.entries()) expect((await api.get(`/clients/${id}`)).responsible?.id).toBe(before[place].responsible?.id);
});

test('a tag for all whom the filter finds: progress, result, the way back', async ({ page, server, keys }) => {
  const { account, api } = await owner(server);
  const { total } = await api.get('/clients?filter=stage%3Alead&include_total=true&limit=1');
  await open(page, account, '/clients?f=stage:lead');
  await expect(rows(page).first()).toBeVisible();
  await keys.press('KeyJ');
  await keys.press('KeyX');
  await bar(page).getByRole('button', { name: /^Выбрать все/ }).click();
  await bar(page).getByRole('button', { name: 'Теги' }).click();
  const asked = dialog(page, 'Теги');
  await asked.getByRole('combobox', { name: 'Добавить' }).fill('летний лагерь');
  await page.keyboard.press('Enter');
  await expect(asked).toContainText('+летний лагерь');
  await asked.getByRole('button', { name: 'Изменить теги' }).click();
  const found = async () => (await api.get(`/clients?tag=${encodeURIComponent('летний лагерь')}&include_total=true&limit=1`)).total.count;
  await expect.poll(found).toBe(total.count);
  const { items } = await api.get('/bulks?limit=1');
  await expect.poll(async () => (await api.get(`/bulks/${items[0].id}`)).state).toBe('done');
  // The page of the action has the result, and the way back for a day.
  await page.goto(`/bulks/${items[0].id}`);
  await expect(page.getByText(`Сделано: ${total.count}`)).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await page.getByRole('main').getByRole('button', { name: 'Отменить' }).click();
  await expect(page.getByText(`Возвращено: ${total.count}`)).toBeVisible();
  expect(await found()).toBe(0);
});

test('whom a process leads already is named with the reason', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const { items: chained } = await api.get('/clients?filter=process.filled&limit=1');
  const card = await api.get(`/clients/${chained[0].id}`);
  const running = card.chains.find((chain) => !chain.ended_at);
  await open(page, account, `/clients?q=${encodeURIComponent(card.name)}`);
  const row = page.locator(`[data-row="${card.id}"]`);
  await row.getByRole('checkbox').click();
  await bar(page).getByRole('button', { name: 'Процесс' }).click();
  const asked = dialog(page, 'Процесс');
  await choose(page, asked, 'Процесс', running.process_name);
  await asked.getByRole('button', { name: 'Запустить процесс' }).click();
  await expect(asked).toContainText('Пропущено: 1');
  await expect(asked.getByRole('listitem')).toContainText('Процесс уже ведёт этого клиента');
  expect(await violationsEverywhere(page)).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 412, height: 823 }, hasTouch: true });

  test('boxes are pressed by a finger', async ({ page, server }) => {
    const { account } = await owner(server);
    await open(page, account, '/clients');
    await expect(rows(page).first()).toBeVisible();
    await box(page, 0).tap();
    await box(page, 2).tap();
    await expect(bar(page)).toContainText('Выбрано 2');
    await expect(page).toHaveURL(/\/clients$/);
    const size = await rows(page).first().locator('label').boundingBox();
    expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(44);
    expect(await violationsEverywhere(page)).toEqual([]);
  });
});
