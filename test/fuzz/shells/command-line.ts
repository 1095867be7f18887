import { join } from 'node:path'
import { confined, SILENT_MS } from './shell.ts'

/** What a run of the command line came to; null where it ended its process or never came to an end. */
export interface Ran {
  ms: number
  came: 'answer' | 'silent' | 'ended'
  code: number
  stdout: string
  stderr: string
}

/** The command line, one run after another. */
export function openCommandLine(home: string): { run(argv: readonly string[]): Promise<Ran>; end(): Promise<void> } {
  const child = confined(join(import.meta.dirname, 'command-line-child.ts'), [], {
    home,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  return {
    run: argv =>
      new Promise(done => {
        const began = performance.now()
        const end = (came: Ran['came'], said = { code: 1, stdout: '', stderr: child.said() }) => {
          clearTimeout(limit)
          child.process.removeAllListeners('message').removeAllListeners('exit')
          done({ came, ms: performance.now() - began, ...said })
        }
        const limit = setTimeout(end, SILENT_MS, 'silent')
        child.process.once('message', said => end('answer', said as { code: number; stdout: string; stderr: string }))
        child.process.once('exit', () => end('ended'))
        if (child.process.connected) child.process.send([...argv])
        else end('ended')
      }),
    end: child.end,
  }
}
