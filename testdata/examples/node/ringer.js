// Worlds for tests against Ringer: copy this file. RINGER says where the program is.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const RINGER = process.env.RINGER ?? 'ringer';

// serve starts one `ringer serve` for all tests of a file, on free ports, and returns its control port. Time stands
// still until a test moves it.
export async function serve(...providers) {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-'));
  const ready = join(folder, 'ready.json');
  const ports = providers.map((provider) => `${provider}=127.0.0.1:0`);
  const flags = ['--control', '127.0.0.1:0', '--clock', 'frozen', '--ready-file', ready];
  const server = spawn(RINGER, ['serve', ...ports, ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => server.kill() && rmSync(folder, { recursive: true }));
  while (!existsSync(ready)) {
    assert.equal(server.exitCode, null, 'ringer serve ended early');
    await pause(10);
  }
  server.unref();
  return JSON.parse(readFileSync(ready)).control;
}

// world makes a sandbox for a test, named after it, and removes it when the test ends. What a client needs is in its
// env, such as INTELLICALL_BASE_URL and INTELLICALL_API_KEY.
export function world(t, control) {
  const name = t.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40);
  const env = JSON.parse(execFileSync(RINGER, ['env', '--json', '--control', control, '--sandbox', name]));

  async function ask(method, path, body) {
    const answer = await fetch(`${control}/sandboxes/${name}${path}`, { method, body });
    const text = await answer.text();
    assert(answer.ok, text);
    return text && JSON.parse(text);
  }

  const receivers = [];
  t.after(async () => {
    for (const server of receivers) {
      server.close();
      server.closeAllConnections();
    }
    const { unused } = await ask('GET', '/faults');
    await ask('DELETE', '');
    assert.deepEqual(unused, [], 'faults that never fired have shown nothing');
  });

  return {
    env,

    // arrange adds faults, in YAML. `ringer faults` lists what there is.
    arrange: (faults) => ask('POST', '/faults', faults),

    // advance lets time pass, such as 5m. Every callback that was due has been answered when it returns.
    advance: (by) => ask('POST', '/clock/advance', JSON.stringify({ by })),

    // listen serves an address for the callbacks of a provider's account; take gets the body of each.
    async listen(provider, take) {
      const server = createServer(async (request, response) => {
        const body = JSON.parse(await new Response(request).text());
        response.statusCode = await take(body).then(() => 200, () => 500);
        response.end();
      });
      await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
      receivers.push(server);
      const url = `http://127.0.0.1:${server.address().port}`;
      await ask('PUT', `/callbacks/${provider}`, JSON.stringify({ url }));
    },
  };
}
