/** A box with text or boxes in it, in the form that satori lays out. */
export interface CardElement {
  readonly type: 'div';
  readonly props: {
    readonly style: Readonly<Record<string, string | number>>;
    readonly children: readonly (CardElement | string)[];
  };
}

export const box = (style: CardElement['props']['style'], ...children: readonly (CardElement | string)[]): CardElement => ({
  type: 'div',
  props: { style: { display: 'flex', ...style }, children },
});
