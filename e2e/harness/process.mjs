// A process as large as a club will ever draw, made through the API.

const STEPS = 40;
const RESULTS = 250;

/** 40 steps with 250 results between them: ways onward and back, repeats, pauses, ends. Returns its id and its size. */
export async function largeProcess(api) {
  const key = (word) => ({ 'Idempotency-Key': `large-process-${word}` });
  const known = (await api.get('/results')).items.map(({ id }) => id);
  const { id } = await api.send('POST', '/processes', { name: 'Большой процесс' }, key('itself'));
  const steps = [];
  let left = RESULTS;
  for (let number = 0; number < STEPS; number += 1) {
    const count = Math.min(9, Math.ceil(left / (STEPS - number)));
    left -= count;
    const results = Array.from({ length: count }, (_, place) => known[(number + place) % known.length]);
    const template = {
      name: `Шаг ${number + 1}: разговор с клиентом`,
      task_type: 'client_call',
      default_due: { kind: 'after', amount: 1, unit: 'working_days' },
      result_ids: results,
    };
    const made = await api.send('POST', '/templates', template, key(`template-${number}`));
    steps.push({ key: `step_${number + 1}`, template_id: made.id, results });
  }
  const transitions = steps.flatMap((step, number) =>
    step.results.map((result_id, place) => ({ step: step.key, result_id, then: follows(steps, number, place) })));
  const graph = { start: target(steps[0].key), steps, transitions };
  const draft = await api.send('PUT', `/processes/${id}/draft`, { graph, version: (await api.get(`/processes/${id}/draft`)).version });
  const errors = draft.problems.filter(({ severity }) => severity === 'error');
  if (errors.length) throw new Error(`the large process is faulty: ${errors[0].message}`);
  return { id, steps: STEPS, results: RESULTS };
}

const target = (step) => ({ step, due: { kind: 'after', amount: 2, unit: 'working_days' } });

function follows(steps, number, place) {
  const onward = steps[number + 1 + (place % 3)]?.key;
  const back = steps[Math.max(0, number - 3)].key;
  switch (place) {
    case 0:
    case 1:
      return onward ? { kind: 'step', target: target(onward) } : { kind: 'goal' };
    case 2:
      return { kind: 'retry', limit: 3, due: [{ kind: 'after', amount: 120, unit: 'working_minutes' }], exhausted: { kind: 'refusal' } };
    case 3:
      return { kind: 'goal' };
    case 4:
      return { kind: 'step', target: target(back) };
    case 5:
      return { kind: 'sleep', until: { days: 30 }, target: target(back) };
    default:
      return { kind: 'refusal' };
  }
}
