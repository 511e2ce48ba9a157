/** A word of a command line, in quotes where a shell would read something into it. */
export function shell(word: string): string {
  return /^[\w./,:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
