import { inEvaluationMode } from '../models/freezing.ts';
import { atLeast, claimsOver, every, exceeds, notAbove } from './claims.ts';
import { cifar10 } from './datasets.ts';
import { defineTraining, measured } from './experiment.ts';
import { choice, integer } from './params.ts';
import { classes } from './evidence/classes.ts';
import { evidenceLayers } from './evidence/stages.ts';
import { evidenceInWords, unitInWords } from './evidence/words.ts';
import { modelCards } from './source-models/cards.ts';
import { sourceClasses, sourceNet } from './source-models/recipe.ts';
import { weights } from './source-models/ways.ts';

const metrics = measured(
  'classEvidence',
  'exampleImage',
  'exampleLogits',
  'unitImages',
  'unitClasses',
  'weightIdentity',
  'coveredMost',
  'coveredLeast',
);

const params = {
  image: integer({
    label: 'Image',
    help: 'Which of the first hundred test images of the six classes.',
    default: 2,
    min: 1,
    max: 100,
  }),
  evidenceFor: choice({
    label: 'Evidence for',
    help: 'The class whose logit the map takes apart.',
    default: 'ship',
    options: classes,
  }),
  unit: integer({
    label: 'Unit',
    help: 'A channel of the last stage, for which the images that activate it most are looked up.',
    default: 2,
    min: 1,
    max: 64,
  }),
};

const arms = ['trained', 'drawn'] as const;

const claim = claimsOver({ arms, metrics, params });

const { side, scaling } = modelCards[weights];

const model = () => inEvaluationMode(sourceNet(sourceClasses.length));

export default defineTraining({
  title: 'Class evidence over an image',
  summary: 'Grad-CAM of a small net: where in a photograph each of its stages sees what speaks for a class.',
  section: '/transfer-learning/#grad-cam',
  params,
  presets: {
    quick: {
      label: 'quick',
      note: 'The source model as it is stored, and the same net with weights drawn at random; nothing is trained',
      values: {},
      arms,
      seeds: [0, 1, 2, 3, 4],
    },
  },
  // #region experiment
  dataset: () => ({ ...cifar10({ train: 1_000, test: 1_000, side }), scaling, classes: sourceClasses, perClass: 1 }),
  arms: {
    trained: {
      label: 'source model',
      look: { colour: 'first', dash: 'solid' },
      model,
      startsFrom: () => ({ id: weights, upTo: 'dense' }),
    },
    drawn: { label: 'weights drawn at random', look: { colour: 'neutral', dash: 'dotted' }, model },
  },
  training: ({ image, evidenceFor, unit }) => ({
    loss: 'softmaxCrossEntropy',
    optimizer: { learningRate: 0.1, momentum: 0, weightDecay: 0 },
    batchSize: 'all',
    steps: 0,
    augment: false,
    measureEvery: 1,
    evidence: {
      layers: evidenceLayers,
      example: image - 1,
      output: Object.keys(classes).indexOf(evidenceFor),
      unit: unit - 1,
      scaling,
    },
  }),
  metrics,
  takesImage: true,
  claims: [
    claim(
      'At the last stage Zα is the row of weights that the class reads the mean with, up to one part in 100,000, trained or not.',
      ['trained', 'drawn'],
      ({ trained, drawn }) => every(notAbove(trained.weightIdentity.last, 1e-5), notAbove(drawn.weightIdentity.last, 1e-5)),
    ),
    claim('No map is negative anywhere.', ['trained', 'drawn'], ({ trained, drawn }) =>
      every(...[trained, drawn].map(({ classEvidence }) => atLeast(Math.min(...classEvidence.y), 0))),
    ),
    claim(
      'In the source model, covering the quarter with the most evidence lowers the logit of an image’s class by 0.5 more than covering the quarter with the least.',
      ['trained'],
      ({ trained }) => exceeds(trained.coveredMost.last, trained.coveredLeast.last, 0.5),
    ),
    claim('With weights drawn at random the two differ by 0.25 at most.', ['drawn'], ({ drawn }) =>
      notAbove(Math.abs(drawn.coveredMost.last - drawn.coveredLeast.last), 0.25),
    ),
  ],
  // #endregion
  figure: [
    {
      kind: 'drawing',
      drawing: 'class-evidence',
      arm: 'trained',
      title: 'Evidence at each stage of the source model',
      xLabel: 'step',
      describe: evidenceInWords,
    },
    {
      kind: 'drawing',
      drawing: 'class-evidence',
      arm: 'drawn',
      title: 'The same with weights drawn at random',
      xLabel: 'step',
      describe: evidenceInWords,
    },
    {
      kind: 'drawing',
      drawing: 'unit-images',
      arm: 'trained',
      title: 'Images that activate a unit of the last stage most',
      xLabel: 'step',
      describe: unitInWords,
    },
    {
      kind: 'points',
      metric: 'coveredMost',
      title: 'The quarter with the most evidence covered',
      xLabel: 'net',
      yLabel: 'mean fall of the logit',
      yScale: 'linear',
      yCovers: [-0.5, 2],
    },
    {
      kind: 'points',
      metric: 'coveredLeast',
      title: 'The quarter with the least evidence covered',
      xLabel: 'net',
      yLabel: 'mean fall of the logit',
      yScale: 'linear',
      yCovers: [-0.5, 2],
    },
  ],
});
