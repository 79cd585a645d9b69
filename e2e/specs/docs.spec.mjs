// The page of the API: signs a developer in, sends a call, and needs nothing that its strict policy forbids.
import { expect, test } from '../harness/index.mjs';

test('a developer signs in on the page of the API and tries a call', async ({ page, shot }) => {
  let send;
  const asked = new Promise((resolve) => (send = resolve));
  await page.route('**/openapi.json', async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto('/docs/');
  // The form does not wait for the document.
  await expect(page.getByLabel('E-mail')).toHaveValue(/@/);
  send();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Signed in as');

  await page.locator('#operations-tag-auth').click();
  await page.locator('#operations-auth-getMe').click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  const answer = page.locator('.live-responses-table .response-col_status');
  await expect(answer.filter({ hasText: /^200$/ })).toBeVisible();
  await shot('docs');
});

test('a refusal leads to its line in the list of refusals', async ({ page }) => {
  await page.goto('/problems/in_use');
  await expect(page).toHaveURL(/\/problems#in_use$/);
  await expect(page.locator('#in_use')).toBeInViewport();
});
