import type { Look } from './experiment.ts';
import type { ParamSchema, Values } from './params.ts';
import type { ArmLog } from './runlog.ts';

/**
 * What an experiment's figure shows, as data. `panels.ts` turns a panel and a run into what a chart draws.
 */
export type Panel<A extends string = string, M extends string = string, S extends ParamSchema = ParamSchema> =
  ChartPanel<A, M> | DrawingPanel<A, S> | HeatmapPanel<A, M>;

export type ChartPanel<A extends string = string, M extends string = string> =
  /** One line an arm, those of some or of all: a scalar metric against x. */
  | (Axes & {
      readonly kind: 'curves';
      readonly metric: M;
      readonly arms?: readonly A[];
      /** Scalar metrics of the same arm, such as steps until it diverged: at each x that they have, the line is broken. */
      readonly brokenBy?: readonly M[];
    })
  /** One line a layer of one arm: a layered metric against x. */
  | (Axes & { readonly kind: 'layers'; readonly metric: M; readonly arm: A })
  /** One line an arm, those of some or of all: a layered metric against the layer's index, at the first or the last measurement. */
  | (Axes & {
      readonly kind: 'profile';
      readonly metric: M;
      readonly at: 'first' | 'last';
      readonly arms?: readonly A[];
      /** Residual or highway blocks alone, without the layers in their branches and around them. */
      readonly of?: 'blocks';
    })
  /** One line a metric of one arm, against x. */
  | (Axes & { readonly kind: 'metrics'; readonly metrics: readonly M[]; readonly arm: A })
  /**
   * Bars, those of several arms side by side. Of a scalar metric one at each x, as in a histogram; of a layered metric one a layer,
   * or a neuron, those of a layer together, at the first or the last measurement.
   */
  | (Axes & { readonly kind: 'bars'; readonly metric: M; readonly at?: 'first' | 'last'; readonly arm?: A })
  /**
   * One dot an arm, with the interval over the seeds: the last value of a scalar metric, or, where `below` is given, the x at which it
   * first is below that. The x axis names the arms.
   */
  | (Axes & { readonly kind: 'points'; readonly metric: M; readonly arms?: readonly A[]; readonly below?: number })
  /**
   * One line a net, through the last value of a scalar metric in several arms, in which the net was trained with one setting after the
   * other. The x axis names the settings.
   */
  | (Axes & {
      readonly kind: 'sweep';
      readonly metric: M;
      readonly settings: readonly string[];
      readonly lines: readonly SweptLine<A>[];
    });

/** A net, and its arms in the order of the settings. */
export interface SweptLine<A extends string = string> {
  readonly label: string;
  readonly look: Look;
  readonly arms: readonly A[];
}

/** A picture of what one arm computed, drawn by the component of this name. */
export interface DrawingPanel<A extends string = string, S extends ParamSchema = ParamSchema> {
  readonly kind: 'drawing';
  readonly drawing: DrawingName;
  readonly arm: A;
  readonly title: string;
  /** What the arm's series run over, as a column of the data table: "neuron". */
  readonly xLabel: string;
  /** The picture in words, for those who do not see it. */
  readonly describe: (arm: ArmLog, values: Values<S>) => string;
}

/**
 * Numbers of one arm in rows and columns, each a cell that is the more coloured the greater it is: a layered metric whose layers are named
 * "ROW, COLUMN", at the first or the last measurement.
 */
export interface HeatmapPanel<A extends string = string, M extends string = string> {
  readonly kind: 'heatmap';
  readonly metric: M;
  readonly arm: A;
  readonly at: 'first' | 'last';
  /** Of the layers, those whose names begin with this: "block 1, ", which the names of the rows leave out then. */
  readonly within?: string;
  /** Numbers divided by the mean of their row, where rows of different sizes are to be compared. */
  readonly relative?: 'row';
  readonly title: string;
  /** What a column is. */
  readonly xLabel: string;
  /** What a row is. */
  readonly yLabel: string;
  /** What a number is. */
  readonly valueLabel: string;
  /** The numbers that the palest and the fullest colour stand for; the least and the greatest there are, where absent. */
  readonly low?: number;
  readonly high?: number;
  /** `heatMapInWords`: a page with no heat map loads none of its words. */
  readonly inWords: (panel: HeatmapPanel, arm: ArmLog) => string;
}

/** The drawings there are; `components/drawings` has one for each. */
export type DrawingName =
  | ('augmented-images' | 'class-evidence' | 'clip-direction' | 'clipping-cliff' | 'unit-images')
  | ('neuron-chain' | 'norm-axes' | 'norm-invariances' | 'norm-steps')
  | ('parity-in-two-layers' | 'parity-in-three-layers' | 'parity-tree');

interface Axes {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly yScale: 'linear' | 'log';
  /** Top of the y axis, where the start of a run would flatten the rest of it. */
  readonly yMax?: number;
  /** What the y axis shows at least, where panels are to be compared with each other. */
  readonly yCovers?: readonly [number, number];
}

/** The panels of a figure that are charts. */
export const chartsIn = (figure: readonly Panel[]): readonly ChartPanel[] => figure.filter(isChart);

export const isChart = (panel: Panel): panel is ChartPanel => panel.kind !== 'drawing' && panel.kind !== 'heatmap';

/** What draws a panel that is no chart. */
export type PictureName = DrawingName | 'heat-map';

export const pictureOf = (panel: Exclude<Panel, ChartPanel>): PictureName =>
  panel.kind === 'heatmap' ? 'heat-map' : panel.drawing;

/** The pictures that a figure holds. */
export const drawingsIn = (figure: readonly Panel[]): readonly PictureName[] =>
  figure.flatMap((panel) => (isChart(panel) ? [] : [pictureOf(panel)]));
