import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { chooseTheme, readTheme, type Theme } from './theme.ts';

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const icons = { system: 'contrast', light: 'sun', dark: 'moon' } as const;

/** One button that cycles through the themes. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme);
  const choose = () => {
    chooseTheme(next[theme]);
    setTheme(next[theme]);
  };
  return (
    <Button kind="quiet" onClick={choose} label={`Theme: ${theme}. Switch to ${next[theme]}`}>
      <Icon name={icons[theme]} />
    </Button>
  );
}
