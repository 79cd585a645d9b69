// A process from nothing to published, by the list alone; an older version taken back.
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('a new process: template, result with a field, what follows, the check, publishing', async ({ page, server }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/settings/results/new');
  await page.getByLabel('Название', { exact: true }).fill('Придёт на встречу');
  await page.getByRole('button', { name: 'Поле', exact: true }).click();
  await page.getByLabel('Название поля').fill('Когда придёт');
  await page.getByLabel('Тип').selectOption({ label: 'Дата и время' });
  await page.getByLabel('Обязательное').check();
  await page.getByRole('button', { name: 'Создать', exact: true }).click();
  await expect(page).toHaveURL(/results\/res_/);

  await page.goto('/settings/templates/new');
  await page.getByLabel('Название', { exact: true }).fill('Звонок о встрече');
  for (const result of ['Придёт на встречу', 'Недозвон']) {
    await page.getByLabel('Добавить результат').fill(result);
    await page.getByRole('option', { name: result }).first().click();
  }
  await page.getByRole('button', { name: 'Создать', exact: true }).click();
  await expect(page).not.toHaveURL(/new$/);

  await page.goto('/processes');
  await page.getByRole('button', { name: 'Процесс', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Название').fill('Встреча');
  await page.getByRole('dialog').getByRole('button', { name: 'Создать' }).click();
  await expect(page).toHaveURL(/processes\/prc_|processes\/pro_/);
  const id = page.url().split('/').pop();
  await page.getByRole('link', { name: 'Список' }).click();
  await expect(page.getByText('не опубликован')).toBeVisible();

  await page.getByLabel('Добавить шаг').fill('Звонок о встрече');
  await page.getByRole('option', { name: 'Звонок о встрече' }).click();
  const step = page.getByRole('region', { name: 'Звонок о встрече' });
  await expect(step).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Проверка/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Опубликовать' })).toHaveAttribute('aria-disabled', 'true');

  await step.getByText('Придёт на встречу', { exact: true }).click();
  await step.getByLabel('Дальше', { exact: true }).selectOption({ label: 'Перейти к шагу' });
  await step.getByLabel('Когда', { exact: true }).selectOption({ label: 'Из поля' });
  await step.getByText('Недозвон', { exact: true }).click();
  await expect(step.getByLabel('Дальше', { exact: true })).toHaveCount(2);
  await step.getByLabel('Дальше', { exact: true }).last().selectOption({ label: 'Повторить попытку' });
  await step.getByLabel('Всего попыток').fill('4');
  await step.getByLabel('Всего попыток').press('Tab');
  await expect(page.getByRole('heading', { name: /замечани/ })).toBeHidden();

  await page.getByRole('button', { name: 'Опубликовать' }).click();
  await expect(page.getByRole('status').getByText('Опубликовано: версия 1. Клиенты в работе остаются на своей.')).toBeVisible();
  await expect(page.getByText('версия 1', { exact: true })).toBeVisible();
  const made = await api.get(`/processes/${id}`);
  expect(made.published.number).toBe(1);
  const { items: [version] } = await api.get(`/processes/${id}/versions`);
  const kinds = version.graph.transitions.map(({ then }) => then.kind ?? Object.keys(then)[0]);
  expect(kinds.sort()).toEqual(['retry', 'step']);
  expect(JSON.stringify(version.graph)).toContain('kogda_pridet');

  // Its name can be changed now, and once more: nobody else has changed it meanwhile.
  for (const name of ['Встреча в клубе', 'Встреча в студии']) {
    await page.getByRole('button', { name: 'Другие действия' }).click();
    await page.getByText('Переименовать', { exact: true }).click();
    await page.getByRole('dialog').getByLabel('Название').fill(name);
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  }
});

test('a change is published as a new version, the former one is taken back', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await open(page, account, `/processes/${process.id}?mode=list`);
  const before = process.published.number;
  const retry = page.getByRole('group').filter({ hasText: 'Недозвон' }).first();
  await retry.getByText('Недозвон', { exact: true }).click();
  await retry.getByLabel('Всего попыток').fill('3');
  await retry.getByLabel('Всего попыток').press('Tab');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('•');
  const again = page.waitForResponse((response) => response.url().endsWith(`${process.id}/draft`) && response.ok());
  await api.send('POST', '/processes', { name: 'Другой процесс' }, { 'Idempotency-Key': 'another-process' });
  await again;
  await expect(page.getByRole('heading', { level: 1 })).toContainText('•');
  await page.getByRole('button', { name: 'Опубликовать' }).click();
  const asked = page.getByRole('dialog', { name: 'Опубликовать изменения?' });
  await expect(asked.getByText('Недозвон: попыток: 5 → 3')).toBeVisible();
  await asked.getByRole('button', { name: 'Опубликовать' }).click();
  await expect(page.getByRole('status').getByText(`Опубликовано: версия ${before + 1}.`)).toBeVisible();

  await page.getByRole('link', { name: 'Версии' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'действует' })).toContainText('Елена');
  await page.getByRole('row').filter({ hasText: 'действует' }).getByRole('button', { name: 'Изменения' }).click();
  const changes = page.getByRole('dialog', { name: `Версия ${before + 1}: что изменилось` });
  await expect(changes.getByText('Недозвон: попыток: 5 → 3')).toBeVisible();
  await changes.getByLabel('Сравнить с').selectOption({ label: 'Черновик' });
  await expect(changes.getByText('Различий нет')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(changes).toBeHidden();

  const former = page.getByRole('row').filter({ hasText: 'прежняя' }).first();
  await former.getByRole('button', { name: 'Взять в черновик' }).click();
  await expect(page.getByRole('status').getByText('В черновике теперь эта версия')).toBeVisible();
  await page.getByRole('button', { name: 'Опубликовать' }).click();
  await expect(asked.getByText('Недозвон: попыток: 3 → 5')).toBeVisible();
  await asked.getByRole('button', { name: 'Опубликовать' }).click();
  await expect(page.getByRole('status').getByText(`Опубликовано: версия ${before + 2}.`)).toBeVisible();
  const versions = (await api.get(`/processes/${process.id}/versions`)).items;
  const graph = (number) => versions.find((version) => version.number === number).graph;
  expect(graph(before + 2)).toEqual(graph(before));
  expect(graph(before + 1)).not.toEqual(graph(before));
});
