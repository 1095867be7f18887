import { join } from 'node:path'
import { compiled } from '../../helpers/compiled.ts'
import { confined, createWaiting, type Shell } from './shell.ts'
import type { FromShell, ToShell } from './utility-process.ts'

const BEFORE = ['--import', join(import.meta.dirname, 'utility-process.ts')]

/** The desktop's engine process on the workspace in `dir`, spoken to over message ports. */
export async function openDesktop(home: string, dir: string): Promise<Shell> {
  const start = { root: join(home, 'data/workspaces'), dir, appVersion: '0.0.0', actor: 'maya', device: 'desk' }
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const
  const child = confined(
    compiled('engine-process'),
    [JSON.stringify(start)],
    { home, stdio: [...stdio], serialization: 'advanced' },
    BEFORE,
  )
  const waiting = createWaiting()
  let line = 0
  let open = false
  const tell = (message: ToShell) => void child.process.send(message, () => {})
  const opened = new Promise<void>((done, reject) => {
    child.process.on('message', (message: FromShell) => {
      if ('ready' in message) {
        open = true
        done()
      }
      if ('failed' in message) reject(new Error(message.failed))
      if ('answer' in message && message.line === line) waiting.answered(String(message.answer))
      if ('closed' in message && message.closed === line) {
        line += 1
        tell({ open: line })
        waiting.over('closed')
      }
    })
    child.process.once('exit', code => {
      waiting.over('ended')
      if (!open) reject(new Error(`the engine process ended with ${code}: ${child.said()}`))
    })
  })
  await opened
  tell({ open: line })
  return {
    send: (frame, id, patience) => {
      const outcome = waiting.wait(id, patience)
      if (child.process.connected) tell({ line, frame })
      else waiting.over('ended')
      return outcome
    },
    said: child.said,
    end: child.end,
  }
}
