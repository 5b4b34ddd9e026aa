export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path d="M16 2 28.5 9v14L16 30 3.5 23V9z" fill="#3b4fd8" />
      <path d="M16 2 28.5 9 16 16 3.5 9z" fill="#8c9bff" />
      <path d="M16 16v14L3.5 23V9z" fill="#5b6cf0" />
    </svg>
  );
}
