// Two cards of one person: compared, made one, and made two again, by the keyboard.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

test('two cards become one by the keyboard, and two again', async ({ page, server, keys, shot }) => {
  test.setTimeout(180_000);
  const { account, api } = await owner(server);
  const { kept, other, chains } = await twoCards(api);
  await open(page, account, `/clients/${kept.id}`);
  await page.getByRole('link', { name: 'Объединить с другой карточкой' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/merge');
  await page.getByRole('combobox', { name: 'Карточка того же человека' }).focus();
  await page.keyboard.type('Машаня');
  await page.getByRole('option', { name: /Машаня/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/merge?with=${other.id}`);

  // Lists are united, the rest is chosen with the arrows.
  const given = page.getByRole('radiogroup', { name: 'Имя' });
  await expect(given.getByRole('radio', { name: /Мария/ })).toBeChecked();
  await expect(page.getByRole('radiogroup', { name: 'Телефоны' }).getByRole('radio', { name: 'И то и другое' })).toBeChecked();
  await given.getByRole('radio', { name: /Мария/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(given.getByRole('radio', { name: /Машаня/ })).toBeChecked();
  await expect(page.getByText(/^Перейдут\sсо\sвторой\sкарточки:\s1\sзадача/)).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('merge');

  // Nobody decides for the one who merges whose process goes on.
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Выберите, чей процесс продолжится.')).toBeVisible();
  await page.getByRole('radio', { name: /^Звонкова\sМашаня/ }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(/^Закончится:\s/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Объединить карточки?' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Объединить 2 карточки' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/clients/${kept.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Машаня/);
  await expect(page.getByRole('article').filter({ hasText: 'Карточки объединены' })).toBeVisible();
  const one = await api.get(`/clients/${kept.id}`);
  expect(one.phones.map(({ number }) => number)).toEqual(['+79051112233', '+79054445566']);
  expect(one.chains.filter(({ ended_at }) => !ended_at).map(({ id }) => id)).toEqual([chains[1]]);
  expect((await api.get('/invariants')).hold).toBe(true);

  // An old link leads to the one card.
  await page.goto(`/clients/${other.id}`);
  await page.waitForURL(`**/clients/${kept.id}`);
  await expect(page.getByText('Карточка объединена: показана та, в которую она вошла')).toBeVisible();

  await page.getByRole('textbox', { name: 'Написать заметку' }).fill('Придёт во вторник');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article').filter({ hasText: 'Придёт во вторник' })).toBeVisible();
  await page.getByRole('button', { name: 'Разъединить' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Разъединить карточки' }).focus();
  await page.keyboard.press('Enter');
  const done = page.getByRole('dialog', { name: 'Карточки разъединены' });
  await expect(done.getByText('Осталось здесь')).toBeVisible();
  await expect(done.getByRole('listitem').filter({ hasText: 'Заметка' })).toBeVisible();
  await shot('merge-undone');
  await done.getByRole('button', { name: 'Понятно' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Мария/);
  await expect(page.getByText(/разъединена:\s/)).toBeVisible();
  const back = await Promise.all([kept, other].map(({ id }) => api.get(`/clients/${id}`)));
  expect(back.map(({ chains }) => chains.filter(({ ended_at }) => !ended_at).length)).toEqual([1, 1]);
  expect(back.map(({ phones }) => phones.length)).toEqual([1, 1]);
  expect((await api.get('/invariants')).hold).toBe(true);
});

test('what was merged by mistake is undone at once', async ({ page, server }) => {
  const { account, api } = await owner(server);
  const { kept, other } = await twoCards(api);
  await open(page, account, `/clients/${kept.id}/merge?with=${other.id}`);
  await page.getByRole('radio', { name: /^Звонкова\sМария/ }).check();
  await page.getByRole('button', { name: /^Объединить\s2\sкарточки/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Объединить 2 карточки' }).click();
  await page.getByRole('button', { name: 'Отменить' }).click();
  await expect(page.getByText('Карточки разъединены', { exact: true }).first()).toBeVisible();
  const back = await api.get(`/clients/${other.id}`);
  expect([back.archived_at, back.merged_into]).toEqual([null, null]);
});

test('a card says whom it looks like, and what is decided of a pair is remembered', async ({ page, server, shot }) => {
  test.setTimeout(180_000);
  const { account, api } = await owner(server);
  const twins = [];
  for (const name of ['Двойникова Вероника', 'Вероника Двойникова']) {
    twins.push((await api.send('POST', '/clients', { name, phones: [{ number: '+79057778899' }] })).client);
  }
  await open(page, account, '/duplicates');
  await page.getByRole('button', { name: 'Искать сейчас' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Двойникова' });
  await expect(row).toBeVisible({ timeout: 60_000 });
  await expect(row).toContainText('точно');
  await expect(page.getByText(/^Последний\sпоиск\s/)).toBeVisible({ timeout: 60_000 });
  expect(await violationsEverywhere(page)).toEqual([]);
  await shot('duplicates');

  // The card of either leads there.
  await page.goto(`/clients/${twins[1].id}`);
  const strip = page.getByText(/^Похожа\sна\s«/);
  await expect(strip).toContainText('тот же телефон');
  await shot('looks-like');
  await page.getByRole('link', { name: 'Сравнить' }).click();
  await page.waitForURL('**/duplicates/dup_*');
  await expect(page.getByRole('radiogroup', { name: 'Фамилия' })).toBeVisible();
  await page.getByRole('button', { name: 'Это разные люди' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/duplicates');
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Разные люди' }).click();
  await expect(row).toContainText(/тот\sже\sтелефон/);
  await page.goto(`/clients/${twins[1].id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Двойникова/);
  await expect(strip).toHaveCount(0);

  // Whoever makes a third one is told before it is there.
  await page.goto('/clients?new=client');
  await page.getByRole('textbox', { name: 'Имя и фамилия' }).fill('Двойникова Вероника');
  await page.getByRole('textbox', { name: 'Телефон' }).fill('8 905 777-88-99');
  await page.keyboard.press('Tab');
  await expect(page.getByText(/^Похожа\sна\s«/).first()).toBeVisible();
});

/** Two cards of one woman, with a running process each. */
async function twoCards(api) {
  const { items } = await api.get('/processes');
  const process = items.find(({ published }) => published);
  const cards = [];
  for (const [name, number] of [['Звонкова Мария', '+79051112233'], ['Звонкова Машаня', '+79054445566']]) {
    cards.push((await api.send('POST', '/clients', { name, phones: [{ number }], tags: ['утро'] })).client);
  }
  const chains = [];
  for (const { id } of cards) chains.push((await api.send('POST', '/chains', { client_id: id, process_id: process.id })).id);
  return { kept: cards[0], other: cards[1], chains };
}
