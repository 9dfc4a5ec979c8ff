import { expect, it } from 'vitest';
import { paperSettings, quickSettings, settingText } from '../../../src/lib/experiments/paper.ts';
import { experimentOf } from '../../../src/lib/experiments/registry.ts';
import { inputShapeOf } from '../../../src/lib/experiments/datasets.ts';
import { parameterCount } from '../../../src/lib/models/count.ts';

const trained = (id: 'degradation' | 'learning-speeds') => {
  const experiment = experimentOf(id);
  if (experiment.kind !== 'training') throw new Error(`${id} trains`);
  return experiment;
};

it('the settings of a paper are those of the example, but for what the paper says', () => {
  const { values, dataset, plan, drops } = paperSettings(trained('degradation'));
  expect(plan).toMatchObject({
    optimizer: { learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 },
    batchSize: 128,
    steps: 64_000,
    augment: true,
  });
  expect(drops).toEqual({ factor: 0.1, after: [32_000, 48_000] });
  const { plain20, residual56 } = trained('degradation').arms;
  const counts = [plain20, residual56].map((arm) => parameterCount(arm?.model(values) ?? [], inputShapeOf(dataset)));
  expect(counts).toEqual([269_722, 853_018]);
});

it('the quick preset keeps its learning rate', () => {
  const { plan, drops } = quickSettings(trained('degradation'));
  expect([plan.optimizer.learningRate, plan.steps, drops.after]).toEqual([0.02, 440, []]);
});

it('a small setting is not printed as nothing', () => {
  const { plan } = paperSettings(trained('degradation'));
  expect([plan.optimizer.weightDecay, plan.optimizer.learningRate, plan.steps, 0].map(settingText)).toEqual([
    '0.0001',
    '0.1',
    '64,000',
    '0',
  ]);
});

it('an example without settings of a paper says so', () => {
  expect(() => paperSettings(trained('learning-speeds'))).toThrow(
    /has no settings of a paper; give its definition a field "paper"\.$/,
  );
});
