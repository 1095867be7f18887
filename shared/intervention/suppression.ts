import { z } from 'zod'

/**
 * What can be suppressed: any address that a message could leave for, or everybody of a domain, written `@example.com`.
 * In the lower case of the lanes: the database folds the letters of ASCII only.
 */
export const suppressibleSchema = z
  .string()
  .trim()
  .toLowerCase()
  // How other programs write a whole domain; taken as an address it would suppress nobody.
  .overwrite(text => text.replace(/^\*(?=@)/, ''))
  .regex(/^[^\s@<>]*@[^\s@<>]+\.[^\s@<>.]+$/, 'expected an address, or a domain such as @example.com')
