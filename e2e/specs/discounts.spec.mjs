// Discounts and benefits: made in the settings, granted, changed and withdrawn on a card by the keyboard, found by.
import { open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

const once = () => ({ 'Idempotency-Key': crypto.randomUUID() });
const client = async (api, name) => (await api.send('POST', '/clients', { name }, once())).client;

test('a discount is made in the settings, with what it gives', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  await open(page, account, '/settings/discounts/new');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Скидки и льготы');
  const name = page.getByLabel('Название');
  await name.fill('Детям сотрудников школы');
  await page.keyboard.press('Control+Enter');
  const figure = page.getByLabel('Скидка, %');
  await expect(figure).toHaveAttribute('aria-invalid', 'true');
  await figure.fill('150');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Нужно число от 0,01 до 100')).toBeVisible();
  await figure.fill('12,5');
  await page.getByLabel('Нужен документ').check();
  await shot('discount-new');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('link', { name: /Детям сотрудников школы/ })).toContainText('−12,5\u00a0%');
  await expect(page.getByRole('button', { name: 'В архив' })).toBeVisible();

  // Another kind of figure, and no figure at all.
  await page.getByRole('radio', { name: 'Сумму' }).check();
  await page.getByLabel('Скидка, сумма').fill('500');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('link', { name: /Детям сотрудников школы/ })).toContainText('−500\u00a0₽');
  const made = (await api.get('/discounts')).items.find((one) => one.name === 'Детям сотрудников школы');
  expect(made.gives).toEqual({ kind: 'sum', sum: { amount: 50_000, currency: 'RUB' } });
  expect(made.document).toBe(true);
  await shot('discount-settings');
  expect(await violations(page)).toEqual([]);
});

test('a discount is granted, changed, withdrawn and given back by the keyboard', async ({ page, server, shot, watched }) => {
  test.setTimeout(120_000);
  watched.expect(/422/);
  const { account, api } = await owner(server);
  const gives = { kind: 'percent', basis_points: 2000 };
  const { id } = await api.send('POST', '/discounts', { name: 'Опекаемым семьям', gives, document: true, note: 'По решению опеки' }, once());
  const { id: who } = await client(api, 'Берёзкина Ника');
  await open(page, account, `/clients/${who}`);
  const section = page.getByRole('region', { name: 'Скидки и льготы' });
  const give = section.getByRole('button', { name: 'Дать скидку' });
  await give.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Дать скидку или льготу' });
  await expect(dialog.getByLabel('Скидка', { exact: true })).toBeFocused();
  await dialog.getByLabel('Скидка', { exact: true }).selectOption({ label: 'Опекаемым семьям −20\u00a0%' });
  await expect(dialog.getByText('По решению опеки')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const document = dialog.getByLabel('Документ');
  await expect(document).toHaveAttribute('aria-invalid', 'true');
  await document.fill('решение № 12');
  await dialog.getByLabel('Последний день').fill('через 5 дней');
  await shot('discount-granting');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const line = section.getByRole('listitem').filter({ hasText: 'Опекаемым семьям' });
  await expect(line).toContainText('−20\u00a0%');
  await expect(line).toContainText('Скоро кончится');
  await expect(line).toContainText('решение № 12');
  await shot('discount-on-card');
  expect(await violations(page)).toEqual([]);

  // The same one for the same days is refused, with its days and the way out.
  await give.press('Enter');
  await dialog.getByLabel('Скидка', { exact: true }).selectOption({ label: 'Опекаемым семьям −20\u00a0%' });
  await dialog.getByLabel('Документ').fill('решение № 13');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Эта скидка у клиента уже есть на такие дни')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await section.getByRole('button', { name: 'Действия: Опекаемым семьям' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Изменить' }).press('Enter');
  const changing = page.getByRole('dialog', { name: 'Изменить: Опекаемым семьям' });
  await changing.getByLabel('Последний день').fill('');
  await page.keyboard.press('Control+Enter');
  await expect(changing).toBeHidden();
  await expect(line).not.toContainText('Скоро кончится');

  await section.getByRole('button', { name: 'Действия: Опекаемым семьям' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Отозвать' }).press('Enter');
  await expect(page.getByText('Скидка отозвана: Опекаемым семьям')).toBeVisible();
  await expect(section.getByText('Были раньше: 1')).toBeVisible();
  await page.getByRole('button', { name: /Отменить|Вернуть/ }).first().press('Enter');
  await expect(section.getByText('Были раньше: 1')).toHaveCount(0);
  await expect(line).toContainText('−20\u00a0%');
  expect((await api.get(`/clients/${who}/discounts`)).items.map(({ state, version }) => [state, version])).toEqual([['valid', 4]]);
  await expect(page.getByRole('region', { name: 'История' })).toContainText('Скидка возвращена');

  // The list knows whom it is granted to.
  await page.goto(`/clients?f=discount:${id}`);
  await expect(page.getByRole('row', { name: /Берёзкина/ })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await shot('discount-filter');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 412, height: 915 }, hasTouch: true });

  test('a discount is granted by touch, and nothing is wider than the screen', async ({ page, server, shot }) => {
    const { account, api } = await owner(server);
    const gives = { kind: 'benefit' };
    await api.send('POST', '/discounts', { name: 'Первое занятие в подарок', gives }, once());
    const { id: who } = await client(api, 'Осинкин Пётр');
    await open(page, account, `/clients/${who}`);
    const section = page.getByRole('region', { name: 'Скидки и льготы' });
    await section.getByRole('button', { name: 'Дать скидку' }).tap();
    const dialog = page.getByRole('dialog', { name: 'Дать скидку или льготу' });
    await dialog.getByLabel('Скидка', { exact: true }).selectOption({ label: 'Первое занятие в подарок' });
    await shot('discount-granting-phone');
    await dialog.getByRole('button', { name: 'Дать скидку' }).tap();
    await expect(section.getByRole('listitem')).toContainText('Первое занятие в подарок');
    await section.scrollIntoViewIfNeeded();
    await shot('discount-on-card-phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await violations(page)).toEqual([]);
  });
});
