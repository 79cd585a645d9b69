// Who belongs to a client, whose number it is, and where else he is reached: all of it on the card.
import { open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

async function two(api) {
  const made = async (name, number) => {
    const { client } = await api.send('POST', '/clients', { name, phones: [{ number }] }, { 'Idempotency-Key': `relative-${number}` });
    return client;
  };
  return [await made('Ромашкина Екатерина', '+79123456701'), await made('Ромашкин Марк', '+79123456702')];
}

test('a son is added by keyboard, and taken away', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const [mother, son] = await two(api);
  await open(page, account, `/clients/${mother.id}`);
  const family = page.getByRole('region', { name: 'Семья' });
  await family.getByRole('button', { name: 'Добавить родственника' }).focus();
  await page.keyboard.press('Enter');
  await expect(family.getByLabel('Клиент')).toBeFocused();
  await page.keyboard.type('Ромашкин Марк');
  await expect(page.getByRole('option', { name: /^Ромашкин Марк/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await family.getByLabel('Кем приходится').fill('сын');
  await shot('family-adding');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(family.getByRole('listitem').filter({ hasText: 'сын' })).toBeVisible();
  await expect.poll(async () => (await api.get(`/clients/${mother.id}`)).relations).toEqual([
    { client_id: son.id, kind: 'сын', name: 'Ромашкин Марк' },
  ]);

  // The same card twice is said at once.
  await family.getByRole('button', { name: 'Добавить родственника' }).press('Enter');
  await page.keyboard.type('Ромашкин Марк');
  await expect(page.getByRole('option', { name: /^Ромашкин Марк/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(family.getByText('Эта карточка уже здесь.')).toBeVisible();
  await page.keyboard.press('Escape');

  await family.getByRole('button', { name: 'Убрать: Ромашкин Марк' }).click();
  await expect.poll(async () => (await api.get(`/clients/${mother.id}`)).relations).toEqual([]);
});

test('whose number it is, and a name in a messenger', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const [mother] = await two(api);
  await open(page, account, `/clients/${mother.id}`);
  const about = page.getByRole('region', { name: 'О клиенте' });
  await about.getByRole('button', { name: 'Чей это номер' }).press('Enter');
  await expect(about.getByLabel('Чей это номер', { exact: true }).and(page.getByRole('textbox'))).toBeFocused();
  await page.keyboard.type('рабочий');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await api.get(`/clients/${mother.id}`)).phones[0].label).toBe('рабочий');
  await expect(about.getByRole('button', { name: /^рабочий/ })).toBeVisible();

  await about.getByLabel('Ещё мессенджер').selectOption('telegram');
  await expect(about.getByLabel('Telegram')).toBeFocused();
  await page.keyboard.type('katya_r');
  await page.keyboard.press('Enter');
  const kept = async () => (await api.get(`/clients/${mother.id}`)).messengers;
  await expect.poll(kept).toEqual([{ messenger: 'telegram', address: 'katya_r', label: null, do_not_write: false }]);
  await expect(about.getByRole('button', { name: /^Telegram\s*katya_r/ })).toBeVisible();

  // What it is for, and that nobody writes there any more, as with a phone.
  await about.getByRole('button', { name: 'Чей это адрес' }).last().press('Enter');
  await page.keyboard.type('личный');
  await page.keyboard.press('Enter');
  await about.getByRole('button', { name: 'Не писать на этот адрес' }).last().press('Enter');
  await expect.poll(kept).toEqual([{ messenger: 'telegram', address: 'katya_r', label: 'личный', do_not_write: true }]);
  await expect(about.getByRole('button', { name: /^Telegram, личный\s*katya_r/ })).toBeVisible();
  await shot('card-messengers');

  await about.getByRole('button', { name: /^Telegram/ }).press('Enter');
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect.poll(kept).toEqual([]);
});
