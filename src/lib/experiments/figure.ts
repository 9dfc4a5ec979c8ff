/**
 * What an experiment's figure shows, as data. `panelLines` in `panels.ts` turns a panel and a run into lines.
 */
export type Panel<A extends string = string, M extends string = string> =
  /** One line an arm: a scalar metric against x. */
  | (PanelText & { readonly kind: 'curves'; readonly metric: M })
  /** One line a layer of one arm: a layered metric against x. */
  | (PanelText & { readonly kind: 'layers'; readonly metric: M; readonly arm: A })
  /** One line an arm: a layered metric against the layer's index, at the first or the last measurement. */
  | (PanelText & { readonly kind: 'profile'; readonly metric: M; readonly at: 'first' | 'last' })
  /** One line a metric of one arm, against x. */
  | (PanelText & { readonly kind: 'metrics'; readonly metrics: readonly M[]; readonly arm: A });

interface PanelText {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly yScale: 'linear' | 'log';
  /** Top of the y axis, where the start of a run would flatten the rest of it. */
  readonly yMax?: number;
}
