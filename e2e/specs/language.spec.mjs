// A browser in one language, an employee with another.
import { expect, test } from '../harness/index.mjs';
import { accounts } from '../harness/club.mjs';

test.use({ locale: 'en-GB' });

test('one sign-in is enough when the page comes back in the employee\'s own language', async ({ page, server }) => {
  const [owner] = await accounts(server);
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/day**');
  await expect(page.getByRole('heading', { name: 'Мой день' })).toBeVisible();
});
