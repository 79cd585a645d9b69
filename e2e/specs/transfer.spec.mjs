// Running clients go over to a new version, are returned, and may follow later.
import { open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

/** Runs that stand on this version. */
const running = async (api, process, number) => {
  const { items } = await api.get(`/processes/${process.id}/versions`);
  return items.find((version) => version.number === number).running;
};

async function changed(page, limit) {
  const retry = page.getByRole('group').filter({ hasText: 'Недозвон' }).first();
  await retry.getByText('Недозвон', { exact: true }).click();
  await retry.getByLabel('Всего попыток').fill(String(limit));
  await retry.getByLabel('Всего попыток').press('Tab');
  await page.getByRole('button', { name: 'Опубликовать' }).click();
  return page.getByRole('dialog', { name: 'Опубликовать изменения?' });
}

test('clients follow to a new version, all who were not worked on come back', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await open(page, account, `/processes/${process.id}?mode=list`);
  const before = process.published.number;
  const stood = await running(api, process, before);
  expect(stood).toBeGreaterThan(10);

  const asked = await changed(page, 4);
  await asked.getByLabel('Переходят на новую').check();
  // Who stands where is the demo's own affair: the fullest step goes on, the last one ends.
  const { places } = await api.get(`/processes/${process.id}/standing`);
  const fullest = places.reduce((most, place) => (place.active + place.sleeping > most.active + most.sleeping ? place : most));
  const last = places.findLast((place) => place.step !== fullest.step);
  const group = (place) => asked.getByRole('group', { name: `${place.template_name}, версия ${before}` });
  await expect(group(fullest)).toContainText(new RegExp(`${fullest.active + fullest.sleeping}\\sклиент`));
  // By itself everybody goes on at the same step; those who end need a reason.
  const then = group(last).getByLabel('Что с ними дальше');
  await expect(then.locator('option:checked')).toHaveText(`→ ${last.template_name}`);
  await then.selectOption({ label: 'Завершить' });
  await expect(asked.getByRole('button', { name: 'Опубликовать' })).toHaveAttribute('aria-disabled', 'true');
  await asked.getByLabel('Причина завершения').fill('Больше так не работаем');
  expect(await violations(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Опубликовать' }).click();
  await expect(page.getByRole('status').getByText(`Опубликовано: версия ${before + 1}. Клиенты переходят на неё.`)).toBeVisible();

  const done = page.getByText(new RegExp(`^На\\sверсию\\s${before + 1} перешли:`));
  await expect(done).toBeVisible();
  const [transfer] = (await api.get(`/processes/${process.id}/transfers`)).items;
  expect(transfer.moved + transfer.ended).toBe(transfer.total);
  expect(transfer.ended).toBeGreaterThan(0);

  // One of them is worked on; his timeline says that he went over.
  const moved = (await api.get(`/processes/${process.id}/transfers/${transfer.id}/chains?outcome=moved&limit=200`)).items;
  const chains = await Promise.all(moved.map(({ chain_id: id }) => api.get(`/chains/${id}`)));
  const task = chains.flatMap(({ tasks }) => tasks).find(({ closed_at: closed }) => !closed);
  await api.change(`/tasks/${task.id}`, task, { priority: task.priority === 'high' ? 'low' : 'high', reason: 'Важно' });

  await page.getByRole('button', { name: 'Вернуть', exact: true }).click();
  await expect(page.getByText(/^Клиенты возвращены: \d+\. Остались.*: 1\./)).toBeVisible();
  await page.getByRole('button', { name: 'Кто остался' }).click();
  const kept = page.getByRole('dialog', { name: 'С ними уже работали' });
  await expect(kept.getByRole('link')).toHaveCount(1);
  await kept.getByRole('link').click();
  await expect(page.getByText('Переведён на новую версию процесса').first()).toBeVisible();
  expect(await running(api, process, before)).toBe(stood - 1);

  // Later they may follow all the same.
  await page.goto(`/processes/${process.id}?mode=versions`);
  await page.getByRole('button', { name: 'Перевести клиентов' }).click();
  const later = page.getByRole('dialog', { name: `Перевести клиентов на версию ${before + 1}` });
  await later.getByRole('button', { name: 'Перевести', exact: true }).click();
  await expect(done).toBeVisible();
  await expect.poll(() => running(api, process, before)).toBe(0);
});
