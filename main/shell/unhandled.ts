import { describeBug } from '../../shared/bug.ts'

/**
 * The last resort of a shell: an error that nobody caught is written down without personal data, and the shell says what
 * becomes of it. Without this Node ends the process on the spot, and prints the message with whatever data it quotes.
 */
export function onUnhandled(log: (line: string, error: unknown) => void, then: () => void): void {
  const caught = (error: unknown) => {
    log(`unexpected error, ${describeBug(error)}`, error)
    then()
  }
  process.on('uncaughtException', caught)
  process.on('unhandledRejection', caught)
}
