// What leaves the house, by the keyboard: a webhook is made, tested against a real receiver, given another secret and archived.
import { createServer } from 'node:http';

import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

/** Tabs forward until the element has the focus: everything is reachable without a mouse. */
async function tabTo(page, element) {
  await expect(element).toBeVisible();
  for (let step = 0; step < 80; step += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not reach it');
}

test('without a mail server the page says so, and how to set one up', async ({ page, server }) => {
  const { account } = await owner(server);
  await open(page, account, '/settings/sending/mail');
  await expect(page.getByText('Почта не настроена: письма')).toBeVisible();
  await expect(page.getByText('perezvon serve --smtp-url')).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
});

test('a webhook, by keyboard: made, its secret shown once, tested, changed, archived', async ({ page, server }) => {
  const heard = [];
  const receiver = createServer((request, response) => {
    heard.push(request.headers);
    response.end('да');
  });
  await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening));
  const { account, api } = await owner(server);
  await open(page, account, '/settings/sending');
  const add = page.getByRole('link', { name: 'Вебхук', exact: true });
  await tabTo(page, add);
  await page.keyboard.press('Enter');
  const name = page.getByLabel('Название', { exact: true });
  await tabTo(page, name);
  await page.keyboard.type('Бухгалтерия');
  await page.keyboard.press('Tab');
  // The guard lets nobody call this machine: the test call says so in words.
  await page.keyboard.type(`https://127.0.0.1:${receiver.address().port}/told`);
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/sending\/hok_/);
  const secret = page.getByRole('textbox', { name: 'Секрет' });
  await expect(secret).toHaveValue(/^whsec_/);
  const first = await secret.inputValue();

  const tried = page.getByRole('button', { name: 'Проверить вызов' });
  await tabTo(page, tried);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Адрес ведёт во внутреннюю сеть сервера')).toBeVisible();
  expect(heard).toEqual([]);
  expect(await violationsEverywhere(page)).toEqual([]);

  const change = page.getByRole('button', { name: 'Сменить секрет' });
  await change.first().focus();
  await page.keyboard.press('Enter');
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Сменить секрет' });
  await tabTo(page, sure);
  await page.keyboard.press('Enter');
  await expect(secret).not.toHaveValue(first);

  await page.reload();
  await expect(name).toHaveValue('Бухгалтерия');
  await expect(secret).toBeHidden();
  const archive = page.getByRole('button', { name: 'В архив' });
  await tabTo(page, archive);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Вернуть из архива' })).toBeVisible();
  const [hook] = (await api.get('/hooks')).items;
  expect([hook.name, hook.archived_at === null]).toEqual(['Бухгалтерия', false]);
  receiver.close();
});

test('before anything was sent the list says what will be there', async ({ page, server }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/settings/sending/deliveries');
  await expect(page.getByText('Здесь появятся письма')).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  expect((await api.get('/sending')).mail).toBe(null);
});

test('the list of what was sent goes on page by page', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const [process] = (await api.get('/processes')).items;
  const { hook } = await api.send('POST', '/hooks', { name: 'Склад', url: 'https://127.0.0.1:9/told' });
  const draft = await api.get(`/processes/${process.id}/draft`);
  const { id } = (await api.get('/results')).items.find(({ name }) => name === 'Недозвон');
  const way = draft.graph.transitions.find((one) => one.step === draft.graph.start.step && one.result_id === id);
  way.also = [{ when: [], act: { kind: 'hook', hook_id: hook.id } }];
  const { version } = await api.send('PUT', `/processes/${process.id}/draft`, { graph: draft.graph, version: draft.version });
  await api.send('POST', `/processes/${process.id}/publish`, { version });
  const many = 120;
  for (let number = 0; number < many; number += 1) {
    const { client } = await api.send('POST', '/clients', { name: `Склад ${number}`, start_process_id: process.id });
    const chain = await api.get(`/chains/${client.chains[0].id}`);
    const once = { 'Idempotency-Key': `called-${number}` };
    await api.send('POST', `/tasks/${chain.tasks[0].id}/completion`, { result_id: id, fields: {} }, once);
  }
  await open(page, account, '/settings/sending/deliveries');
  const rows = page.locator('.table__row');
  await expect(rows).toHaveCount(50);
  const more = page.getByRole('button', { name: 'Показать ещё' });
  await more.click();
  await expect(rows).toHaveCount(100);
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(many);
  await expect(more).toHaveCount(0);
  const shown = await rows.evaluateAll((all) => all.map((row) => row.dataset.row));
  expect(new Set(shown).size).toBe(many);
  expect(await violationsEverywhere(page)).toEqual([]);
  // Another tab begins at its own beginning.
  await page.getByRole('link', { name: 'Ждут отправки' }).click();
  await expect(rows.or(page.getByText('Ничего не ждёт отправки')).first()).toBeVisible();
});
