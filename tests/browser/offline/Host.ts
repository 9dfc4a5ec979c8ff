import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serveDist, type Served } from '../../../src/lib/tools/serve.ts';
import { copyOfSite } from '../../setup/site-copy.ts';

/** A host of the built site that can lose its network, hold files back, and publish another edition of one chapter. */
export class Host {
  readonly url: string;
  /** No answer at all. */
  isDown = false;
  /** Requests for such paths are not answered until `release`. */
  holds: (path: string) => boolean = () => false;
  readonly #held: (() => void)[] = [];
  readonly #copy: ReturnType<typeof copyOfSite>;
  readonly #served: Served;
  readonly #server: Server;

  private constructor(copy: ReturnType<typeof copyOfSite>, served: Served, server: Server) {
    this.#copy = copy;
    this.#served = served;
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** `chapter` is a copy of its own, everything else the site that was built. */
  static async open(dist: string, chapter: string): Promise<Host> {
    const copy = copyOfSite(dist, { own: [chapter] });
    const served = await serveDist({ dir: copy.dir, port: 0 });
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const host = new Host(copy, served, server);
    server.on('request', ({ url = '/', headers }, response: ServerResponse) => {
      const answer = (): void => {
        if (host.isDown) return void response.destroy();
        const inner = ask(new URL(url, served.url), { headers }, (from) => {
          response.writeHead(from.statusCode ?? 500, from.headers);
          from.pipe(response);
        });
        inner.on('error', () => response.destroy());
        inner.end();
      };
      if (host.holds(url)) host.#held.push(answer);
      else answer();
    });
    return host;
  }

  release(): void {
    this.holds = () => false;
    for (const answer of this.#held.splice(0)) answer();
  }

  /** Writes a file of the chapter anew. */
  publish(path: string, change: (text: string) => string): void {
    const file = join(this.#copy.dir, path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await Promise.all([this.#served.close(), new Promise((done) => this.#server.close(done))]);
    this.#copy.remove();
  }
}
