import type { Backend } from '../../src/lib/experiments/frame.ts';
import type { Engine, Net } from '../../src/lib/core/net.ts';

/** An engine like another one, but for what `change` says of its nets, and its name. */
export function wrapped(engine: Engine, change: (net: Net) => Partial<Net>, backend: Backend = engine.backend): Engine {
  return {
    backend,
    createNet: async (options) => {
      const net = await engine.createNet(options);
      return { ...delegate(net), ...change(net) };
    },
  };
}

/** The net behind an object whose members can be replaced one by one. */
const delegate = (net: Net): Net => ({
  parameters: net.parameters,
  stepsPerRead: net.stepsPerRead,
  step: (batch, updates) => net.step(batch, updates),
  measured: () => net.measured(),
  gradients: () => net.gradients(),
  logits: (images, count) => net.logits(images, count),
  loss: (batch) => net.loss(batch),
  outputs: (layers, images, count) => net.outputs(layers, images, count),
  logitGradients: (layers, images, count, logits) => net.logitGradients(layers, images, count, logits),
  locate: (batch, measured) => net.locate(batch, measured),
  state: () => net.state(),
  load: (state) => net.load(state),
  dispose: () => net.dispose(),
});
