// Cases: what follows a result may depend on what holds. Added, ordered and removed by keyboard under a Russian layout and by touch,
// seen in the picture, the list and the trial, which obeys them.
import { devices } from '@playwright/test';
import { choices, open, owner } from '../harness/club.mjs';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { expect, test } from '../harness/index.mjs';

const REFUSAL = 'Условный отказ';

async function editor(page, server, parameters = '') {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await open(page, account, `/processes/${process.id}${parameters}`);
  const cases = async () => {
    const { graph } = await api.get(`/processes/${process.id}/draft`);
    return graph.transitions.flatMap((transition) => transition.cases ?? []);
  };
  return { api, id: process.id, cases };
}

const row = (page, name) => page.locator('.node').first().locator('.node__row', { hasText: name });
const inspector = (page) => page.getByRole('complementary').filter({ has: page.locator('#inspector-title') });

async function save(page, keys) {
  await keys.press('Control+KeyS');
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
}

test('by keyboard: two cases, in order, told wherever one looks, obeyed by the trial', async ({ page, server, keys }) => {
  const { cases } = await editor(page, server);
  await row(page, REFUSAL).click();
  const panel = inspector(page);
  const add = panel.getByRole('button', { name: 'Если…, то…' });
  await add.focus();
  await keys.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Случай 1' })).toBeFocused();
  const first = panel.locator('.case').nth(0);
  await first.getByLabel('Проверка').selectOption({ label: 'одно из' });
  await first.getByLabel('Значения').focus();
  await keys.type('далеко');
  await expect(choices(page).first()).toContainText('далеко добираться');
  await keys.press('Enter');
  await keys.press('Escape');
  await first.getByLabel('Дальше', { exact: true }).selectOption({ label: 'Перейти к шагу' });
  await first.getByLabel('Шаг', { exact: true }).selectOption({ label: 'Пробное занятие' });

  await add.focus();
  await keys.press('Enter');
  const second = panel.locator('.case').nth(1);
  await expect(panel.getByRole('heading', { name: 'Случай 2' })).toBeFocused();
  await second.getByLabel('Если').selectOption({ label: 'Номер попытки' });
  await second.getByLabel('Не меньше').fill('2');
  await second.getByLabel('Не меньше').blur();
  await second.getByRole('button', { name: 'Ещё условие' }).focus();
  await keys.press('Enter');
  await second.getByLabel('Если').nth(1).selectOption({ label: 'Метка есть' });
  await second.getByLabel('Метки').focus();
  await keys.type('друг');
  await keys.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Иначе' })).toBeVisible();

  // The picture draws the way of the case with its words, the row says how many there are.
  await expect(row(page, REFUSAL).locator('.node__cases')).toContainText('2');
  await expect(page.locator('.line__case')).toHaveText(/^1: «Причина»/);

  // The panel below shows at once which case decides.
  const look = panel.locator('.look');
  await look.getByLabel(/Причина/).first().focus();
  await keys.type('далеко');
  await expect(choices(page).first()).toContainText('далеко добираться');
  await keys.press('Enter');
  await expect(look.locator('.next')).toContainText('Пробное занятие');
  await expect(look.locator('.next')).toContainText(/Решил случай.1: «Причина[^»]*» – «далеко добираться»/);

  // Another order by keyboard; what was moved keeps the focus.
  await panel.getByRole('button', { name: 'Выше: Случай 2' }).focus();
  await keys.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Случай 1' })).toBeFocused();
  await expect(look.locator('.next')).toContainText(/Решил случай.2/);
  await save(page, keys);
  const kept = await cases();
  expect(kept.map(({ when }) => when.map(({ kind }) => kind))).toEqual([['attempt', 'tagged'], ['field']]);
  expect(kept[0].when[0].at_least).toBe(2);
  expect(kept[0].when[1].any_of).toEqual(['друг']);
  expect(kept[1].then.target.step).toBe('trial_lesson');

  // An empty case is a problem that leads to its result.
  await panel.locator('.case').nth(0).getByRole('button', { name: 'Убрать условие 1' }).click();
  await panel.locator('.case').nth(0).getByLabel('Если').selectOption({ label: 'Филиал' });
  await expect(page.getByText(/^Проверка: 1/)).toBeVisible();
  await expect(panel.locator('.case').nth(0)).toContainText('условие не закончено');
  await panel.getByRole('button', { name: 'Убрать: Случай 1' }).focus();
  await keys.press('Enter');
  await expect(panel.locator('.case')).toHaveCount(1);
  await expect(page.getByText(/^Проверка: замечаний нет/)).toBeVisible();
  await save(page, keys);

  // The list says it as a sentence, the trial obeys.
  await page.getByRole('link', { name: 'Список' }).or(page.getByRole('tab', { name: 'Список' })).or(page.getByText('Список', { exact: true })).first().click();
  await expect(page.getByText(/если «Причина[^»]*» – «далеко добираться»: → Пробное занятие.*иначе отказ/).first()).toBeVisible();
  await page.getByText('Проба', { exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Личный звонок клиенту' })).toBeVisible();
  await keys.press('Digit9');
  await page.locator('.trial__desk').getByLabel(/Причина/).first().focus();
  await keys.type('далеко');
  await expect(choices(page).first()).toContainText('далеко добираться');
  await keys.press('Enter');
  await keys.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Пробное занятие' })).toBeVisible();
  await expect(page.locator('.story')).toContainText('Решил случай');
});

test('no violation around cases', async ({ page, server, keys }) => {
  test.setTimeout(300_000);
  await editor(page, server);
  await row(page, REFUSAL).click();
  for (let place = 0; place < 2; place += 1) await inspector(page).getByRole('button', { name: 'Если…, то…' }).click();
  const found = [...(await violationsEverywhere(page)).map((line) => `inspector: ${line}`)];
  expect(found).toEqual([]);
});

test.describe('on a phone', () => {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];
  test.use({ ...phone, viewport: { width: 412, height: 823 } });

  test('by touch: a case in the list', async ({ page, server }) => {
    const { cases } = await editor(page, server);
    await page.getByText(REFUSAL, { exact: true }).first().tap();
    const group = page.getByRole('group').filter({ has: page.getByText(REFUSAL, { exact: true }) }).first();
    await group.getByRole('button', { name: 'Если…, то…' }).tap();
    await group.getByLabel('Если').selectOption({ label: 'Статус клиента' });
    await group.locator('.case').getByLabel('Дальше', { exact: true }).selectOption({ label: 'Завершить' });
    await expect(page.getByText(/если статус: лид: конец процесса; иначе отказ/)).toBeVisible();
    await page.getByRole('button', { name: 'Сохранить' }).first().tap();
    await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
    expect((await cases()).map(({ when }) => when[0])).toEqual([{ kind: 'stage', one_of: ['lead'] }]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(412);
  });
});
