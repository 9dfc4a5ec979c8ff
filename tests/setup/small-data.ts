import type { Dataset, Split } from '../../src/lib/datasets/load.ts';
import { stream } from '../../src/lib/random/stream.ts';

/** Images whose class shows in their brightness, under noise: small, and learnable. */
export function smallData(train: number, test: number, side: number, channels: 1 | 3): Dataset {
  const random = stream(0, 'small data');
  const split = (count: number): Split => {
    const pixels = side * side * channels;
    const labels = Uint8Array.from({ length: count }, () => random.below(10));
    const images = Float32Array.from({ length: count * pixels }, (_, i) => {
      const label = labels[Math.floor(i / pixels)] ?? 0;
      return 0.5 * random.gaussian() + ((i % pixels) % 10 === label ? 2 : 0);
    });
    return { count, images, labels };
  };
  return { train: split(train), test: split(test), inputShape: [side, side, channels], outputs: 10 };
}
