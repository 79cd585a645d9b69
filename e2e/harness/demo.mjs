// One demo club is made for the whole run; every test gets a copy of it and may do with it what it likes.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { perezvon } from './server.mjs';

const TEMPLATE = 'perezvon_e2e_demo';
const CLIENTS = '300';
// Set by `with-postgres`: the folder of its cluster's socket.
const cluster = process.env.PEREZVON_TEST_POSTGRES;

/** Playwright's global set-up: make the club, and return what removes it. `E2E_DEMO=FILE` takes a club made before. */
export default function makeDemo() {
  if (process.env.E2E_DEMO) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'perezvon-e2e-'));
  process.env.E2E_DEMO = join(folder, 'demo.db');
  if (cluster) psql(`CREATE DATABASE ${TEMPLATE}`);
  const url = cluster ? postgresUrl(TEMPLATE) : process.env.E2E_DEMO;
  execFileSync(perezvon, ['demo', '--clients', CLIENTS], { env: { ...process.env, DATABASE_URL: url }, stdio: 'inherit' });
  return () => rmSync(folder, { recursive: true, force: true });
}

let count = 0;

/** A copy of the club for one test. */
export function demoDatabase() {
  count += 1;
  if (cluster) {
    const name = `e2e_${process.pid}_${count}`;
    psql(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
    return { url: postgresUrl(name), remove: () => psql(`DROP DATABASE ${name} WITH (FORCE)`) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'perezvon-e2e-'));
  const file = join(folder, 'perezvon.db');
  copyFileSync(process.env.E2E_DEMO, file);
  return { url: file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An empty database: what a first start finds. */
export function emptyDatabase() {
  if (cluster) {
    count += 1;
    const name = `e2e_${process.pid}_${count}`;
    psql(`CREATE DATABASE ${name}`);
    return { url: postgresUrl(name), remove: () => psql(`DROP DATABASE ${name} WITH (FORCE)`) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'perezvon-e2e-'));
  return { url: join(folder, 'perezvon.db'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const postgresUrl = (name) => `postgres://postgres@/${name}?host=${cluster}`;

function psql(statement) {
  const newest = readdirSync('/usr/lib/postgresql').sort((a, b) => b - a)[0];
  const program = `/usr/lib/postgresql/${newest}/bin/psql`;
  execFileSync(program, ['-X', '-q', '-U', 'postgres', '-h', cluster, '-d', 'postgres', '-c', statement]);
}
