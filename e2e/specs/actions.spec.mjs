// What a result also does: put together by keyboard under a Russian layout and by touch, seen in the picture, the list and the trial.
import { devices } from '@playwright/test';
import { choices, open, owner } from '../harness/club.mjs';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { expect, test } from '../harness/index.mjs';

const REFUSAL = 'Условный отказ';

async function editor(page, server, parameters = '') {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await open(page, account, `/processes/${process.id}${parameters}`);
  const also = async () => {
    const { graph } = await api.get(`/processes/${process.id}/draft`);
    return graph.transitions.flatMap((transition) => transition.also ?? []);
  };
  return { api, id: process.id, also };
}

const row = (page, name) => page.locator('.node').first().locator('.node__row', { hasText: name });
const inspector = (page) => page.getByRole('complementary').filter({ has: page.locator('#inspector-title') });

async function save(page, keys) {
  await keys.press('Control+KeyS');
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
}

test('by keyboard: an errand with words, and tags on a condition', async ({ page, server, keys }) => {
  const { also } = await editor(page, server);
  await row(page, REFUSAL).click();
  const panel = inspector(page);
  const actions = panel.getByRole('region', { name: 'Ещё сделать' });
  const add = actions.getByRole('button', { name: 'Ещё действие' });
  await add.focus();
  await keys.press('Enter');
  await expect(actions.getByRole('heading', { name: 'Действие 1' })).toBeFocused();
  const first = actions.locator('.case').nth(0);
  await expect(first).toContainText('не названа ни одна метка');
  await first.getByLabel('Что сделать').selectOption({ label: 'Дать поручение' });
  await first.getByLabel('Внутренняя задача').selectOption({ index: 1 });
  const text = first.getByLabel('Что именно сделать');
  await text.focus();
  await keys.type('написать');
  await first.getByRole('button', { name: 'Имя клиента' }).focus();
  await keys.press('Enter');
  await expect(text).toBeFocused();
  await expect(text).toHaveValue('написать{client}');
  await text.blur();

  await add.focus();
  await keys.press('Enter');
  const second = actions.locator('.case').nth(1);
  await expect(actions.getByRole('heading', { name: 'Действие 2' })).toBeFocused();
  await second.getByLabel('Поставить метки').focus();
  await keys.type('остыл');
  await keys.press('Enter');
  await second.getByRole('button', { name: 'Только если…' }).focus();
  await keys.press('Enter');
  await second.getByLabel('Если').selectOption({ label: 'Номер попытки' });
  await second.getByLabel('Не меньше').fill('2');
  await second.getByLabel('Не меньше').blur();
  await expect(page.getByText(/^Проверка: замечаний нет/)).toBeVisible();

  // The picture says how much, the look at the runner what happens now: the second only from the second attempt.
  await expect(row(page, REFUSAL).locator('.node__cases')).toContainText('2');
  const look = panel.locator('.look');
  await look.getByLabel(/Причина/).first().focus();
  await keys.type('далеко');
  await expect(choices(page).first()).toContainText('далеко добираться');
  await keys.press('Enter');
  const next = look.locator('.next');
  await expect(next).toContainText('Ещё: поручение');
  await expect(next).not.toContainText('остыл');

  // Another order by keyboard; what was moved keeps the focus.
  await panel.getByRole('button', { name: 'Выше: Действие 2' }).focus();
  await keys.press('Enter');
  await expect(actions.getByRole('heading', { name: 'Действие 1' })).toBeFocused();
  await save(page, keys);
  const kept = await also();
  expect(kept.map(({ act }) => act.kind)).toEqual(['tag', 'errand']);
  expect(kept[0].act.add).toEqual(['остыл']);
  expect(kept[0].when).toEqual([{ kind: 'attempt', at_least: 2 }]);
  expect(kept[1].act.text).toBe('написать{client}');

  // The list says it as a sentence, the trial does it.
  await page.getByText('Список', { exact: true }).first().click();
  await expect(page.getByText(/отказ; ещё: если попытка 2 или дальше: метки: \+«остыл»; поручение/).first()).toBeVisible();
});

test('by keyboard: a letter to everybody of a role, and a call of a webhook', async ({ page, server, keys }) => {
  const { api } = await owner(server);
  const hook = (await api.send('POST', '/hooks', { name: 'Склад', url: 'https://shop.example/told' })).hook.id;
  const { also } = await editor(page, server);
  await row(page, REFUSAL).click();
  const panel = inspector(page);
  const actions = panel.getByRole('region', { name: 'Ещё сделать' });
  const add = actions.getByRole('button', { name: 'Ещё действие' });
  await add.focus();
  await keys.press('Enter');
  const first = actions.locator('.case').nth(0);
  await first.getByLabel('Что сделать').selectOption({ label: 'Отправить сообщение' });
  await expect(page.getByText(/^Проверка: 1\s+замечание/)).toBeVisible();
  await first.getByLabel('Кому').selectOption({ label: 'Все с ролью' });
  const role = first.getByLabel('Все с ролью');
  await role.selectOption({ index: 1 });
  await expect(first.getByText('Уйдёт через 10 минут')).toBeHidden();
  await first.getByLabel('Как').selectOption({ label: 'Эл. почта' });
  await expect(first.getByText('Уйдёт через 10 минут')).toBeVisible();
  await first.getByLabel('Тема').focus();
  await keys.type('отказ');
  const text = first.getByRole('textbox', { name: 'Текст' });
  await text.focus();
  await keys.type('узнать ');
  await first.getByRole('button', { name: 'Имя клиента' }).focus();
  await keys.press('Enter');
  await expect(text).toBeFocused();
  await text.blur();

  await add.focus();
  await keys.press('Enter');
  const second = actions.locator('.case').nth(1);
  await second.getByLabel('Что сделать').selectOption({ label: 'Вызвать вебхук' });
  await second.getByLabel('Вебхук').selectOption({ label: 'Склад' });
  await expect(second.getByText('Уйдёт через 10 минут')).toBeVisible();
  await expect(page.getByText(/^Проверка: замечаний нет/)).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);

  // What will happen is told where the runner will tell it.
  const look = panel.locator('.look');
  await look.getByLabel(/Причина/).first().focus();
  await keys.type('далеко');
  await expect(choices(page).first()).toContainText('далеко добираться');
  await keys.press('Enter');
  await expect(look.locator('.next')).toContainText(/письмо «отказ»: .+; вызов вебхука «Склад»/);
  await save(page, keys);
  const kept = await also();
  expect(kept.map(({ act }) => act.kind)).toEqual(['message', 'hook']);
  expect(kept[0].act).toMatchObject({ to: { kind: 'role' }, by: 'email', subject: 'отказ', text: 'узнать {client}' });
  expect(kept[1].act.hook_id).toBe(hook);

  // A client has no bell: who chooses him writes a letter.
  await first.getByLabel('Как').selectOption({ label: 'Уведомление' });
  await first.getByLabel('Кому').selectOption({ label: 'Клиент' });
  await expect(first.getByLabel('Как')).toHaveValue('email');

  await page.getByText('Список', { exact: true }).first().click();
  await expect(page.getByText(/письмо «отказ»: клиент; вызов вебхука «Склад»/).first()).toBeVisible();
});

test('no violation around actions', async ({ page, server }) => {
  test.setTimeout(300_000);
  await editor(page, server);
  await row(page, REFUSAL).click();
  const panel = inspector(page);
  for (let place = 0; place < 2; place += 1) await panel.getByRole('button', { name: 'Ещё действие' }).click();
  await panel.locator('.case').nth(0).getByLabel('Что сделать').selectOption({ label: 'Дать поручение' });
  expect(await violationsEverywhere(page)).toEqual([]);
});

test.describe('on a phone', () => {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];
  test.use({ ...phone, viewport: { width: 412, height: 823 } });

  test('by touch: the status of the client, in the list', async ({ page, server }) => {
    const { also } = await editor(page, server);
    await page.getByText(REFUSAL, { exact: true }).first().tap();
    const group = page.getByRole('group').filter({ has: page.getByText(REFUSAL, { exact: true }) }).first();
    await group.getByRole('button', { name: 'Ещё действие' }).tap();
    await group.getByLabel('Что сделать').selectOption({ label: 'Изменить статус клиента' });
    await group.getByLabel('Статус клиента').selectOption({ label: 'Бывший' });
    await expect(page.getByText(/ещё: статус клиента: бывший/)).toBeVisible();
    await page.getByRole('button', { name: 'Сохранить' }).first().tap();
    await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
    expect((await also()).map(({ act }) => act)).toEqual([{ kind: 'stage', stage: 'former' }]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(412);
  });
});
