// The drawn editor: by keyboard under a Russian layout, by mouse, by touch on a phone; and a client tried out on the draft.
import { devices } from '@playwright/test';
import { choices, open, owner } from '../harness/club.mjs';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { expect, test } from '../harness/index.mjs';

/** The process of the demo club, in the editor, with what the API keeps of its draft. */
async function editor(page, server, parameters = '') {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await open(page, account, `/processes/${process.id}${parameters}`);
  const draft = async () => (await api.get(`/processes/${process.id}/draft`)).graph;
  return { api, id: process.id, draft };
}

const node = (page, name) => page.locator('.node').filter({ has: page.locator('.node__head', { hasText: name }) });
const head = (page, name) => node(page, name).locator('.node__head');
const row = (page, step, name) => node(page, step).locator('.node__row', { hasText: name });
const inspector = (page) => page.getByRole('complementary').filter({ has: page.locator('#inspector-title') });
const problems = (page) => page.getByText(/^Проверка/);

async function save(page, keys) {
  await keys.press('Control+KeyS');
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
}

test('by keyboard alone: along the arrows, renamed, removed and brought back, carried, led on', async ({ page, server, keys }) => {
  const { draft } = await editor(page, server);
  await expect(head(page, 'Личный звонок клиенту')).toBeVisible();
  await page.locator('.board__tools').first().getByRole('button').last().focus();
  while (!(await head(page, 'Личный звонок клиенту').evaluate((element) => element === document.activeElement))) await keys.press('Tab');

  // Down its rows, along a line to the next step, back to the row the line comes from.
  await keys.press('ArrowDown');
  await expect(row(page, 'Личный звонок', 'Запись на пробное')).toBeFocused();
  await keys.press('ArrowRight');
  await expect(head(page, 'Пробное занятие')).toBeFocused();
  await keys.press('ArrowLeft');
  await expect(row(page, 'Личный звонок', 'Запись на пробное')).toBeFocused();

  // The inspector and back.
  await keys.press('Enter');
  await expect(page.locator('#inspector-title')).toBeFocused();
  await expect(page).toHaveURL(/node=personal_call\.res_/);
  await keys.press('Escape');
  await expect(row(page, 'Личный звонок', 'Запись на пробное')).toBeFocused();

  // A step is taken away, and is there again.
  await keys.press('ArrowRight');
  await keys.press('Delete');
  await expect(node(page, 'Пробное занятие')).toHaveCount(0);
  await expect(problems(page)).toContainText('замечани');
  await keys.press('Control+KeyZ');
  await expect(head(page, 'Пробное занятие')).toBeVisible();
  await keys.press('Control+Shift+KeyZ');
  await expect(node(page, 'Пробное занятие')).toHaveCount(0);
  await keys.press('Control+KeyZ');
  await expect(page.getByRole('button', { name: 'Опубликовать' })).not.toHaveAttribute('aria-disabled', 'true');

  // Carried by the arrows: many steps of the hand are one to take back.
  await head(page, 'Пробное занятие').focus();
  const before = await node(page, 'Пробное занятие').boundingBox();
  await keys.press('Space');
  for (let n = 0; n < 3; n += 1) await keys.press('Shift+ArrowDown');
  await keys.press('Enter');
  const after = await node(page, 'Пробное занятие').boundingBox();
  expect(after.y - before.y).toBeGreaterThan(40);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('•');
  await save(page, keys);
  expect((await draft()).steps.filter(({ position }) => position)).toHaveLength(1);

  // What follows a result is taken away in the inspector's stead: the result goes on to a step by "+".
  await head(page, 'Проверить покупку').focus();
  await keys.press('ArrowDown');
  await keys.press('Equal');
  await expect(page.getByRole('dialog', { name: 'Дальше' })).toBeVisible();
  await keys.type('пробное');
  await expect(choices(page).first()).toContainText('Пробное занятие');
  await keys.press('Enter');
  await expect(row(page, 'Проверить покупку', 'Купил абонемент').first()).toBeFocused();
  await save(page, keys);
  const [check] = (await draft()).steps.filter(({ key }) => /check/.test(key));
  const led = (await draft()).transitions.find(({ step, then }) => step === check.key && then.kind === 'step');
  expect(led.then.target.step).not.toBe('personal_call');

  // Another name, everywhere.
  await head(page, 'Проверить покупку').focus();
  await keys.press('F2');
  await keys.type('проверка');
  await keys.press('Enter');
  await expect(head(page, 'проверка')).toBeVisible();
});

test('by mouse: a step is carried, a line is drawn, everything is tidied up and taken back', async ({ page, server }) => {
  const { draft } = await editor(page, server);
  await expect(head(page, 'Пробное занятие')).toBeVisible();
  const at = async (locator) => {
    const box = await locator.boundingBox();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const drag = async (from, to) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 10, from.y + 10);
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
  };
  const from = await at(head(page, 'Пробное занятие'));
  await drag(from, { x: from.x + 30, y: from.y + 120 });
  const moved = await at(head(page, 'Пробное занятие'));
  expect(Math.abs(moved.y - from.y - 120)).toBeLessThan(12);
  // Carrying is not choosing.
  await expect(inspector(page)).toHaveCount(0);

  await page.getByRole('button', { name: 'Упорядочить' }).click();
  await page.getByRole('status').getByRole('button', { name: /Отменить|Вернуть/ }).click();
  expect(Math.abs((await at(head(page, 'Пробное занятие'))).y - moved.y)).toBeLessThan(60);

  // From a result to another step.
  await drag(await at(row(page, 'Пробное занятие', 'Не понравилось')), await at(head(page, 'Проверить покупку')));
  await expect(inspector(page).getByLabel('Шаг', { exact: true })).toHaveValue(/check/);
  await page.getByRole('button', { name: 'Сохранить' }).first().click();
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
  const graph = await draft();
  expect(graph.steps.filter(({ position }) => position).length).toBeGreaterThan(0);

  // What was saved stands where it was put, for whoever opens it next.
  const last = await at(head(page, 'Пробное занятие'));
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(head(page, 'Пробное занятие')).toBeVisible();
  expect(await page.locator('.node').count()).toBe(graph.steps.length);
  expect(last.y).toBeGreaterThan(0);
});

test('a problem leads to its place, and what a closed tab left unsaved is brought back', async ({ page, server, keys }) => {
  await editor(page, server);
  await row(page, 'Личный звонок', 'Думает').click();
  await inspector(page).getByLabel('Дальше', { exact: true }).selectOption('');
  await expect(problems(page)).toContainText('1 замечание');
  await row(page, 'Пробное занятие', 'Не пришёл').click();
  await page.locator('.problems__line').first().click();
  await expect(page).toHaveURL(/node=personal_call\.res_/);
  await expect(page.getByRole('heading', { level: 2, name: 'Думает' })).toBeVisible();
  await page.waitForTimeout(600);
  await page.reload();
  await expect(page.getByText('Возвращены несохранённые правки')).toBeVisible();
  await expect(problems(page)).toContainText('1 замечание');
  await page.getByRole('button', { name: 'Отказаться от них' }).click();
  await expect(problems(page)).toContainText('замечаний нет');
});

test('a client is tried out on the draft: attempts end, dates are those of the calendar, nothing is stored', async ({ page, server, keys }) => {
  const { api, draft } = await editor(page, server, '?mode=try');
  const before = await draft();
  await expect(page.getByRole('heading', { name: 'Личный звонок клиенту' })).toBeVisible();
  const chains = (await api.get('/clients?limit=1')).items.length;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await keys.press('Digit7');
    await expect(page.getByText('Далее:', { exact: false }).last()).toBeVisible();
    await keys.press('Control+Enter');
  }
  await expect(page.getByText('Путь клиента закончен')).toBeVisible();
  await expect(page.getByText('Процесс завершён: отказ')).toBeVisible();
  // A field that must be filled is asked for.
  await page.getByRole('button', { name: 'Сначала' }).first().click();
  await keys.press('Digit1');
  await keys.press('Control+Enter');
  await expect(page.getByText('Путь клиента закончен')).toHaveCount(0);
  await expect(page.getByText('Дата, когда удобно посетить').first()).toBeVisible();
  expect(await draft()).toEqual(before);
  expect((await api.get('/clients?limit=1')).items.length).toBe(chains);
});

test('a step, a result and a value of a list are made where they are needed', async ({ page, server, keys }) => {
  const { api, draft } = await editor(page, server);
  const add = page.getByRole('button', { name: 'Шаг', exact: true });
  await add.click();
  await page.getByRole('dialog', { name: 'Добавить шаг' }).getByRole('combobox').fill('Вручить подарок');
  await choices(page).filter({ hasText: 'Вручить подарок' }).click();
  await expect(head(page, 'Вручить подарок')).toBeFocused();
  // What nothing leads to stands apart from the others.
  const boxes = await page.locator('.node').evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect()));
  const apart = (one, other) => one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
  for (const [place, one] of boxes.entries()) for (const other of boxes.slice(place + 1)) expect(apart(one, other)).toBe(true);

  await keys.press('Enter');
  await inspector(page).getByLabel('Добавить результат').fill('Подарок вручён');
  await choices(page).filter({ hasText: 'Подарок вручён' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Подарок вручён' })).toBeVisible();
  await page.getByRole('button', { name: 'Что дальше после «Подарок вручён»' }).click();
  await page.getByRole('dialog', { name: 'Дальше' }).getByRole('combobox').fill('Цель');
  await choices(page).filter({ hasText: 'Цель достигнута' }).click();
  await expect(row(page, 'Вручить подарок', 'Подарок вручён').getByText('Цель достигнута')).toBeAttached();
  await save(page, keys);
  const graph = await draft();
  const made = graph.steps.find(({ key }) => key === 'vruchit_podarok');
  expect(graph.transitions.find(({ step }) => step === made.key).then.kind).toBe('goal');

  await row(page, 'Личный звонок', 'Условный отказ').click();
  await inspector(page).getByText('Результат и его поля').click();
  await inspector(page).getByRole('button', { name: 'Изменить список' }).first().click();
  const list = page.getByRole('dialog', { name: 'Изменить список' });
  await list.getByLabel('Добавить значение').fill('Переезжает');
  await list.getByRole('button', { name: 'Добавить значение' }).click();
  await expect(list.locator('.values__line')).toHaveCount(5);
  const { items } = await api.get('/dictionaries');
  const reasons = await api.get(`/dictionaries/${items.find(({ name }) => name === 'Причины отказа').id}`);
  expect(reasons.values.map(({ name }) => name)).toContain('Переезжает');
});

test.describe('on a phone', () => {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];
  test.use({ ...phone, viewport: { width: 412, height: 823 } });

  test('the list is the editor: a due date is changed by touch, a result is added and led on', async ({ page, server }) => {
    const { draft } = await editor(page, server);
    await expect(page.locator('.board')).toHaveCount(0);
    await page.getByText('Думает', { exact: true }).first().tap();
    const group = page.getByRole('group').filter({ has: page.getByText('Думает', { exact: true }) }).first();
    await group.getByLabel('Сколько', { exact: true }).fill('5');
    await group.getByLabel('Сколько', { exact: true }).blur();
    await page.getByText('Состав результатов и шаблон').last().tap();
    await page.getByLabel('Добавить результат').last().fill('Думает');
    await choices(page).filter({ hasText: 'Думает' }).first().tap();
    await page.getByRole('button', { name: 'Сохранить' }).first().tap();
    await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
    const graph = await draft();
    const due = graph.transitions.map(({ then }) => then.target?.due?.amount).filter((amount) => amount === 5);
    expect(due).toHaveLength(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(412);
  });
});

test('no violation in the editor: the picture with an inspector, the float, the list, the trial', async ({ page, server }) => {
  test.setTimeout(300_000);
  await editor(page, server);
  await row(page, 'Личный звонок', 'Думает').click();
  const found = [...(await violationsEverywhere(page)).map((line) => `result: ${line}`)];
  await head(page, 'Личный звонок').click();
  found.push(...(await violationsEverywhere(page)).map((line) => `step: ${line}`));
  await page.getByRole('button', { name: 'Шаг', exact: true }).click();
  found.push(...(await violationsEverywhere(page)).map((line) => `float: ${line}`));
  expect(found).toEqual([]);
});
