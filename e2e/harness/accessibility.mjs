// axe, run inside the page by the developer tools, so that the page's strict policy stays as shipped.
import axe from 'axe-core';

/** Every violation axe finds in what is on the screen now, one readable line each; by all rules, or by these. */
export async function violations(page, rules) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const result = await page.evaluate(
    (values) => window.axe.run(document, { resultTypes: ['violations'], ...(values && { runOnly: { type: 'rule', values } }) }),
    rules,
  );
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} — ${node.html.slice(0, 160)} — ${node.any[0]?.message ?? ''}`),
  );
}

/** The same in both themes, on a reception's computer and on a phone; each line says where. */
export async function violationsEverywhere(page) {
  const found = [];
  for (const [width, height] of [[1366, 768], [412, 823]]) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      // The theme changes colours alone: what is not about them is the same in both.
      const rules = colorScheme === 'dark' ? ['color-contrast', 'link-in-text-block'] : undefined;
      found.push(...(await violations(page, rules)).map((line) => `${width} ${colorScheme}: ${line}`));
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1366, height: 768 });
  return found;
}

/** Nothing is loading, moving or about to be painted any more. */
async function settled(page) {
  // The static shell has no heading that can be focused; the application's pages have.
  await page.waitForFunction(() => document.querySelector('h1[tabindex]') && !document.querySelector('.skeleton, [aria-busy="true"]'));
  await page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    // A spinner never ends; what begins in a closed `details` is not told when it is over.
    const ends = ({ effect }) => effect?.target.checkVisibility() && effect.getComputedTiming().endTime !== Infinity;
    await Promise.all(document.getAnimations().filter(ends).map((animation) => animation.finished.catch(() => {})));
  });
}
