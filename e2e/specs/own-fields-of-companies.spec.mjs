// Own fields on companies: made in the settings, asked of a new company, changed on its card, kept by two who edit at once.
import { open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

test('a field of companies is made, asked for, answered by the keyboard and found by', async ({ page, server, shot, watched }) => {
  test.setTimeout(120_000);
  watched.expect(/422/);
  const { account, api } = await owner(server);
  await open(page, account, '/settings/client-fields');
  await page.getByRole('link', { name: 'Поля компаний' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Поля компаний');
  // The club itself is another section, whose address begins with the same word.
  await expect(page.getByRole('link', { name: 'Компания', exact: true })).not.toHaveAttribute('aria-current');
  await page.getByRole('button', { name: 'Поле', exact: true }).click();
  const row = page.getByRole('listitem').filter({ has: page.getByLabel('Название поля') }).first();
  await row.getByLabel('Название поля').fill('Номер договора');
  await row.getByLabel('Тип').selectOption({ label: 'Текст' });
  await row.getByLabel('Обязательное').check();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено')).toBeVisible();
  await shot('company-fields');
  expect(await violations(page)).toEqual([]);
  expect((await api.get('/company-fields')).fields.map(({ key }) => key)).toEqual(['nomer_dogovora']);
  expect((await api.get('/client-fields')).fields.map(({ key }) => key)).not.toContain('nomer_dogovora');

  await page.goto('/companies?new=company');
  const panel = page.getByRole('complementary', { name: 'Новая компания' });
  await panel.getByLabel('Название').fill('Школа танцев № 9');
  await page.keyboard.press('Control+Enter');
  await expect(panel.getByLabel('Номер договора')).toHaveAttribute('aria-invalid', 'true');
  await panel.getByLabel('Номер договора').fill('Д-2030');
  await shot('company-new-own-fields');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Школа танцев № 9');

  const about = page.getByRole('region', { name: 'О компании' });
  await expect(about.getByRole('heading', { name: 'Дополнительные поля' })).toBeVisible();
  await about.getByRole('button', { name: 'Номер договора Д-2030' }).press('Enter');
  await expect(about.getByRole('textbox', { name: 'Номер договора' })).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Д-2031');
  await page.keyboard.press('Enter');
  await expect(about.getByRole('button', { name: 'Номер договора Д-2031' })).toBeFocused();
  // What must be answered is not emptied, and stands there as it was typed.
  await page.keyboard.press('Enter');
  await about.getByRole('textbox', { name: 'Номер договора' }).fill('');
  await page.keyboard.press('Enter');
  await expect(about.getByRole('textbox', { name: 'Номер договора' })).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await shot('company-own-fields');
  expect(await violations(page)).toEqual([]);

  await page.goto('/companies?q=2031');
  await expect(page.getByRole('row', { name: /Школа танцев № 9/ })).toBeVisible();
});

test('two who change one company both keep theirs', async ({ page, server, shot }) => {
  const { account, api } = await owner(server);
  const fields = [
    { key: 'contract', label: 'Договор', type: 'text' },
    { key: 'staff', label: 'Сотрудников', type: 'integer' },
  ];
  await api.change('/company-fields', await api.get('/company-fields'), { fields });
  const { company } = await api.send('POST', '/companies', { name: 'Кадетский корпус' }, { 'Idempotency-Key': crypto.randomUUID() });
  await open(page, account, `/companies/${company.id}`);
  const about = page.getByRole('region', { name: 'О компании' });
  await about.getByRole('button', { name: /^Договор/ }).click();
  await page.keyboard.type('Д-1');
  await api.change(`/companies/${company.id}`, company, { fields: { staff: 42 } });
  await page.keyboard.press('Enter');
  await expect(about.getByRole('button', { name: 'Договор Д-1' })).toBeVisible();
  await expect(about.getByRole('button', { name: 'Сотрудников 42' })).toBeVisible();
  await expect.poll(async () => (await api.get(`/companies/${company.id}`)).fields.map(({ display }) => display)).toEqual(['Д-1', '42']);
  await shot('company-both-kept');
});
