// The working day by keyboard, with a Russian layout: in the number of keys that the design counts.
import { expect, test } from '../harness/index.mjs';
import { caller, hotkey, signIn, taskOnScreen } from '../harness/club.mjs';

test('from signing in to the first client: one key', async ({ page, server, keys, shot }) => {
  const { account } = await caller(server);
  await signIn(page, account);
  await expect(page.getByText(/^Начать/).first()).toBeVisible();
  await shot('day');

  await keys.press('Enter');

  await expect(page).toHaveURL(/\/run/);
  await taskOnScreen(page);
  expect(keys.pressed).toBe(1);
  await expect(page.getByText('Чем закончился', { exact: false }).or(page.getByText('Чем закончилась', { exact: false })).first()).toBeVisible();
  await shot('run');
});

test('a call without fields ends by two keys, one nobody answered by one', async ({ page, server, keys }) => {
  const { account, api } = await caller(server);
  await signIn(page, account);
  await keys.press('Enter');

  for (const { result, count } of [{ result: 'Думает', count: 2 }, { result: 'Недозвон', count: 1 }]) {
    const offered = page.getByRole('radio').filter({ hasText: result });
    let task = await taskOnScreen(page);
    // Cards that cannot end this way go to the end of the queue.
    while ((await hotkey(api, task, result)) === 0) {
      const passed = task;
      await page.getByRole('radio').first().waitFor();
      await keys.press('KeyS');
      await expect.poll(() => taskOnScreen(page)).not.toBe(passed);
      task = await taskOnScreen(page);
    }
    const digit = await hotkey(api, task, result);
    // Nobody presses a digit before the results stand there.
    await expect(offered).toBeVisible();
    keys.pressed = 0;
    await keys.press(`Digit${digit}`);
    if (count === 2) await keys.press('Enter');

    await expect.poll(() => taskOnScreen(page)).not.toBe(task);
    expect(keys.pressed).toBe(count);
    await expect.poll(async () => (await api.get(`/tasks/${task}`)).completion?.result_name).toBe(result);
  }
});
