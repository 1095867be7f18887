import { z } from 'zod'
import { addressOf } from '../addresses.ts'

/**
 * What can be suppressed: any address that a message could leave for, or everybody of a domain, written `@example.com`.
 * In the one spelling of addresses, so that it meets what is compared with it.
 */
export const suppressibleSchema = z
  .string()
  .trim()
  // How other programs write a whole domain; taken as an address it would suppress nobody.
  .overwrite(text => text.replace(/^\*(?=@)/, ''))
  .overwrite(addressOf)
  .regex(/^[^\s@<>]*@[^\s@<>]+\.[^\s@<>.]+$/, 'expected an address, or a domain such as @example.com')
