// The ways in: the first run, an invitation, a new password, an account of the demo club.
import { expect, test, violations } from '../harness/index.mjs';
import { accounts, asEmployee, day, owner, signIn } from '../harness/club.mjs';

const PASSWORD = 'синий чайник свистит';

test.describe('the first run', () => {
  test.use({ database: 'empty' });

  test('from the printed link to an owner with an empty day', async ({ page, server, watched, shot }) => {
    await page.goto('/login');
    await expect(page.getByText('Этот сервер ещё не настроен.')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    // A link that somebody cut short: everything typed stays, and the page says what to do.
    watched.expect(/410|404|403|422|400/);
    await expect.poll(() => link(server)).toBeTruthy();
    await page.goto(link(server));
    await shot('setup');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Начать работу' }).click();
    await expect(page.getByText('Заполните поле').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await page.getByLabel('Название клуба или студии').fill('Студия «Ритм»');
    await page.getByLabel('С чего начать').selectOption({ label: 'Танцевальная студия' });
    await page.getByLabel('Имя, как его видят коллеги').fill('Ольга Руссу');
    await page.getByLabel('Электронная почта').fill('olga@ritm.example');
    await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Начать работу' }).click();

    await page.waitForURL('**/day**');
    await day(page);
    await expect(page.getByText('Студия «Ритм»').first()).toBeVisible();
    const api = await asEmployee(server, { email: 'olga@ritm.example', password: PASSWORD });
    const processes = (await api.get('/processes')).items;
    expect(processes.map(({ name, published }) => `${name} ${published.number}`)).toEqual([
      'Танцы: возврат ушедших 1',
      'Танцы: новый клиент 1',
      'Танцы: холодная база 1',
    ]);

    // The link works once.
    await page.goto(link(server));
    await page.waitForURL('**/day**');
  });
});

test('an invitation: made by the owner, taken by the new colleague', async ({ page, server, browser, baseURL, watched }) => {
  const { account, api } = await owner(server);
  await signIn(page, account);
  await page.goto('/settings/people/new');
  await page.getByLabel('Имя', { exact: true }).fill('Мария Лупу');
  await page.getByLabel('E-mail').fill('maria.lupu@vysota.example');
  await page.getByLabel('Роль', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('group', { name: 'Филиалы' }).getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Пригласить' }).click();
  const made = page.getByLabel('Ссылка', { exact: true });
  await expect(made).toHaveValue(/\/join/);
  const address = await made.inputValue();

  watched.expect(/404|410/);
  const guest = await browser.newContext({ baseURL, locale: 'ru-RU', timezoneId: 'Europe/Moscow' });
  const fresh = await guest.newPage();
  await fresh.goto(new URL(address).pathname + new URL(address).search + new URL(address).hash);
  await expect(fresh.getByRole('heading', { name: /^Приглашение в/ })).toBeVisible();
  expect(await violations(fresh)).toEqual([]);
  await fresh.getByLabel('Пароль', { exact: true }).fill('коротко');
  await fresh.getByRole('button', { name: 'Начать работу' }).click();
  await expect(fresh.getByText('Не хватает 5 знаков').first()).toBeVisible();
  await fresh.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await fresh.getByRole('button', { name: 'Начать работу' }).click();
  await fresh.waitForURL('**/day**');
  await day(fresh);

  const stranger = await browser.newContext({ baseURL, locale: 'ru-RU' });
  const late = await stranger.newPage();
  await late.goto(address);
  await expect(late.getByRole('heading', { name: 'Ссылка не работает' })).toBeVisible();
  expect(await violations(late)).toEqual([]);
  await guest.close();
  await stranger.close();
  const people = (await api.get('/employees?limit=100')).items;
  expect(people.find(({ name }) => name === 'Мария Лупу').state).toBe('active');
});

test('a forgotten password: told how, changed by a link, the old one no longer works', async ({ page, server, browser, baseURL, watched }) => {
  watched.expect(/401/);
  const { account, api } = await owner(server);
  const [, other] = await accounts(server);
  const employee = (await api.get('/employees?limit=100')).items.find(({ email }) => email === other.email);
  await signIn(page, account);
  await page.goto(`/settings/people/${employee.id}`);
  await page.getByRole('button', { name: 'Ссылка для нового пароля' }).click();
  const made = page.getByLabel('Ссылка', { exact: true });
  await expect(made).toHaveValue(/\/join/);
  const address = await made.inputValue();

  const elsewhere = await browser.newContext({ baseURL, locale: 'ru-RU', timezoneId: 'Europe/Moscow' });
  const theirs = await elsewhere.newPage();
  await theirs.goto('/login');
  await theirs.getByRole('link', { name: 'Забыли пароль?' }).click();
  await expect(theirs.getByRole('heading', { name: 'Забытый пароль' })).toBeVisible();
  expect(await violations(theirs)).toEqual([]);
  await theirs.goto(address);
  await expect(theirs.getByRole('heading', { name: 'Новый пароль' })).toBeVisible();
  expect(await violations(theirs)).toEqual([]);
  await theirs.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Сохранить и войти' }).click();
  await theirs.waitForURL('**/day**');
  await elsewhere.close();

  const anew = await browser.newContext({ baseURL, locale: 'ru-RU', timezoneId: 'Europe/Moscow' });
  const again = await anew.newPage();
  await again.goto('/login');
  await again.getByLabel('Электронная почта').fill(other.email);
  await again.getByLabel('Пароль', { exact: true }).fill(other.password);
  await again.keyboard.press('Enter');
  await expect(again.getByText('Почта или пароль не подходят')).toBeVisible();
  expect(await violations(again)).toEqual([]);
  await again.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await again.keyboard.press('Enter');
  await again.waitForURL('**/day**');
  await anew.close();
});

test('an account of the demo club: one press', async ({ page, server }) => {
  const [, , someone] = await accounts(server);
  await page.goto('/login');
  await page.getByRole('button', { name: someone.name }).click();
  await page.waitForURL('**/day**');
  await day(page);
  await expect(page.getByRole('button', { name: `Профиль: ${someone.name}` })).toBeVisible();
});

/** The one-time link that the server printed. */
function link(server) {
  const line = server.said.map((said) => /https?:\/\/\S+\/setup\S*/.exec(said)?.[0]).find(Boolean);
  return line?.replace(/["'.,)]+$/, '');
}

test('what is typed before the server has told who it is stays', async ({ page, server }) => {
  const [account] = await accounts(server);
  let tell;
  const told = new Promise((resolve) => (tell = resolve));
  await page.route('**/api/v1/setup', async (route) => {
    await told;
    await route.continue();
  });
  await page.goto('/login');
  await page.getByLabel('Электронная почта').fill(account.email);
  tell();
  await expect(page.getByRole('button', { name: account.name })).toBeVisible();
  await expect(page.getByLabel('Электронная почта')).toHaveValue(account.email);
});
