// What must never happen in a browser: an error in the console, an exception, a refused style or script.

/** Collect it all from this page; the returned list is empty as long as everything is well. */
export async function watch(page) {
  const troubles = [];
  const expected = [];
  page.on('console', (message) => {
    const text = message.text();
    const silence = message.type() !== 'error' || expected.some((pattern) => pattern.test(text));
    if (!silence) troubles.push(`console: ${text} (${message.location().url})`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.stack ?? error}`));
  await page.exposeFunction('reportPolicyViolation', (text) => troubles.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) =>
      window.reportPolicyViolation(`${e.violatedDirective} refused ${e.blockedURI} ${e.sample} at ${e.sourceFile}:${e.lineNumber}`),
    );
  });
  // Chromium lets requests of the next moments pass by a new route: of a page that is open, the one that is meant may be among them.
  const route = page.route.bind(page);
  page.route = (...what) => {
    if (page.url() !== 'about:blank') throw new Error('routes are set before the page is opened');
    return route(...what);
  };
  return {
    troubles,
    /** A test that provokes a refusal or cuts the network says which message it provokes. */
    expect: (pattern) => expected.push(pattern),
  };
}
