/** Stroked outlines on a 24 × 24 grid. */
const paths = {
  box: 'M5 6.5h14v11H5zM3.5 5h3v3h-3zM17.5 5h3v3h-3zM3.5 16h3v3h-3zM17.5 16h3v3h-3z',
  brush:
    'M20 4c-4.5 2-8 5.5-10 9l2 2c3.5-2 6.5-6 8-11zM9 14c-3 0-3.5 2.2-3.5 3.5S4 19.5 3 20c2.5 1 8 .5 8-4z',
  arrow: 'M4 12h15M13 6l6 6-6 6',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  check: 'm5 12.5 4.5 4.5L19 7',
  close: 'M6 6l12 12M18 6 6 18',
  contrast: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 7l7 2M12 12h9M12 17l7-2',
  cube: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  eraser: 'M4 15l9-9 6 6-8 8H8zM8.5 10.5l6 6M11 20h9',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.5v.5',
  minus: 'M5 12h14',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  move: 'M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5',
  pause: 'M8 5v14M16 5v14',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c1-4 4-5 7.5-5s6.5 1 7.5 5',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9v.1',
  play: 'M7 5l12 7-12 7z',
  plus: 'M12 5v14M5 12h14',
  'point-off': 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12h8',
  'point-on': 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8v8M8 12h8',
  pointer: 'M5 3l6 17 2.5-6.5L20 11z',
  redo: 'M20 9H9a5 5 0 0 0 0 10h3M16 5l4 4-4 4',
  repeat: 'M20 12a8 8 0 1 1-2.5-5.8M20 3v4h-4',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M19 5l-1.5 1.5M6.5 17.5 5 19',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  undo: 'M4 9h11a5 5 0 0 1 0 10h-3M8 5 4 9l4 4',
  upload: 'M12 16V5M7 9l5-5 5 5M5 20h14',
  warning: 'M12 4 2.5 20h19zM12 10v5M12 17.5v.1',
} as const;
export type IconName = keyof typeof paths;

/** A decorative icon beside text, or in a button with a label. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
