export const backgrounds = ['page', 'white', 'grey', 'black'] as const;
export type Background = (typeof backgrounds)[number];

interface BackgroundText {
  readonly name: string;
  /** Behind a saved picture; the page's own stays transparent. */
  readonly colour: string | undefined;
}

export const backgroundTexts: Record<Background, BackgroundText> = {
  page: { name: 'As the page', colour: undefined },
  white: { name: 'White', colour: '#ffffff' },
  grey: { name: 'Grey', colour: '#8a8f99' },
  black: { name: 'Black', colour: '#0b0c10' },
};
