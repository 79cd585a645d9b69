// A sleeping tab, a session that ended, another language of the interface: what was typed is never lost.
import { expect, test } from '../harness/index.mjs';
import { caller, cardOf, cardThatEnds, day, open, taskOnScreen } from '../harness/club.mjs';

test('a tab that slept for an hour goes on with a new token', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await page.clock.install();
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');
  const renewed = page.waitForResponse((response) => response.url().endsWith('/sessions/refresh') && response.ok());

  await page.clock.fastForward('01:00:00');
  await keys.press(`Digit${digit}`);

  await renewed;
  await expect.poll(async () => (await api.get(`/tasks/${task}`)).completion?.result_name).toBe('Недозвон');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a session that ended is begun over the page: the same request follows, the draft is there', async ({ page, server, keys, watched }) => {
  watched.expect(/401/);
  const { account, api } = await caller(server);
  await open(page, account, '/run?queue=day');
  const { task, digit } = await cardThatEnds(page, keys, api, 'Недозвон');
  await keys.press('KeyN');
  await keys.type('просила звонить утром');
  await keys.press('Escape');

  await endOthers(api);
  await keys.press(`Digit${digit}`);
  const dialog = page.getByRole('dialog', { name: 'Сеанс закончился' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Пароль', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');

  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await api.get(`/tasks/${task}`)).completion?.result_name).toBe('Недозвон');
  expect((await api.get(`/tasks/${task}/completion`)).comment).toBe('просила звонить утром');
});

test('signing in leads back to the page, with what was typed there', async ({ page, server, keys, watched }) => {
  watched.expect(/401/);
  const { account, api } = await caller(server);
  await open(page, account, '/run?queue=day');
  await cardThatEnds(page, keys, api, 'Недозвон');
  const task = await taskOnScreen(page);
  await keys.press('KeyN');
  await keys.type('просила звонить утром');
  await expect(page.getByText(/^Черновик сохранён/)).toBeVisible();

  await endOthers(api);
  await page.reload();
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('Электронная почта').fill(account.email);
  await page.getByLabel('Пароль', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');

  await expect.poll(() => page.url()).toContain(`task=${task}`);
  await cardOf(page, api, task);
  await expect(page.getByText(/^Восстановлен черновик/)).toBeVisible();
  await expect(page.getByLabel('Заметка к звонку')).toHaveValue('просила звонить утром');
});

test('the profile: theme, language, sessions, the way out', async ({ page, server, keys }) => {
  const { account } = await caller(server);
  await open(page, account, '/day');
  await day(page);
  const profile = page.getByRole('button', { name: /^Профиль/ });

  await profile.click();
  await page.getByRole('radio', { name: 'Тёмная' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Где выполнен вход' }).click();
  const sessions = page.getByRole('dialog', { name: 'Где выполнен вход' });
  await expect(sessions.getByText('Это устройство')).toBeVisible();
  await keys.press('Escape');
  await expect(sessions).toBeHidden();

  await profile.click();
  // The page comes back in English at once: nothing can be asked of the button afterwards.
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'My day' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await page.getByRole('button', { name: /^Profile/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('E-mail')).toBeVisible();
  await page.goto('/clients');
  await expect(page).toHaveURL(/\/login\?next=/);
  await expect(page.getByLabel('E-mail')).toBeVisible();
});

/** Ends every session of this employee but the caller's own, as from another computer. */
async function endOthers(api) {
  const sessions = await api.get('/sessions');
  for (const { id, current } of sessions.items ?? sessions) {
    if (!current) await api.send('DELETE', `/sessions/${id}`);
  }
}
