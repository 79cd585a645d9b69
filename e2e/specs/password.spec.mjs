// One's own password, changed from the profile.
import { expect, test, violations } from '../harness/index.mjs';
import { accounts, signIn } from '../harness/club.mjs';

const PASSWORD = 'зелёный чайник свистит';

test('a password is changed by whoever knows the present one, and opens the door from then on', async ({ page, server, watched }) => {
  const [, , account] = await accounts(server);
  await signIn(page, account);
  await page.getByRole('button', { name: /^Профиль/ }).click();
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  const dialog = page.getByRole('dialog', { name: 'Сменить пароль' });

  watched.expect(/401|403|422/);
  await dialog.getByLabel('Нынешний пароль', { exact: true }).fill('не тот пароль');
  await dialog.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Сменить пароль' }).click();
  await expect(dialog.getByText('Нынешний пароль не подходит')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await dialog.getByLabel('Нынешний пароль', { exact: true }).fill(account.password);
  await dialog.getByRole('button', { name: 'Сменить пароль' }).click();
  await expect(page.getByText('Пароль изменён')).toBeVisible();

  await page.getByRole('button', { name: /^Профиль/ }).click();
  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.waitForURL('**/login**');
  await expect(page.getByLabel('Электронная почта')).toBeVisible();
  await signIn(page, { ...account, password: PASSWORD });
});
