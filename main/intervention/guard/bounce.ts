import { plainAddress } from '../../../shared/person/address.ts'
import { statement, type WriteDb } from '../../cache/db.ts'

/**
 * Remembers an address that its mail server says does not exist, in the server's words: nothing is sent there until a
 * person lifts the suppression. What a person has suppressed before keeps their reason.
 */
export const rememberBounce = (tx: WriteDb, address: string, why: string, at: number): void => {
  tx.run(
    statement('INSERT INTO suppression (address, reason, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
      plainAddress(address),
      `bounced: ${why.replace(/\.$/, '')}`,
      at,
    ]),
  )
}
