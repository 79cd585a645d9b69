// Two versions side by side: terms that say at once what they take, chance that divides, an answer that waits, and an end by keyboard.
import { open, owner } from '../harness/club.mjs';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { expect, test, violations } from '../harness/index.mjs';

/** A draft that tries one time less. */
async function drafted(api, process) {
  const draft = await api.get(`/processes/${process.id}/draft`);
  const transitions = draft.graph.transitions.map((one) => (one.then.kind === 'retry' ? { ...one, then: { ...one.then, limit: one.then.limit - 1 } } : one));
  return api.send('PUT', `/processes/${process.id}/draft`, { graph: { ...draft.graph, transitions }, version: draft.version });
}

const clients = async (api, process, count, name) => {
  const made = [];
  for (let number = 0; number < count; number += 1) {
    const { client } = await api.send('POST', '/clients', { name: `${name} ${number}`, start_process_id: process.id });
    made.push(await api.get(`/chains/${client.chains[0].id}`));
  }
  return made;
};

const answer = (page) => page.locator('.comparison__answer').first();

test('a comparison is planned, begun, looked at and ended', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  const before = process.published.number;
  await open(page, account, `/processes/${process.id}?mode=comparison`);
  await expect(page.getByText('Черновик не отличается от опубликованной версии')).toBeVisible();
  await drafted(api, process);
  await page.reload();

  // What the terms take is said while they are typed.
  await expect(answer(page)).toContainText(/^Понадобится\s[\d\s]+\sклиент/);
  const difference = page.getByLabel('Какую разницу важно заметить');
  const needed = async () => Number((await answer(page).innerText()).match(/^\D+([\d\s]+?)\sклиент/)[1].replace(/\s/g, ''));
  const five = await needed();
  await difference.fill('20');
  await expect.poll(needed).toBeLessThan(five / 8);
  await difference.fill('нет');
  await expect(page.getByText('Целое число от 1 до 50').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Начать сравнение' })).toHaveAttribute('aria-disabled', 'true');
  await difference.fill('20');
  const planned = await needed();
  expect(await violationsEverywhere(page)).toEqual([]);
  await page.getByRole('button', { name: 'Начать сравнение' }).click();
  await expect(page.getByRole('status').getByText('Сравнение началось')).toBeVisible();
  await expect(answer(page)).toContainText(/^Данных\sпока\sнедостаточно:\sне\sхватает\sещё\sпримерно/);
  await expect(answer(page)).toContainText(String(planned));

  // Chance divides them, and the page follows by itself.
  const chains = await clients(api, process, 12, 'Сравнение');
  const numbers = new Set(chains.map(({ version_number: number }) => number));
  expect(numbers).toEqual(new Set([before, before + 1]));
  const begun = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Начали' }) }).getByRole('cell');
  const there = chains.filter(({ version_number: number }) => number === before + 1).length;
  await expect(begun).toHaveText([String(12 - there), String(there)]);
  await expect(page.getByText(`Сравниваются версии ${before} и ${before + 1}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Опубликовать' })).toHaveAttribute('aria-disabled', 'true');
  expect(await violationsEverywhere(page)).toEqual([]);

  // Another share asks first, and counts anew.
  await page.getByRole('button', { name: 'Изменить долю' }).click();
  const sharing = page.getByRole('dialog', { name: 'Изменить долю' });
  await expect(sharing.getByText('счёт начнётся заново')).toBeVisible();
  await sharing.getByLabel('Новых клиентов по новой версии').fill('80');
  await sharing.getByRole('button', { name: 'Сохранить' }).click();
  await expect(begun).toHaveText(['0', '0']);
  await expect(page.getByText(/^Доля\sизменена,\sсчитаем\sс/)).toBeVisible();

  await page.getByRole('button', { name: 'Завершить сравнение' }).click();
  const ending = page.getByRole('dialog', { name: 'Завершить сравнение' });
  await expect(ending.getByText(/Данных\sпока\sнедостаточно/)).toBeVisible();
  // What will happen is spelled out for each choice, before it is made for good.
  await expect(ending.getByText(`Версия ${before + 1} уходит в прежние`)).toBeVisible();
  await ending.getByLabel(`Версия ${before + 1}, новая`).check();
  await expect(ending.getByText(`все новые клиенты начинают по версии ${before + 1}.`)).toBeVisible();
  await expect(ending.getByText(`Версия ${before} уходит в прежние`)).toBeVisible();
  await expect(ending.getByText(/^По\sней\sид/)).toBeVisible();
  await expect(ending.getByText(/^Отменить\sэто\sнельзя/)).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await ending.getByRole('button', { name: 'Закрыть' }).click();
  await expect(page.getByRole('button', { name: 'Завершить сравнение' })).toBeFocused();
  await page.getByRole('button', { name: 'Завершить сравнение' }).click();
  await ending.getByLabel(`Версия ${before + 1}, новая`).check();
  await ending.getByRole('button', { name: `Завершить и оставить версию ${before + 1}` }).click();
  await expect(page.getByRole('status').getByText(`новые клиенты идут по версии ${before + 1}`)).toBeVisible();
  const past = page.getByRole('region', { name: 'Прежние сравнения' });
  await expect(past).toContainText(`Осталась версия ${before + 1}`);
  await past.getByRole('button', { name: 'Показать' }).click();
  await expect(page.getByText('Разница', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'К нынешнему' }).click();

  const [after] = (await api.get('/processes')).items.filter(({ id }) => id === process.id);
  expect(after.published.number).toBe(before + 1);
  expect(after.beside).toBeNull();
  // Those who went by the other version may follow, as after any publishing.
  await page.getByRole('link', { name: 'Версии', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Сравнения версий' })).toContainText(`Версии ${before} и ${before + 1}`);
  await expect(page.getByRole('button', { name: 'Перевести клиентов' })).toBeVisible();
});

test('everything by the keyboard, and on a phone', async ({ page, server, keys }) => {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await drafted(api, process);
  await page.setViewportSize({ width: 412, height: 823 });
  await open(page, account, `/processes/${process.id}?mode=comparison`);
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  await expect(answer(page)).toBeVisible();
  expect(await wide()).toBeLessThanOrEqual(412);
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Через сколько дней судить о клиенте').focus();
  await keys.press('Control+KeyA');
  await page.keyboard.type('14');
  await page.getByLabel('Какую разницу важно заметить').focus();
  await keys.press('Control+KeyA');
  await page.keyboard.type('99');
  // What is wrong is not begun with, and Enter leaves the field where it is.
  await keys.press('Enter');
  await expect(page.getByText('Целое число от 1 до 50').first()).toBeVisible();
  expect((await api.get(`/processes/${process.id}/comparisons`)).items).toEqual([]);
  await expect(page.getByLabel('Какую разницу важно заметить')).toBeFocused();
  await keys.press('Control+KeyA');
  await page.keyboard.type('25');
  await keys.press('Enter');
  await expect(page.getByRole('button', { name: 'Завершить сравнение' })).toBeVisible();
  expect(await wide()).toBeLessThanOrEqual(412);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Завершить сравнение' }).focus();
  await keys.press('Enter');
  const ending = page.getByRole('dialog', { name: 'Завершить сравнение' });
  await expect(ending).toBeVisible();
  await ending.getByRole('radio').first().focus();
  await keys.press('ArrowDown');
  await ending.getByRole('button', { name: 'Завершить и оставить версию' }).focus();
  await keys.press('Enter');
  await expect(page.getByRole('region', { name: 'Прежние сравнения' })).toBeVisible();
  const [comparison] = (await api.get(`/processes/${process.id}/comparisons`)).items;
  expect([comparison.days, comparison.difference, comparison.kept]).toEqual([14, 25, 'challenger']);
});
