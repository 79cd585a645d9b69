// Lists of hundreds: only the rows near the window are in the page, and nothing else is different for it.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

/** A screen holds fewer; with those that are drawn ahead on both sides. */
const MOST = 60;

const rows = (page) => page.locator('[data-row]');
const frame = (page) => page.locator('.lists__frame');
const focused = (page) => page.evaluate(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row'));
const row = (page, id) => page.locator(`[data-row="${id}"]`);
const numbers = (page) => rows(page).evaluateAll((all) => all.map((one) => Number(one.getAttribute('aria-rowindex'))));
const everybody = async (api) => (await api.get('/clients?include_total=true&limit=1')).total.count;

/** Scrolls on until the last row is drawn; at every stop only a few rows are. Returns how many were drawn at most. */
async function toTheEnd(page, scroller, last) {
  let most = 0;
  await expect(async () => {
    await scroller.evaluate((node) => node.scrollTo(0, node.scrollTop + node.clientHeight * 3));
    const drawn = await numbers(page);
    most = Math.max(most, drawn.length);
    expect(Math.max(...drawn)).toBe(last);
  }).toPass({ intervals: [60] });
  return most;
}

test('several hundred rows: a few are drawn, the scroll bar, the focus and the selection are of all', async ({ page, server, keys, shot }) => {
  const { account, api } = await owner(server);
  const total = await everybody(api);
  expect(total).toBeGreaterThan(250);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(total + 1));
  await keys.press('KeyJ');
  await keys.press('KeyX');
  const first = await focused(page);

  const most = await toTheEnd(page, frame(page), total + 1);
  expect(most).toBeLessThan(MOST);
  await shot('list-end');
  // The row that has the focus is kept, and keys go on from it.
  expect(await focused(page)).toBe(first);
  expect(await numbers(page)).toEqual([...new Set(await numbers(page))].sort((a, b) => a - b));
  await keys.press('Shift+ArrowDown');
  await expect(page.getByRole('region', { name: /^Выбран/ })).toContainText('Выбрано 2');
  const second = await focused(page);
  expect(second).not.toBe(first);
  await expect(row(page, second)).toBeInViewport();
  await expect(row(page, second)).toHaveAttribute('aria-rowindex', '3');
  for (const id of [first, second]) await expect(row(page, id).getByRole('checkbox')).toBeChecked();

  // Everything that is loaded has its place in the scroll bar.
  const { height, line } = await frame(page).evaluate((node) => ({
    height: node.scrollHeight,
    line: node.querySelector('[data-row]').getBoundingClientRect().height,
  }));
  expect(Math.abs(height - line * total)).toBeLessThan(120);
  expect(await violationsEverywhere(page)).toEqual([]);
});

test('a held key walks through pages', async ({ page, server, keys }) => {
  const { account, api } = await owner(server);
  const ids = (await api.get('/clients?limit=120')).items.map(({ id }) => id);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  for (let step = 0; step < 110; step += 1) await keys.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe(ids[109]);
  await expect(row(page, ids[109])).toBeInViewport();
  expect(await rows(page).count()).toBeLessThan(MOST);
});

test('the browser leads back to the place in the list', async ({ page, server }) => {
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  await frame(page).evaluate((node) => node.scrollTo(0, 2500));
  await expect.poll(async () => Math.max(...(await numbers(page)))).toBeGreaterThan(70);
  const seen = rows(page).filter({ visible: true });
  const place = Math.floor((await seen.count()) / 2);
  const id = await seen.nth(place).getAttribute('data-row');
  const name = await row(page, id).getByRole('link').first().textContent();
  await row(page, id).getByRole('checkbox').click();
  await row(page, id).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name.trim());
  await page.goBack();
  await expect(row(page, id)).toBeFocused();
  await expect(row(page, id)).toBeInViewport();
  await expect(row(page, id).getByRole('checkbox')).toBeChecked();
  expect(Math.abs((await frame(page).evaluate((node) => node.scrollTop)) - 2500)).toBeLessThan(60);
  // Who comes by a link begins at the top.
  await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Мой день' }).click();
  await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Клиенты' }).click();
  await expect(rows(page).first()).toHaveAttribute('aria-rowindex', '2');
  expect(await frame(page).evaluate((node) => node.scrollTop)).toBe(0);
});

test('in a narrow window names of columns and of clients stay in sight', async ({ page, server, shot }) => {
  await page.setViewportSize({ width: 960, height: 640 });
  const { account } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  const name = page.locator('[data-row] td[data-cell="title"]').first();
  const before = await name.boundingBox();
  await frame(page).evaluate((node) => node.scrollTo(300, 200));
  await expect.poll(() => frame(page).evaluate((node) => node.scrollLeft)).toBeGreaterThan(100);
  const head = page.getByRole('columnheader', { name: 'Имя' });
  const [cell, heading, box] = [await page.locator('[data-row] td[data-cell="title"]').nth(6).boundingBox(), await head.boundingBox(), await frame(page).boundingBox()];
  expect(Math.abs(cell.x - before.x)).toBeLessThan(2);
  expect(Math.abs(heading.y - box.y)).toBeLessThan(2);
  // The page itself does not scroll sideways.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await shot('list-narrow');
  expect(await violations(page)).toEqual([]);
});

test('columns are made wider by keys and by the mouse, and a view keeps it', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/clients');
  await expect(rows(page).first()).toBeVisible();
  const head = page.getByRole('columnheader', { name: 'Имя' });
  const edge = page.getByRole('separator', { name: 'Ширина колонки: Имя' });
  const width = async () => Math.round((await head.boundingBox()).width);
  const usual = await width();
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(new RegExp(`widths=name:${usual + 8}$`));
  await expect.poll(width).toBe(usual + 8);
  await expect(edge).toBeFocused();
  await expect(edge).toHaveAttribute('aria-valuenow', String(usual + 8));
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(width).toBe(usual + 8 - 64);

  const phone = page.getByRole('separator', { name: 'Ширина колонки: Телефон' });
  const grip = await phone.boundingBox();
  const before = Math.round((await page.getByRole('columnheader', { name: 'Телефон' }).boundingBox()).width);
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(grip.x + grip.width / 2 + 40, grip.y + grip.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(`phone:${before + 40}`));
  await shot('list-widths');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Сохранить вид' }).click();
  await page.getByRole('textbox', { name: 'Название вида' }).fill('Широкий');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Широкий' })).toHaveAttribute('aria-current', 'page');
  const { items } = await api.get('/views');
  expect(items[0].shows.widths).toEqual({ name: usual + 8 - 64, phone: before + 40 });
  // A link to the view shows it as it was kept.
  await page.goto(`/clients?view=${items[0].id}`);
  await expect.poll(width).toBe(usual + 8 - 64);

  await page.getByRole('separator', { name: 'Ширина колонки: Телефон' }).dblclick();
  await expect(page).not.toHaveURL(/phone:/);
  await edge.focus();
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/widths=/);
  await expect.poll(width).toBe(usual);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 412, height: 823 }, hasTouch: true });

  test('cards of two lines are drawn a few at a time', async ({ page, server, shot }) => {
    const { account, api } = await owner(server);
    const total = await everybody(api);
    await open(page, account, '/clients');
    await expect(rows(page).first()).toBeVisible();
    expect((await rows(page).first().boundingBox()).height).toBeGreaterThanOrEqual(56);
    const most = await toTheEnd(page, page.locator('main'), total + 1);
    expect(most).toBeLessThan(MOST);
    await shot('list-phone');
    const last = rows(page).last();
    const id = await last.getAttribute('data-row');
    await last.locator('td[data-cell="line"]').tap();
    await expect(page).toHaveURL(new RegExp(id));
    await page.goBack();
    await expect(row(page, id)).toBeInViewport();
    expect(await violations(page)).toEqual([]);
  });
});
