// What ends a pause before its date: errands that are done, or a process that was called; put together by keyboard, tried out.
import { open, owner } from '../harness/club.mjs';
import { violationsEverywhere } from '../harness/accessibility.mjs';
import { expect, test } from '../harness/index.mjs';

const REFUSAL = 'Условный отказ';
const PAPERS = 'Оформление договора';

/** A second process of one step, published. */
async function papers(api) {
  const [main] = (await api.get('/processes')).items;
  const { graph } = await api.get(`/processes/${main.id}/draft`);
  const [{ template_id: template, results }] = graph.steps;
  const made = await api.send('POST', '/processes', { name: PAPERS });
  const draft = await api.get(`/processes/${made.id}/draft`);
  const simple = {
    start: { step: 'sign' },
    steps: [{ key: 'sign', template_id: template, results: [results[0]] }],
    transitions: [{ step: 'sign', result_id: results[0], then: { kind: 'goal' } }],
  };
  const saved = await api.send('PUT', `/processes/${made.id}/draft`, { graph: simple, version: draft.version });
  await api.send('POST', `/processes/${made.id}/publish`, { version: saved.version });
  return { main, called: made.id };
}

const row = (page, name) => page.locator('.node').first().locator('.node__row', { hasText: name });
const inspector = (page) => page.getByRole('complementary').filter({ has: page.locator('#inspector-title') });

test('by keyboard: a pause waits for a process, its ends lead on, and a trial walks them', async ({ page, server, keys }) => {
  const { account, api } = await owner(server);
  const { main, called } = await papers(api);
  await open(page, account, `/processes/${main.id}`);
  const then = async () => {
    const { graph } = await api.get(`/processes/${main.id}/draft`);
    return graph.transitions.map((one) => one.then).find((one) => one.kind === 'sleep' && one.until.call);
  };
  await row(page, REFUSAL).click();
  const panel = inspector(page);
  await panel.getByLabel('Дальше', { exact: true }).first().selectOption({ label: 'Ждать даты, поручений или процесса' });
  const errands = panel.getByLabel('Дальше, как только выполнят поручения');
  await errands.focus();
  await keys.press('Space');
  await expect(page.getByText('шаг ждёт поручений, но процесс их не даёт').first()).toBeVisible();
  await keys.press('Space');
  await panel.getByLabel('Запустить процесс и ждать его конца').selectOption({ label: PAPERS });
  await expect(errands).toBeHidden();
  await panel.getByLabel('После цели').selectOption({ index: 1 });
  await expect(panel.getByLabel('После отказа')).toHaveValue('=refusal');
  await expect(page.getByText(/^Проверка: замечаний нет/)).toBeVisible();
  expect(await violationsEverywhere(page)).toEqual([]);
  await keys.press('Control+KeyS');
  await expect(page.getByRole('status').getByText('Сохранено')).toBeVisible();
  const kept = await then();
  expect(kept.until).toMatchObject({ days: 30, errands: false });
  expect(kept.until.call).toMatchObject({ process_id: called, refusal: { kind: 'refusal' }, end: { kind: 'end' } });
  expect(kept.until.call.goal.kind).toBe('step');

  // The list says it as a sentence.
  await page.getByText('Список', { exact: true }).first().click();
  await expect(page.getByText(/процесс «Оформление договора»: цель → .+; отказ → отказ; конец → конец процесса/).first()).toBeVisible();
});
