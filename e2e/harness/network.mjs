// A network between a browser and the server that can die without a word.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Passes everything on to the server at `url`. After `swallow(WORDS)`, connections that asked for it stay open and carry nothing any more. */
export async function network(url) {
  const { hostname, port } = new URL(url);
  const pairs = new Set();
  const proxy = createServer((near) => {
    const pair = [near, connect(Number(port), hostname)];
    near.on('data', (bytes) => (pair.asked = bytes.toString()));
    pairs.add(pair);
    pair.forEach((end, place) => {
      const other = pair[1 - place];
      end.on('data', (bytes) => other.write(bytes));
      end.on('error', () => {});
      end.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    swallow(words) {
      const meant = [...pairs].filter(({ asked }) => asked.includes(words));
      meant.flat().forEach((end) => end.removeAllListeners('data').resume());
    },
    close: () => {
      pairs.forEach((pair) => pair.forEach((end) => end.destroy()));
      return new Promise((closed) => proxy.close(closed));
    },
  };
}
