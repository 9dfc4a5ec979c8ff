/** What the build is told about solutions: `SOLUTIONS=off` makes a site without them, for a class that is to find them itself. */
export function parseSolutions(value: string | undefined): boolean {
  if (value === undefined || value === '' || value === 'on') return true;
  if (value === 'off') return false;
  throw new Error(`SOLUTIONS is "${value}"; set it to "off" for a site without solutions, or leave it out.`);
}

/** Whether this build shows solutions. For what runs at build time; pages in a browser are told by their HTML. */
export const showsSolutions = (): boolean => parseSolutions(process.env['SOLUTIONS']);
