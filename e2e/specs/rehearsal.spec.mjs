// The last 90 days led through a draft: in words, as a picture that the arrow keys walk along, and as tables.
import { open, owner } from '../harness/club.mjs';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { expect, test } from '../harness/index.mjs';

async function rehearsal(page, server, parameters = '?mode=rehearsal') {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await open(page, account, `/processes/${process.id}${parameters}`);
  return { api, process };
}

const answer = (page) => page.locator('.rehearsal__answer');
const tables = (page) => page.getByRole('table');

test('what is published makes of the past what it is; fewer attempts make less work', async ({ page, server }) => {
  const { api, process } = await rehearsal(page, server);
  await expect(answer(page)).toContainText(/^Задач\sстолько\sже/);
  const told = await api.send('POST', `/processes/${process.id}/rehearsal`, {});
  expect(told.results).toBeGreaterThan(100);
  expect(told.draft).toEqual(told.present);
  expect(told.draft.ends.dead_end).toBe(0);
  expect(told.draft.used + told.draft.left_over).toBe(told.results);
  await expect(page.getByText(/Ничего\sне\sпридумано/)).toHaveCount(told.draft.ends.unknown > 0 ? 1 : 0);

  await page.getByRole('link', { name: 'Список', exact: true }).click();
  const retry = page.getByRole('group').filter({ hasText: 'Недозвон' }).first();
  await retry.getByText('Недозвон', { exact: true }).click();
  await retry.getByLabel('Всего попыток').fill('1');
  await retry.getByLabel('Всего попыток').press('Tab');
  // It is the draft on the screen that is rehearsed, saved or not.
  await page.getByRole('link', { name: 'Прогон', exact: true }).click();
  await expect(answer(page)).toContainText(/в\sдень\sменьше/);
  await expect(page.getByText(/нет\sместа/)).toBeVisible();
  await page.keyboard.press('Control+KeyZ');
  await page.getByRole('button', { name: 'Прогнать ещё раз' }).click();
  await expect(answer(page)).toContainText(/^Задач\sстолько\sже/);
});

test('a result without a way is a dead end that one can go to', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  const draft = await api.get(`/processes/${process.id}/draft`);
  const results = (await api.get('/results')).items;
  const thinks = results.find(({ name }) => name === 'Думает');
  const graph = { ...draft.graph, transitions: draft.graph.transitions.filter(({ result_id: id }) => id !== thinks.id) };
  await api.send('PUT', `/processes/${process.id}/draft`, { graph, version: draft.version });
  await open(page, account, `/processes/${process.id}?mode=rehearsal`);
  const dead = page.getByRole('region', { name: 'Тупики' });
  await expect(dead).toContainText('За этим результатом ничего не следует');
  await expect(page.getByText(/не\sмо(?:жет|гут)\sидти\sдальше/)).toBeVisible();
  await dead.getByRole('link', { name: /^«Думает»/ }).click();
  await expect(page).toHaveURL(new RegExp(`node=\\w+\\.${thinks.id}`));
  await expect(page.locator('#inspector-title')).toBeVisible();
});

test('the picture is walked along by keys, and everybody can read it', async ({ page, server, keys }) => {
  await rehearsal(page, server);
  const picture = page.getByRole('slider', { name: 'Задачи по дням' });
  await picture.focus();
  const last = await picture.getAttribute('aria-valuetext');
  expect(last).toMatch(/по\sчерновику\s\d+,\sсейчас\s\d+/);
  await keys.press('ArrowLeft');
  expect(await picture.getAttribute('aria-valuetext')).not.toBe(last);
  await keys.press('End');
  expect(await picture.getAttribute('aria-valuetext')).toBe(last);
  const people = page.getByLabel('Кто', { exact: true });
  await people.selectOption({ index: 1 });
  await expect(picture).toHaveAttribute('aria-valuetext', /по\sчерновику/);
  await expect(tables(page).first()).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await page.setViewportSize({ width: 412, height: 823 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(412);
});
