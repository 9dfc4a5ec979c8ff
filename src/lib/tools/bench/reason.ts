/** What went wrong, in one line: without the stack and the caller that Playwright puts around a page's own error. */
export function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/^page\.evaluate: /, '').replace(/^Error: /, '');
}
