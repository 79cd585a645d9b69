// Files on a card: brought by button, drop and paste, looked at, with versions, a new name, and a way back from the trash.
import { open, owner } from '../harness/club.mjs';
import { expect, test, violations } from '../harness/index.mjs';

const made = async (api, name) => (await api.send('POST', '/clients', { name }, { 'Idempotency-Key': crypto.randomUUID() })).client;

// One point, sea green.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaPhfDwAChQGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const text = (name, words) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });
const picture = name => ({ name, mimeType: 'image/png', buffer: PNG });

async function card(page, server, name) {
  const { account, api } = await owner(server);
  const client = await made(api, name);
  await open(page, account, `/clients/${client.id}`);
  const files = page.getByRole('region', { name: 'Файлы' });
  await expect(files).toBeVisible();
  const add = async chosen => {
    const asked = page.waitForEvent('filechooser');
    await files.getByRole('button', { name: 'Добавить файлы' }).press('Enter');
    await (await asked).setFiles(chosen);
  };
  return { api, client, files, add };
}

// What somebody drops or pastes, as the browser hands it over.
const brings = (page, kind, name, type, base64) => page.evaluate(([kind, name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), one => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  if (kind === 'paste') {
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'clipboardData', { value: transfer });
    document.body.dispatchEvent(event);
    return;
  }
  for (const step of kind === 'drop' ? ['dragover', 'drop'] : [kind]) {
    document.body.dispatchEvent(new DragEvent(step, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}, [kind, name, type, base64]);

test('files come by keyboard, are looked at, get versions, a name and a way back', async ({ page, server, shot }) => {
  const { files, add } = await card(page, server, 'Файлова Анна');
  await add([picture('паспорт.png'), text('договор.txt', 'первая редакция')]);
  const scan = files.getByRole('listitem').filter({ hasText: 'паспорт.png' });
  const contract = files.getByRole('listitem').filter({ hasText: 'договор.txt' });
  await expect(scan).toBeVisible();
  await expect(contract).toBeVisible();
  await shot('files');
  expect(await violations(page)).toEqual([]);

  await scan.getByRole('link', { name: 'Открыть: паспорт.png' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'паспорт.png' });
  await expect(dialog.getByRole('img', { name: 'паспорт.png' })).toBeVisible();
  await expect(page).toHaveURL(/file=fil_/);
  await shot('file-open');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page).not.toHaveURL(/file=/);

  // The same name is asked about.
  await add([text('договор.txt', 'вторая редакция')]);
  const same = page.getByRole('dialog', { name: 'Такие файлы уже есть' });
  await expect(same.getByRole('listitem')).toHaveText(['договор.txt']);
  expect(await violations(page)).toEqual([]);
  await same.getByRole('button', { name: 'Новые версии' }).press('Enter');
  await expect(contract).toContainText('версия 2');
  await contract.getByRole('link').press('Enter');
  const versions = page.getByRole('region', { name: 'Версии' });
  await expect(versions.getByRole('listitem')).toHaveCount(2);
  await versions.getByRole('button', { name: 'Сделать текущей версию 1' }).press('Enter');
  await expect(versions.getByRole('listitem')).toHaveCount(3);
  await expect(versions.getByRole('listitem').first()).toContainText('возвращена версия 1');
  await shot('file-versions');
  expect(await violations(page)).toEqual([]);
  const saved = page.waitForEvent('download');
  await versions.getByRole('button', { name: 'Скачать версию 2' }).press('Enter');
  expect((await saved).suggestedFilename()).toBe('договор.txt');
  await page.keyboard.press('Escape');

  await contract.getByRole('button', { name: 'Действия с файлом договор.txt' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Переименовать' }).press('Enter');
  const name = files.getByLabel('Название');
  await expect(name).toBeFocused();
  await name.fill('согласие.txt');
  await page.keyboard.press('Enter');
  const named = files.getByRole('listitem').filter({ hasText: 'согласие.txt' });
  await expect(named).toBeVisible();

  await named.getByRole('button', { name: 'Действия с файлом согласие.txt' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Удалить' }).press('Enter');
  await expect(named).toHaveCount(0);
  await files.getByText('Удалённые файлы').press('Enter');
  await expect(files.getByRole('button', { name: 'Восстановить: согласие.txt' })).toBeVisible();
  await shot('files-trash');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(named.getByRole('button', { name: 'Действия с файлом согласие.txt' })).toBeVisible();
  await expect(files.getByText('Удалённых файлов нет.')).toBeVisible();

  const history = page.getByRole('region', { name: 'История' });
  for (const told of ['Добавлен файл', 'Новая версия файла', 'Файл переименован', 'Файл удалён', 'Файл восстановлен']) {
    await expect(history.getByText(told).first()).toBeVisible();
  }
});

test('files are dropped and pasted anywhere on the card; what cannot be sent says why', async ({ page, server, shot }) => {
  const { files, add } = await card(page, server, 'Снимкова Вера');
  await brings(page, 'dragover', 'справка.png', 'image/png', PNG.toString('base64'));
  await expect(files.getByText('Отпустите, чтобы добавить файлы на карточку')).toBeVisible();
  await shot('files-drop');
  await brings(page, 'drop', 'справка.png', 'image/png', PNG.toString('base64'));
  await expect(files.getByRole('link', { name: 'Открыть: справка.png' })).toBeVisible();
  await brings(page, 'paste', 'image.png', 'image/png', PNG.toString('base64'));
  await expect(files.getByRole('link', { name: /^Открыть: Снимок 20\d\d-/ })).toBeVisible();
  await add([{ name: 'пусто.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }]);
  await expect(files.getByText('Файл пуст')).toBeVisible();
  await shot('files-empty');
  expect(await violations(page)).toEqual([]);
  await files.getByRole('button', { name: 'Убрать: пусто.txt' }).click();
  await expect(files.getByText('Файл пуст')).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 412, height: 915 }, hasTouch: true });

  test('a file is opened and closed by touch', async ({ page, server, shot }) => {
    const { files, add } = await card(page, server, 'Телефонова Ольга');
    await add([picture('фото.png'), { name: 'скан.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') }]);
    await expect(files.getByRole('link', { name: 'Открыть: скан.pdf' })).toBeVisible();
    await files.getByRole('link', { name: 'Открыть: фото.png' }).tap();
    const dialog = page.getByRole('dialog', { name: 'фото.png' });
    await expect(dialog.getByRole('img')).toBeVisible();
    await shot('file-open-phone');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Закрыть' }).tap();
    await expect(dialog).toBeHidden();
    await files.scrollIntoViewIfNeeded();
    await shot('files-phone');
    expect(await violations(page)).toEqual([]);
  });
});
