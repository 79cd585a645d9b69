// What one may not do is not offered: every role's screens, against the server that would refuse.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { accounts, asEmployee, day, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('an analyst reads every card and is offered nothing to change on it', async ({ page, server, keys }) => {
  const { account } = await somebody(server, 'analyst');
  const { api: boss } = await owner(server);
  const client = await inWork(boss);
  await open(page, account, `/clients/${client.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(client.name);
  const main = page.getByRole('main');
  // Analysts may not see contacts: a card that is whole shows the end of the number and nothing before it.
  await expect(main.getByText(new RegExp(`•${client.phones[0].display.slice(-2)}$`)).first()).toBeVisible();
  await expect(main.getByRole('textbox')).toHaveCount(0);
  await expect(main.getByRole('combobox')).toHaveCount(0);
  await expect(main.getByRole('checkbox')).toHaveCount(0);
  for (const name of [/^Имя/, 'Не звонить на этот номер', 'Остановить процесс', 'Запустить процесс', /^Сохранить/]) {
    await expect(main.getByRole('button', { name })).toHaveCount(0);
  }
  await expect(page.getByRole('link', { name: /^(Звонок|Задача|Начать)/ })).toHaveCount(0);
  for (const key of ['KeyC', 'KeyT', 'Shift+KeyC']) await keys.press(key);
  await expect(page).not.toHaveURL(/new=/);

  await page.getByRole('link', { name: 'Открыть задачу' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(client.name);
  await expect(page.getByText(/^Эту задачу ведёт/)).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Перенести/ })).toHaveCount(0);
});

test('an analyst looks at the team’s day and can change only what is his own', async ({ page, server, keys }) => {
  const { account, api } = await somebody(server, 'analyst');
  await open(page, account, '/day?scope=team');
  await day(page);
  const others = (await api.get('/my-day?team=true&limit=200')).items.filter(({ task }) => task.assignee.employee_id !== api.me.id);
  expect(others.length).toBeGreaterThan(0);
  const row = page.getByRole('row').filter({ hasText: others[0].task.client?.name ?? others[0].task.title }).first();
  await expect(row.getByRole('checkbox')).toHaveCount(0);
  await row.focus();
  for (const key of ['KeyX', 'KeyH', 'KeyA', 'KeyP']) await keys.press(key);
  await expect(page.getByText(/^Выбран/)).toHaveCount(0);
  await expect(page.locator('[popover]:popover-open')).toHaveCount(0);
});

test('a coach writes notes and makes tasks for himself, and nothing more', async ({ page, server }) => {
  const { account, api } = await somebody(server, 'coach');
  const [client] = (await api.get('/clients?limit=1')).items;
  await open(page, account, `/clients/${client.id}`);
  await page.getByRole('textbox', { name: 'Написать заметку' }).fill('Хорошо держит ритм');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article').filter({ hasText: 'Хорошо держит ритм' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Имя|Остановить|Запустить)/ })).toHaveCount(0);
  await page.goto('/clients?new=task');
  await expect(page.getByLabel('Что', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Кто', { exact: true })).toHaveCount(0);
  await page.goto('/clients');
  await expect(page.getByRole('heading', { level: 1, name: 'Клиенты' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Клиент /, exact: false }).filter({ hasText: /^Клиент/ })).toHaveCount(0);
});

test('a manager is offered the people and branches that are his', async ({ page, server }) => {
  const { account, api } = await somebody(server, 'manager');
  const own = api.me.branches.map(({ name }) => name);
  await open(page, account, '/settings/branches');
  const lines = page.getByRole('navigation', { name: 'Филиалы' }).getByRole('link');
  await expect(lines).toHaveCount(own.length);
  await page.goto('/settings/people');
  const people = page.getByRole('navigation', { name: 'Сотрудники' }).getByRole('link');
  await expect(people.first()).toBeVisible();
  await expect(people.filter({ hasText: 'Владелец' })).toHaveCount(0);
});

test('a right is narrowed to leads on a step, by keyboard, and the list of whoever has it follows', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const roles = (await api.get('/roles')).items;
  const operator = roles.find(({ built_in }) => built_in === 'operator');
  const made = await api.send('POST', '/roles', { name: 'Только новые', grants: operator.grants }, { 'Idempotency-Key': crypto.randomUUID() });
  await open(page, account, `/settings/roles/${made.id}`);
  const sees = page.locator('.grant').filter({ has: page.getByLabel('Видеть клиентов', { exact: true }) });
  await sees.getByText('Все клиенты').focus();
  await page.keyboard.press('Enter');
  await sees.getByRole('combobox', { name: 'Статусы' }).focus();
  await page.keyboard.type('лид');
  await page.keyboard.press('Enter');
  await expect(sees.locator('summary')).toHaveText('Только: Лид');
  expect(await violationsEverywhere(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect.poll(async () => (await api.get(`/roles/${made.id}`)).limits).toEqual({ 'client.read': { stages: ['lead'], steps: [] } });

  const steps = (await api.get('/schema/clients')).fields.find(({ key }) => key === 'step').choices;
  const [step] = steps;
  // Saved, the form is a new one, with everything folded.
  await sees.getByText('Только: Лид').click();
  await sees.getByRole('combobox', { name: 'Стоят на шаге' }).focus();
  await page.keyboard.type(step.label.slice(0, 12));
  await expect(page.getByRole('option', { name: step.label, exact: true })).toBeVisible();
  await page.getByRole('option', { name: step.label, exact: true }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  const [process_id, key] = step.value.split('/');
  await expect.poll(async () => (await api.get(`/roles/${made.id}`)).limits['client.read'].steps).toEqual([{ process_id, step: key }]);
  await page.reload();
  await expect(sees.locator('summary')).toHaveText(`Только: Лид · ${step.label}`);

  // The grant is taken back, and the limit goes with it.
  await page.getByLabel('Видеть клиентов', { exact: true }).selectOption({ label: 'нет' });
  await expect(sees.locator('summary')).toHaveCount(0);
});

/** Somebody of the demo club who has this built-in role. */
async function somebody(server, word) {
  const { api: boss } = await owner(server);
  const roles = (await boss.get('/roles')).items;
  const role = roles.find(({ built_in }) => built_in === word);
  const people = (await boss.get('/employees?limit=100')).items;
  const person = people.find(({ role_id, state }) => role_id === role.id && state === 'active');
  const account = (await accounts(server)).find(({ email }) => email === person.email);
  return { account, api: await asEmployee(server, account) };
}

/** A client in the middle of a process, with a phone. */
async function inWork(api) {
  for (const { id } of (await api.get('/clients?limit=50')).items) {
    const client = await api.get(`/clients/${id}`);
    if (client.phones.length && client.next?.task_id) return client;
  }
  throw new Error('nobody is in work');
}
