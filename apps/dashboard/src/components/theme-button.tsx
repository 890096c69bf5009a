import type { ThemeChoice } from '../hooks/use-theme';

const NAMES = { auto: 'as the system', light: 'light', dark: 'dark' } as const;

export function ThemeButton({ choice }: { readonly choice: ThemeChoice }) {
  const label = `Colours: ${NAMES[choice.theme]}. Change`;
  return (
    <button type="button" className="icon-button" onClick={choice.next} aria-label={label} title={label}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
        {choice.theme === 'light' && <circle cx="8" cy="8" r="2.4" fill="currentColor" />}
        {choice.theme === 'dark' && <circle cx="8" cy="8" r="4.6" fill="currentColor" />}
        {choice.theme === 'auto' && <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />}
      </svg>
    </button>
  );
}
