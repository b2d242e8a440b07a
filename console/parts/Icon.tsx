const PATHS = {
  floor: 'M4 19V9m5 10V5m5 14v-7m5 7V8',
  desk: 'M5 4h9l5 5v11H5zM14 4v5h5M8 13h8M8 16.500h5',
  campaigns: 'M4 10v4h3l7 4V6l-7 4zM17 9.500a3.500 3.500 0 0 1 0 5',
  recordings: 'M4 12h1.500m3-4v8m3.500-11v14m3.500-10v6m3.500-3H20',
  past: 'M12 7v5l3.500 2M4.500 12a7.500 7.500 0 1 0 2.500-5.600L4.500 8.500m0-4v4h4',
  system: 'M4 6h16v5H4zM4 14h16v5H4zM7.500 8.500h.01M7.500 16.500h.01',
  light:
    'M12 4V2m0 20v-2m8-8h2M2 12h2m13.700-5.700 1.400-1.400M4.900 19.100l1.400-1.400m0-11.400L4.900 4.900m14.200 14.200-1.400-1.400M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8',
  dark: 'M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10',
  out: 'M14 4h5v16h-5M4 12h11m-4-4 4 4-4 4',
  close: 'M6 6l12 12M18 6 6 18',
  search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13M15.500 15.500 20 20',
  warning: 'M12 4 2.500 20h19zM12 10v4.500m0 2.500h.01',
  refresh: 'M19.500 12a7.500 7.500 0 1 1-2.500-5.600l2.500 2.100m0-4v4h-4',
  download: 'M12 4v11m-4.500-4.500L12 15l4.500-4.500M5 19.500h14',
  play: 'M7 4.500v15l12.500-7.500z',
  pause: 'M8 5v14m8-14v14',
  api: 'M8 7l-5 5 5 5m8-10 5 5-5 5M13.500 5l-3 14',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A line drawing that stands beside words; screen readers skip it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
