import { cifarNet } from '../../models/cifar-net.ts';
import { parameterCount } from '../../models/count.ts';
import { denseNet } from '../../models/dense-net.ts';
import type { Layer } from '../../models/layers.ts';
import type { LayerCurves } from '../runlog.ts';

/** One number of parameters for each configuration, whose names stand in place of layers. */
export type Counted = Readonly<Record<'dense' | 'bc' | 'residual' | 'bottleneck', LayerCurves>>;

const bc = { bottlenecks: true, compression: 0.5 } as const;
const residual = { width: 16, shortcuts: true } as const;
const bottleneck = { width: 16, shortcuts: 'optionB', preActivation: true, bottlenecks: true } as const;

/** CIFAR-10 networks whose parameters Huang et al. 2017 (table 2), He et al. 2016 and He et al. 2016b print. */
const configurations = {
  dense: {
    'L = 40, k = 12': () => denseNet({ depth: 40, growthRate: 12 }),
    'L = 100, k = 12': () => denseNet({ depth: 100, growthRate: 12 }),
    'L = 100, k = 24': () => denseNet({ depth: 100, growthRate: 24 }),
  },
  bc: {
    'L = 100, k = 12': () => denseNet({ depth: 100, growthRate: 12, ...bc }),
    'L = 250, k = 24': () => denseNet({ depth: 250, growthRate: 24, ...bc }),
    'L = 190, k = 40': () => denseNet({ depth: 190, growthRate: 40, ...bc }),
  },
  residual: {
    'L = 110': () => cifarNet({ depth: 110, ...residual }),
    'L = 1202': () => cifarNet({ depth: 1202, ...residual }),
  },
  bottleneck: {
    'L = 164': () => cifarNet({ depth: 164, ...bottleneck }),
    'L = 1001': () => cifarNet({ depth: 1001, ...bottleneck }),
  },
} as const;

let counted: Counted | undefined;

/** Counted once, when first asked for. */
export function publishedCounts(): Counted {
  counted ??= {
    dense: count(configurations.dense),
    bc: count(configurations.bc),
    residual: count(configurations.residual),
    bottleneck: count(configurations.bottleneck),
  };
  return counted;
}

const count = (nets: Readonly<Record<string, () => readonly Layer[]>>): LayerCurves => ({
  layers: Object.keys(nets),
  x: [0],
  y: [Object.values(nets).map((net) => parameterCount(net(), [32, 32, 3]))],
});
