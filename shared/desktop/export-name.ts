/**
 * The name of a file that a screen exports: letters and numbers of every script and a few signs. What a system or a reader
 * could take for something else, such as a path or a mark that turns letters round, becomes an underscore.
 */
export const exportName = (name: string): string =>
  name.replace(/[^\p{L}\p{M}\p{N}_.() -]+/gu, '_').replace(/^[\p{M}. -]+/u, '_')
