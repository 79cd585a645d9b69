// axe, run inside the page by the developer tools, so that the page's strict policy stays as shipped.
import axe from 'axe-core';

/** Every violation axe finds in what is on the screen now, one readable line each. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} — ${node.html.slice(0, 160)}`),
  );
}
