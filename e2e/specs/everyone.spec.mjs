// Every screen can be used by everyone: no violation that axe can find, in both themes, at a desk and on a phone.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { accounts, caller, cardThatEnds, choices, day, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const SECTIONS = {
  'the day': async () => ['/day', '/day?tab=planned', '/day?tab=done', '/day?scope=team', '/day?q=нетникого', '/nowhere'],
  'the end of the queue': async () => ['/run?queue=day&q=нетникого'],
  'clients': async (api) => {
    const { id } = (await api.get('/clients?limit=1')).items[0];
    return ['/clients', '/clients?q=ан', '/clients?q=нетникого', `/clients/${id}`, '/clients/cli_0000000000000', '/companies', '/companies?q=нетникого', '/imports', '/bulks'];
  },
  'quick create': async () => ['/day?new=task', '/day?new=call', '/clients?new=client'],
  'fields of the club’s own': async (api) => {
    const [list] = (await api.get('/dictionaries')).items.filter(({ archived_at }) => !archived_at);
    const fields = [
      { key: 'card', label: 'Номер карты', type: 'text' },
      { key: 'until', label: 'Справка до', type: 'date' },
      { key: 'injured', label: 'Есть травмы', type: 'boolean' },
      { key: 'interests', label: 'Интересы', type: 'dictionary_multi', dictionary_id: list.id },
      { key: 'coach', label: 'Тренер', type: 'employee', required: true },
    ];
    const form = await api.change('/client-fields', await api.get('/client-fields'), { fields });
    await api.change('/client-fields', form, { fields: form.fields.slice(1) });
    const { id } = (await api.get('/clients?limit=1')).items[0];
    await api.change(`/clients/${id}`, await api.get(`/clients/${id}`), { fields: { injured: true, until: '2030-03-12' } });
    return ['/settings/client-fields', `/clients/${id}`, '/clients?new=client'];
  },
  'processes': async (api) => {
    const { id } = (await api.get('/processes')).items[0];
    return ['/processes', '/processes/new/interview', '/processes/new/interview?q=3', '/processes/new/interview?q=6', `/processes/${id}`, `/processes/${id}?mode=list`, `/processes/${id}?mode=try`, `/processes/${id}?mode=versions`];
  },
  'settings of the work': async (api) => (await Promise.all(['templates', 'results', 'dictionaries', 'discounts'].map((word) => pages(api, word)))).flat(),
  'settings of the club': async (api) =>
    (await Promise.all([['people', 'employees'], ['roles'], ['branches']].map(([word, list]) => pages(api, word, list))))
      .flat()
      .concat('/settings/company'),
};

for (const [name, addresses] of Object.entries(SECTIONS)) {
  test(`no violation: ${name}`, async ({ page, server, watched }) => {
    test.setTimeout(300_000);
    watched.expect(/404/);
    const { account, api } = await owner(server);
    await open(page, account, '/day');
    await day(page);
    const found = [];
    for (const address of await addresses(api)) {
      await page.goto(address);
      found.push(...(await violationsEverywhere(page)).map((line) => `${address}: ${line}`));
    }
    expect(found).toEqual([]);
  });
}

test('no violation: the runner, with fields, with floats', async ({ page, server, keys }) => {
  test.setTimeout(300_000);
  const { account, api } = await caller(server);
  await open(page, account, '/run?queue=day');
  const { digit } = await cardThatEnds(page, keys, api, 'Запись на пробное занятие');
  const found = [...(await violationsEverywhere(page))];
  await keys.press(`Digit${digit}`);
  await keys.press('Control+Enter');
  found.push(...(await violationsEverywhere(page)).map((line) => `fields with faults: ${line}`));
  await page.getByRole('button', { name: /^Перенести/ }).click();
  found.push(...(await violationsEverywhere(page)).map((line) => `rescheduling: ${line}`));
  expect(found).toEqual([]);
});

test('no violation: the palette, the keys, the bell, the profile, a dialog', async ({ page, server, keys }) => {
  test.setTimeout(300_000);
  const { account } = await owner(server);
  await open(page, account, '/day');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  const found = [];
  const look = async (what, name) => {
    await expect(name).toBeVisible();
    found.push(...(await violationsEverywhere(page)).map((line) => `${what}: ${line}`));
    await keys.press('Escape');
    await expect(name).toBeHidden();
  };

  await keys.press('Control+KeyK');
  await look('palette', page.getByRole('dialog', { name: 'Поиск и команды' }));
  await keys.press('Control+KeyK');
  await page.getByRole('combobox', { name: 'Поиск и команды' }).fill('ан');
  await expect(choices(page).first()).toBeVisible();
  await look('palette with answers', page.getByRole('dialog', { name: 'Поиск и команды' }));
  await keys.press('F1');
  await look('keys', page.getByRole('dialog', { name: 'Клавиши' }));
  await page.getByRole('button', { name: /^Уведомления/ }).click();
  await look('bell', page.getByRole('dialog', { name: /^Уведомления/ }));
  await page.getByRole('button', { name: /^Профиль/ }).click();
  await look('profile', page.getByRole('button', { name: 'Выйти' }));
  await page.getByRole('row').nth(2).focus();
  await keys.press('KeyX');
  await expect(page.getByText(/^Выбран/)).toBeVisible();
  found.push(...(await violationsEverywhere(page)).map((line) => `chosen rows: ${line}`));
  await page.goto('/processes');
  await page.getByRole('button', { name: 'Процесс', exact: true }).click();
  await look('a dialog', page.getByRole('dialog', { name: 'Процесс' }));
  expect(found).toEqual([]);
});

test('no violation: before signing in', async ({ page, server, watched }) => {
  test.setTimeout(300_000);
  const found = [];
  await accounts(server);
  watched.expect(/410/);
  for (const address of ['/login', '/forgot', '/setup', '/join/broken']) {
    await page.goto(address);
    found.push(...(await violationsEverywhere(page)).map((line) => `${address}: ${line}`));
  }
  expect(found).toEqual([]);
});

/** A section of the settings: its list, one thing, a new one. */
async function pages(api, word, list = word) {
  const [first] = (await api.get(`/${list}`)).items;
  return [`/settings/${word}`, `/settings/${word}/${first.id}`, `/settings/${word}/new`];
}
