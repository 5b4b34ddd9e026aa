export const backgrounds = ['page', 'white', 'grey', 'black'] as const;
export type Background = (typeof backgrounds)[number];

interface BackgroundText {
  readonly name: string;
  /** Background of saved images. Undefined is transparent. */
  readonly colour: string | undefined;
}

export const backgroundTexts: Record<Background, BackgroundText> = {
  page: { name: 'Match page', colour: undefined },
  white: { name: 'White', colour: '#ffffff' },
  grey: { name: 'Gray', colour: '#8a8f99' },
  black: { name: 'Black', colour: '#0b0c10' },
};
