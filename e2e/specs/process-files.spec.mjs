// Processes as files: one is downloaded, broken, refused by its lines, corrected, taken in; a shipped pack is taken.
import { readFile } from 'node:fs/promises';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const asFile = (text) => ({ name: 'process.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) });

test('a process is downloaded, its faults are told by line, a changed file is taken in', async ({ page, server, watched }) => {
  watched.expect(/422/);
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  await open(page, account, `/processes/${process.id}`);
  await page.getByRole('button', { name: 'Другие действия' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Скачать файлом', { exact: true }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.yaml$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain('perezvon: 1');
  expect(text).toContain(`name: ${process.name}`);
  expect(text).toBe((await api.get(`/processes/${process.id}/file`)).file);

  await page.goto('/processes');
  await page.getByRole('button', { name: 'Из файла' }).click();
  const dialog = page.getByRole('dialog', { name: 'Процесс из файла' });
  const input = dialog.getByLabel('Файл процесса');

  // A word that does not exist: its line is told and shown.
  const broken = text.replace('outcome: goal', 'outcome: win');
  const line = broken.split('\n').findIndex((one) => one.includes('outcome: win')) + 1;
  await input.setInputFiles(asFile(broken));
  await expect(dialog.getByText('В файле 1 ошибка, ничего не изменено')).toBeVisible();
  await expect(dialog.getByText(`Строка ${line}`, { exact: true })).toBeVisible();
  await expect(dialog.getByText('outcome: win')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Загрузить' })).toHaveAttribute('aria-disabled', 'true');

  expect(await violationsEverywhere(page)).toEqual([]);

  // The same file, unchanged: nothing would happen.
  await input.setInputFiles(asFile(text));
  await expect(dialog.getByText('без изменений')).toBeVisible();

  // Three attempts instead of five: the difference is told before anything is done.
  await input.setInputFiles(asFile(text.replace('retry: 5', 'retry: 3')));
  await expect(dialog.getByText('Недозвон: попыток: 5 → 3')).toBeVisible();
  expect((await api.get(`/processes/${process.id}`)).draft).toBeNull();
  await dialog.getByLabel('Сразу опубликовать').check();
  await dialog.getByRole('button', { name: 'Загрузить' }).click();
  await expect(page.getByRole('status').getByText('Загружен 1 процесс')).toBeVisible();
  const after = await api.get(`/processes/${process.id}`);
  expect(after.published.number).toBe(process.published.number + 1);
});

test('a ready pack brings its processes, published', async ({ page, server }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/processes');
  await page.getByRole('button', { name: 'Готовый набор' }).click();
  const dialog = page.getByRole('dialog', { name: 'Готовый набор для вашего дела' });
  await dialog.getByRole('button', { name: 'Танцевальная студия' }).click();
  await expect(dialog.getByText('Танцы: новый клиент', { exact: true })).toBeVisible();
  await expect(dialog.getByText('Шаблоны задач: 7')).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Загрузить' }).click();
  await expect(page.getByRole('status').getByText('Загружено 3 процесса')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Танцы: возврат ушедших' })).toContainText('версия 1');
  const names = (await api.get('/processes')).items.filter(({ published }) => published).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Танцы: новый клиент', 'Танцы: холодная база', 'Танцы: возврат ушедших']));
});
