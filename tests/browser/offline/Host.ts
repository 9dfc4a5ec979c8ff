import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serveDist, type Served } from '../../../src/lib/tools/serve.ts';

/** A host of the built site that can lose its network, hold files back, and publish another edition of one chapter. */
export class Host {
  readonly url: string;
  /** No answer at all. */
  isDown = false;
  /** Requests for such paths are not answered until `release`. */
  holds: (path: string) => boolean = () => false;
  readonly #held: (() => void)[] = [];
  readonly #dir: string;
  readonly #served: Served;
  readonly #server: Server;

  private constructor(dir: string, served: Served, server: Server) {
    this.#dir = dir;
    this.#served = served;
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** `chapter` is a copy of its own, everything else the site that was built. */
  static async open(dist: string, chapter: string): Promise<Host> {
    const dir = mkdtempSync(join(tmpdir(), 'host-'));
    for (const name of readdirSync(dist)) {
      if (name === chapter) cpSync(join(dist, name), join(dir, name), { recursive: true });
      else symlinkSync(resolve(dist, name), join(dir, name));
    }
    const served = await serveDist({ dir, port: 0 });
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const host = new Host(dir, served, server);
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
    const file = join(this.#dir, path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await Promise.all([this.#served.close(), new Promise((done) => this.#server.close(done))]);
    rmSync(this.#dir, { recursive: true });
  }
}
