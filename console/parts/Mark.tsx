/** The sign of Crosspoint: two lines that meet. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M5 9c9 0 13 14 22 14M5 23c9 0 13-14 22-14" />
      <circle cx="16" cy="16" r="3.2" />
    </svg>
  );
}
