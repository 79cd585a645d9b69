// The demo club as a test meets it: who works there, and what the API says when the screen is not to be trusted.

/** A caller of the API, signed in as one of the demo club's employees. */
export async function asEmployee(server, account) {
  const base = `${server.url}/api/v1`;
  const json = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ email: account.email, password: account.password });
  const session = await ok(await fetch(`${base}/sessions`, { method: 'POST', headers: json, body }));
  const headers = { ...json, Authorization: `Bearer ${session.access_token}`, 'Accept-Language': 'ru' };
  return {
    me: session.me,
    get: async (path) => ok(await fetch(base + path, { headers })),
    send: async (method, path, body, extra = {}) =>
      ok(await fetch(base + path, { method, headers: { ...headers, ...extra }, body: JSON.stringify(body) })),
  };
}

/** The accounts that the sign-in page of the demo club names; the first is the owner. */
export async function accounts(server) {
  return (await ok(await fetch(`${server.url}/api/v1/setup`))).demo_accounts;
}

/** An employee who has calls to make today: the one with the longest queue of them. */
export async function caller(server) {
  const found = [];
  for (const account of await accounts(server)) {
    const api = await asEmployee(server, account);
    const tasks = await api.get('/tasks?assignee_id=me&task_type=client_call&limit=200');
    found.push({ account, api, tasks: tasks.items });
  }
  return found.sort((a, b) => b.tasks.length - a.tasks.length)[0];
}

/** Sign in by the form, as a person does. */
export async function signIn(page, account) {
  await page.goto('/login');
  await page.getByLabel('Электронная почта').fill(account.email);
  await page.getByLabel('Пароль', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/day**');
  // The day is there when its list is, or the sentence that there is nothing to do.
  await page.getByText(/^Начать|^На сегодня всё/).first().waitFor();
}

/** The id of the task in the runner's address: a screen is a function of its address. */
export async function taskOnScreen(page) {
  await page.waitForURL(/task=tsk_/);
  return /tsk_\w+/.exec(page.url())[0];
}

/** The digit under which the task's template offers a result. */
export async function hotkey(api, task, result) {
  const { template_id } = await api.get(`/tasks/${task}`);
  const template = await api.get(`/templates/${template_id}`);
  const results = (await api.get('/results')).items;
  const { id } = results.find(({ name }) => name === result);
  return template.result_ids.indexOf(id) + 1;
}

async function ok(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}
