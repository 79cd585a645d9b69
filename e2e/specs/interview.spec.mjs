// The set-up interview: from an empty database to a process that works, with every input counted.
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { asEmployee, open, owner } from '../harness/club.mjs';
import { expect, test } from '../harness/index.mjs';

const PASSWORD = 'синий чайник свистит';
/** What an owner may need at most. */
const MOST_INPUTS = 60;
const MOST_MINUTES = 10;

const question = (page, words) => page.getByRole('heading', { level: 2, name: words });
const card = (page, name) => page.getByRole('region', { name, exact: true });
const onward = (page) => page.getByRole('button', { name: /^Дальше/ }).click();

test.describe('a new club', () => {
  test.use({ database: 'empty' });

  test('from the printed link to a process that works, by keyboard, in few inputs', async ({ page, server, keys }) => {
    const began = Date.now();
    const hands = inputs(page, keys);
    await expect.poll(() => link(server)).toBeTruthy();
    await page.goto(link(server));

    // The club and its owner.
    await hands.into(page.getByLabel('Название клуба или студии'), 'Студия «Ритм»');
    await hands.into(page.getByLabel('С чего начать'), 'ответ');
    await hands.into(page.getByLabel('Имя, как его видят коллеги'), 'Ольга Руссу');
    await hands.into(page.getByLabel('Электронная почта'), 'olga@ritm.example');
    await hands.into(page.getByLabel('Пароль', { exact: true }), PASSWORD);
    await hands.press('Enter');
    await page.waitForURL('**/processes/new/interview**');

    // 1. A task of one's own beside the three that every club has.
    await expect(question(page, 'Какие задачи бывают у вас с клиентом?')).toBeVisible();
    await hands.into(page.getByLabel('Своя задача'), 'Встреча с тренером\n');
    await expect(page.getByLabel('Вид: Встреча с тренером')).toHaveValue('visit');
    await hands.press('Control+Enter');

    // 2. A result of one's own; what it means is guessed.
    await expect(question(page, 'Чем заканчивается каждая задача?')).toBeFocused();
    await hands.into(card(page, 'Личный звонок клиенту').getByLabel('Свой результат'), 'Просит скидку позже\n');
    await expect(page.getByLabel('Что значит «Просит скидку позже»')).toHaveValue('postponed');
    await hands.press('Control+Enter');

    // 3. Nobody is left waiting: the new result leads somewhere already; one delay is another.
    await expect(question(page, 'Что дальше после каждого результата?')).toBeFocused();
    await hands.into(card(page, 'Личный звонок клиенту').getByLabel('Сколько ждать после «Собирается купить абонемент»'), '2');
    await hands.press('Control+Enter');

    // 4. and 5. A question more, answered from a list.
    await expect(question(page, 'Что нужно записать при каждом результате?')).toBeFocused();
    await hands.into(page.getByLabel('Ещё записать при «Запись на пробное занятие»'), 'Тренер\n');
    await hands.press('Control+Enter');
    await expect(question(page, 'Что из этого выбирают из списка?')).toBeFocused();
    await hands.into(page.getByLabel('Как отвечают: Тренер'), 'одно');
    await hands.into(page.getByLabel('Значения списка «Тренер»'), 'Анна\nОлег');
    await hands.press('Control+Enter');

    // 6. There it is: its name, and the press that publishes it.
    await expect(question(page, 'Вот ваш процесс')).toBeFocused();
    await hands.into(page.getByLabel('Название процесса'), 'Новый клиент');
    await expect(page.getByText('Создадим', { exact: false })).toBeVisible();
    await hands.press('Control+Enter');
    await page.waitForURL(/\/processes\/prc_/);
    await expect(page.getByRole('status').getByText('Процесс «Новый клиент» опубликован и работает')).toBeVisible();

    const minutes = (Date.now() - began) / 60_000;
    test.info().annotations.push({ type: 'inputs', description: `${hands.count} inputs, ${minutes.toFixed(1)} min` });
    console.log(`set-up interview: ${hands.count} inputs, ${minutes.toFixed(2)} min`);
    expect(hands.count).toBeLessThanOrEqual(MOST_INPUTS);
    expect(minutes).toBeLessThan(MOST_MINUTES);

    // It works: a client goes along it, and is asked what was said.
    const api = await asEmployee(server, { email: 'olga@ritm.example', password: PASSWORD });
    const [process] = (await api.get('/processes')).items;
    expect(process).toMatchObject({ name: 'Новый клиент', published: { number: 1 } });
    const { graph } = await api.get(`/processes/${process.id}/draft`);
    const results = (await api.get('/results')).items;
    const going = results.find(({ name }) => name === 'Собирается купить абонемент');
    expect(graph.transitions.find(({ result_id }) => result_id === going.id).then.target.due).toMatchObject({ amount: 2, unit: 'working_days' });
    const booked = results.find(({ name }) => name === 'Запись на пробное занятие');
    expect(booked.fields.map(({ label, type, required }) => [label, type, required])).toEqual([
      ['Дата и время', 'date_time', true],
      ['Направления и группы', 'dictionary_multi', false],
      ['Тренер', 'dictionary', false],
    ]);
    const { items: lists } = await api.get('/dictionaries');
    const coaches = await api.get(`/dictionaries/${lists.find(({ name }) => name === 'Тренер').id}`);
    expect(coaches.values.map(({ name }) => name)).toEqual(['Анна', 'Олег']);
    const key = () => ({ 'Idempotency-Key': crypto.randomUUID() });
    const { client } = await api.send('POST', '/clients', { name: 'Пётр Новый', phones: [{ number: '+79123456789' }], branch_id: api.me.branches[0].id }, key());
    const started = await api.send('POST', '/chains', { client_id: client.id, process_id: process.id }, key());
    expect(started.state).toBe('active');
    expect(JSON.stringify(started.tasks)).toContain('Личный звонок клиенту');
    expect((await api.get('/invariants')).hold).toBe(true);
  });
});

test('answers are kept, mistakes lead back, and what the club has is used again', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const before = (await api.get('/results')).items.length;
  await open(page, account, '/processes');
  await page.getByRole('link', { name: 'Шесть вопросов' }).click();
  await expect(question(page, 'Какие задачи бывают у вас с клиентом?')).toBeVisible();

  // Without tasks there is no second question.
  for (const name of ['Личный звонок клиенту', 'Пробное занятие', 'Проверить покупку абонемента']) {
    await page.getByRole('checkbox', { name, exact: true }).uncheck();
  }
  await expect(page.getByRole('status').getByText('Нужна хотя бы одна задача')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Дальше/ })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('checkbox', { name: 'Личный звонок клиенту', exact: true }).check();
  await page.getByRole('checkbox', { name: 'Пробное занятие', exact: true }).check();
  await page.getByRole('checkbox', { name: 'Экскурсия по клубу' }).check();
  await shot('interview-1');
  expect(await violationsEverywhere(page)).toEqual([]);

  // A task that nothing leads to is told, and one press leads there again.
  await onward(page);
  await card(page, 'Личный звонок клиенту').getByRole('checkbox', { name: 'Запись на пробное занятие' }).uncheck();
  await shot('interview-2');
  expect(await violationsEverywhere(page)).toEqual([]);
  await onward(page);
  await expect(page.getByRole('status').getByText('К задаче «Пробное занятие» ничего не ведёт')).toBeVisible();
  await page.getByRole('button', { name: 'Добавить к «Личный звонок клиенту» результат «Запись на пробное занятие»' }).click();
  await expect(page.getByText('Ошибок нет, можно идти дальше')).toBeVisible();

  // The sentence follows its pickers; a delay that is none goes back.
  const call = card(page, 'Личный звонок клиенту');
  await call.getByLabel('Что дальше после «Недозвон»').selectOption('Отложить на потом');
  await call.getByLabel('Сколько ждать после «Недозвон»').fill('сорок');
  await page.keyboard.press('Tab');
  await expect(call.getByLabel('Сколько ждать после «Недозвон»')).toHaveValue('30');
  await shot('interview-3');
  expect(await violationsEverywhere(page)).toEqual([]);

  // Back and forth and over a reload, nothing is lost.
  await page.getByRole('button', { name: /^Назад/ }).click();
  await expect(question(page, 'Чем заканчивается каждая задача?')).toBeFocused();
  await page.goBack();
  await expect(call.getByLabel('Что дальше после «Недозвон»')).toHaveValue('sleep');
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.includes(':interview:') && localStorage[key].includes('"sleep"')))).toBe(true);
  await page.reload();
  await expect(page.getByText('Вернули ваши ответы от')).toBeVisible();
  await expect(call.getByLabel('Что дальше после «Недозвон»')).toHaveValue('sleep');

  await onward(page);
  await shot('interview-4');
  expect(await violationsEverywhere(page)).toEqual([]);
  await onward(page);
  // A list without values is told where it is, and keeps from going on.
  await page.getByLabel('Как отвечают: Подробности').selectOption('one');
  await shot('interview-5');
  expect(await violationsEverywhere(page)).toEqual([]);
  const values = page.getByLabel('Значения списка «Подробности»');
  await expect(page.getByText('Нужно хотя бы одно значение')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Дальше/ })).toHaveAttribute('aria-disabled', 'true');
  await values.fill('Утро\nВечер');
  await onward(page);

  // A process of the club is never written over.
  const name = page.getByLabel('Название процесса');
  const [own] = (await api.get('/processes')).items;
  await name.fill(own.name);
  await expect(page.getByText('Такой процесс в клубе уже есть, назовите иначе').first()).toBeVisible();
  await name.fill('Новички');
  await expect(page.getByText('Возьмём то, что уже есть в клубе, ничего не меняя')).toBeVisible();
  expect((await api.get('/results')).items.length).toBe(before);
  await expect(page.getByText('Проверка: замечаний нет')).toBeVisible();
  await shot('interview-6');
  expect(await violationsEverywhere(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Словами' }).check();
  await expect(card(page, 'Личный звонок клиенту')).toContainText('Запись на пробное занятие');
  await shot('interview-6-words');
  expect(await violationsEverywhere(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Проба' }).check();
  await expect(page.getByRole('heading', { name: 'Личный звонок клиенту' })).toBeVisible();
  await page.getByRole('button', { name: /^Опубликовать процесс/ }).click();
  await page.waitForURL(/\/processes\/prc_/);
  const made = (await api.get('/processes')).items.find(({ name: known }) => known === 'Новички');
  expect(made.published.number).toBe(1);

  // The next interview begins anew.
  await page.goto('/processes/new/interview');
  await expect(page.getByText('Вернули ваши ответы')).toHaveCount(0);
});

test('who types a name keeps every letter while the club changes beside him', async ({ page, server }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/processes/new/interview');
  for (let number = 1; number < 6; number += 1) {
    await expect(page.getByText(`Вопрос ${number} из 6`)).toBeVisible();
    await onward(page);
  }
  await expect(question(page, 'Вот ваш процесс')).toBeVisible();
  await page.getByRole('radio', { name: 'Словами' }).check();
  const name = page.getByLabel('Название процесса');
  await name.fill('');
  await name.focus();
  await page.keyboard.type('Гости');
  // A colleague adds a list meanwhile: the club is asked anew, and what is typed goes on.
  let list = null;
  const asked = page.waitForResponse((response) => list !== null && response.url().endsWith(`/dictionaries/${list.id}`) && response.ok());
  list = await api.send('POST', '/dictionaries', { name: 'Залы клуба', values: ['Большой', 'Малый'] });
  const typed = 'с выставки и те, кого они привели';
  await Promise.all([asked, page.keyboard.type(` ${typed}`, { delay: 60 })]);
  await page.keyboard.type('!');
  await expect(name).toBeFocused();
  await expect(name).toHaveValue(`Гости ${typed}!`);
  await expect(page.getByRole('radio', { name: 'Словами' })).toBeChecked();
  await expect(card(page, 'Личный звонок клиенту')).toBeVisible();
});

test('on a phone, by touch, whoever only confirms has a process', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  await page.setViewportSize({ width: 412, height: 823 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, account, '/processes/new/interview');
  for (const words of ['Какие задачи', 'Чем заканчивается', 'Что дальше после', 'Что нужно записать', 'Что из этого выбирают']) {
    await expect(question(page, new RegExp(`^${words}`))).toBeVisible();
    const wide = await page.evaluate(() => document.querySelector('.main').scrollWidth - document.querySelector('.main').clientWidth);
    expect(wide, words).toBeLessThanOrEqual(0);
    await shot(`interview-phone-${words.split(' ')[1]}`);
    await onward(page);
  }
  await expect(question(page, 'Вот ваш процесс')).toBeVisible();
  await shot('interview-phone-finish');
  const name = await page.getByLabel('Название процесса').inputValue();
  await page.getByRole('button', { name: /^Опубликовать процесс/ }).click();
  await page.waitForURL(/\/processes\/prc_/);
  expect((await api.get('/processes')).items.find((one) => one.name === name).published.number).toBe(1);
});

/** Hands that count: letters typed into one field are one input, every other key is one. */
function inputs(page, keys) {
  const hands = { count: 0, press, into };
  return hands;

  async function press(key) {
    hands.count += 1;
    await keys.press(key);
  }

  /** Goes to a field by Tab, key by key, and types. */
  async function into(field, text) {
    await expect(field).toBeVisible();
    for (let tabs = 0; !(await field.evaluate((element) => element === document.activeElement)); tabs += 1) {
      expect(tabs, 'Tab reaches the field').toBeLessThan(40);
      await press('Tab');
    }
    hands.count += 1;
    const is = await field.evaluate((element) => element.tagName);
    if (is === 'INPUT') await field.evaluate((element) => element.select());
    for (const part of text.split(/(\n)/)) {
      if (part === '\n') await keys.press('Enter');
      else if (is === 'SELECT' || /^[а-яё ]+$/i.test(part)) await keys.type(part);
      else await page.keyboard.insertText(part);
    }
  }
}

/** The one-time link that the server printed. */
function link(server) {
  const line = server.said.map((said) => /https?:\/\/\S+\/setup\S*/.exec(said)?.[0]).find(Boolean);
  return line?.replace(/["'.,)]+$/, '');
}
