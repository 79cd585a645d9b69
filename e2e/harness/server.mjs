// The real program on a free port, with a database of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export const perezvon = process.env.PEREZVON ?? new URL('../../target/debug/perezvon', import.meta.url).pathname;

/** Start `perezvon serve` and wait until it says where it listens. */
export async function serve(databaseUrl, port = 0) {
  const child = spawn(perezvon, ['serve'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PEREZVON_LISTEN: `127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  const url = await new Promise((resolve, reject) => {
    const listen = (line) => {
      said.push(line);
      const address = /https?:\/\/[^\s/"]+:\d+/.exec(line);
      if (address) resolve(address[0]);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`perezvon ended with ${code}:\n${said.join('\n')}`)));
  });
  return {
    url,
    /** What it has printed so far, line by line: for tests that look for secrets in the log. */
    said,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
