/** The load line: a circle crossed by the mark that says how far she may be loaded. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 40 28" width="40" height="28" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeLinecap="round">
        <circle cx="14" cy="14" r="8.5" strokeWidth="2.4" />
        <path d="M1.5 14h25" strokeWidth="2.4" />
        <path className="logo-marks" d="M32 5v18M32 5h6M32 11h4.5M32 17h6M32 23h4.5" strokeWidth="1.6" />
      </g>
    </svg>
  );
}
