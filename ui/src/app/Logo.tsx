/** The mark of Winnow, as on the desktop. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="24 24 464 464" aria-hidden="true">
      <rect x="24" y="24" width="464" height="464" rx="112" fill="#137a63" />
      <path
        d="M112 168 L176 352 L256 208 L336 352 L400 168"
        fill="none"
        stroke="#fff"
        strokeWidth="44"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="256" cy="128" r="26" fill="#ffd479" />
    </svg>
  );
}
