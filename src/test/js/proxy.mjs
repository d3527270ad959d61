import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A way to the gateway that can be cut, as networks and replicas end connections: without a word. */
export async function proxyTo(address) {
  const target = new URL(address);
  const sockets = new Set();
  let open = true;
  const server = createServer((client) => {
    if (!open) return client.destroy();
    const upstream = connect(target.port || 80, target.hostname);
    for (const [from, to] of [[client, upstream], [upstream, client]]) {
      sockets.add(from);
      from.on('error', () => {}).on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    open = false;
    for (const socket of sockets) socket.destroy();
  };
  const here = new URL(address);
  here.hostname = '127.0.0.1';
  here.port = server.address().port;
  return {
    url: here.href,
    cut,
    mend: () => (open = true),
    close: () => {
      cut();
      server.close();
    },
  };
}
