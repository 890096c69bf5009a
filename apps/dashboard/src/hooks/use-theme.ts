import { useEffect, useState } from 'react';
import { useMedia } from './use-media';

/** `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'plimsoll.theme';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };

export interface ThemeChoice {
  readonly theme: Theme;
  readonly isDark: boolean;
  readonly next: () => void;
}

export function useTheme(): ThemeChoice {
  const [theme, setTheme] = useState<Theme>(stored);
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const isDark = theme === 'auto' ? systemIsDark : theme === 'dark';
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(KEY, theme);
  }, [theme]);
  return { theme, isDark, next: () => setTheme(NEXT[theme]) };
}

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'auto';
}
