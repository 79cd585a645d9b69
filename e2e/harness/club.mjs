// The demo club as a test meets it: who works there, and what the API says when the screen is not to be trusted.
import { expect } from '@playwright/test';

/** A caller of the API, signed in as one of the demo club's employees. */
export async function asEmployee(server, account) {
  const base = `${server.url}/api/v1`;
  const json = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ email: account.email, password: account.password });
  const session = await ok(await fetch(`${base}/sessions`, { method: 'POST', headers: json, body }));
  const headers = { ...json, Authorization: `Bearer ${session.access_token}`, 'Accept-Language': 'ru' };
  const send = async (method, path, content, extra = {}) =>
    ok(await fetch(base + path, { method, headers: { ...headers, ...extra }, body: content && JSON.stringify(content) }));
  return {
    me: session.me,
    get: async (path) => ok(await fetch(base + path, { headers })),
    send,
    /** Changes what was read: the version that was seen goes along. */
    change: (path, seen, patch) => send('PATCH', path, patch, { 'If-Match': `"v${seen.version}"` }),
  };
}

/** The accounts that the sign-in page of the demo club names; the first is the owner. */
export async function accounts(server) {
  return (await ok(await fetch(`${server.url}/api/v1/setup`))).demo_accounts;
}

/** The owner, who may do everything. */
export async function owner(server) {
  const [account] = await accounts(server);
  return { account, api: await asEmployee(server, account) };
}

/** An employee who has calls to make today: the one with the most of them, with the calls in the day's order. */
export async function caller(server) {
  const all = await accounts(server);
  const { api: boss } = await owner(server);
  const found = [];
  for (const employee of (await boss.get('/employees?limit=100')).items) {
    const account = all.find(({ email }) => email === employee.email);
    if (!account) continue;
    const day = await boss.get(`/my-day?assignee_id=${employee.id}&limit=200`);
    const calls = day.items.map(({ task }) => task).filter(({ task_type }) => task_type === 'client_call');
    found.push({ account, calls });
  }
  const [most] = found.sort((a, b) => b.calls.length - a.calls.length);
  return { ...most, boss, api: await asEmployee(server, most.account) };
}

/** Sign in by the form, as a person does. */
export async function signIn(page, account) {
  await page.goto('/login');
  await page.getByLabel('Электронная почта').fill(account.email);
  await page.getByLabel('Пароль', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/day**');
  await day(page);
}

/** The day is there when its list is, or the sentence that there is nothing to do. */
export async function day(page) {
  await page.getByText(/^Начать|^На\sсегодня\sвсё|^Здесь\sпоявятся\sваши\sзадачи/).first().waitFor();
}

/** A browser in which somebody signed in before: it has the cookie and opens any address at once. */
export async function open(page, account, address) {
  const response = await page.request.post('/api/v1/sessions', { data: { email: account.email, password: account.password } });
  expect(response.status()).toBe(201);
  // Once: signing out must take it away for good.
  await page.addInitScript(() => {
    if (!sessionStorage.getItem('opened')) localStorage.setItem('perezvon.signed-in', '1');
    sessionStorage.setItem('opened', '1');
  });
  await page.goto(address);
}

/** The id of the task in the runner's address: a screen is a function of its address. */
export async function taskOnScreen(page) {
  await page.waitForURL(/task=tsk_/);
  return /tsk_\w+/.exec(page.url())[0];
}

/** Waits until this task's card is on the screen, by the name that a person reads there. */
export async function cardOf(page, api, task) {
  const { client, title } = await api.get(`/tasks/${task}`);
  // The card adds the patronymic to the name that lists show.
  await expect(page.getByRole('heading', { level: 1 })).toContainText(client?.name ?? title);
  await expect(page.getByRole('radio').first()).toBeVisible();
}

/** What a combobox or the palette offers: native selects have options of their own. */
export const choices = (page) => page.locator('[role=option]');

/** Gives this employee calls to make right now, so that a sitting is as long as a test needs. */
export async function callsToMake(api, count) {
  const templates = (await api.get('/templates')).items;
  const template = templates.filter(({ task_type }) => task_type === 'client_call').sort((a, b) => b.used_by - a.used_by)[0];
  for (const client of (await api.get(`/clients?limit=${count}`)).items) {
    const call = { template_id: template.id, client_id: client.id, due: { at: new Date().toISOString() } };
    await api.send('POST', '/tasks', call, { 'Idempotency-Key': `call-to-${client.id}` });
  }
}

/** The result's line on the card, with its digit. */
export const offered = (page, result) => page.getByRole('radio').filter({ has: page.getByText(result, { exact: true }) });

/** Passes by cards that cannot end with this result, to the end of the queue, until one can: its task and the digit. */
export async function cardThatEnds(page, keys, api, result) {
  for (let passed = 0; passed < 100; passed += 1) {
    const task = await taskOnScreen(page);
    await cardOf(page, api, task);
    const line = offered(page, result);
    if (await line.count()) return { task, digit: await line.locator('kbd').innerText() };
    await keys.press('KeyS');
    await expect.poll(() => taskOnScreen(page)).not.toBe(task);
  }
  throw new Error(`nobody in the queue can be told "${result}"`);
}

async function ok(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}
