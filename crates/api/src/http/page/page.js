// Shows the document, and signs in for "Try it out": the token lives in this page only and is renewed while the page is open.
let shown;
const complete = new Promise((resolve) => (shown = resolve));
const ui = SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#operations',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  deepLinking: true,
  displayOperationId: true,
  filter: true,
  showExtensions: true,
  validatorUrl: null,
  onComplete: shown,
});

const form = document.getElementById('sign-in');
const said = document.getElementById('said');

begin();

// The form needs no document: it is ready while the document is still on its way.
async function begin() {
  const setup = await (await fetch('/api/v1/setup')).json();
  const [account] = setup.demo_accounts;
  if (account) {
    form.email.value = account.email;
    form.password.value = account.password;
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ email: form.email.value, password: form.password.value });
  const answer = await fetch('/api/v1/sessions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': 'en' },
    body,
  });
  await signedIn(answer);
});

async function signedIn(answer) {
  const session = await answer.json();
  if (!answer.ok) {
    said.textContent = `${session.title}. ${session.detail}`;
    return;
  }
  await complete;
  ui.preauthorizeApiKey('bearer', session.access_token);
  form.password.value = '';
  said.textContent = `Signed in as ${session.me.name}, ${session.me.role.name}.`;
  const left = new Date(session.expires_at) - Date.now();
  setTimeout(renew, Math.max(left - 60_000, 5_000));
}

async function renew() {
  await signedIn(await fetch('/api/v1/sessions/refresh', { method: 'POST' }));
}
