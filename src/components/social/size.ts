/** The size of a social card: the one that all networks show in full. Apart, so that a page's head need not load the drawing. */
export const cardSize = { width: 1200, height: 630 };
