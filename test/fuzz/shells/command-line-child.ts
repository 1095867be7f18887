import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The command line, run again and again in one process: a process for each would take most of the time for starting. Its
 * entry is loaded anew for each run, under arguments and an exit of its own.
 */
const ENTRY = pathToFileURL(resolve(import.meta.dirname, '../../../main/cli/cli.ts')).href
const listeners = ['uncaughtException', 'SIGINT'] as const
const [write, exit] = [process.stdout.write, process.exit]
let runs = 0

async function run(argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = ((text: string) => {
      said[name] += text
      return true
    }) as typeof write
  process.argv = [process.argv[0] ?? '', 'forestall', ...argv]
  const ended = new Promise<number>(done => {
    // The entry says 1 before it begins and the code of the command at its end.
    let told = 0
    Object.defineProperty(process, 'exitCode', {
      configurable: true,
      get: () => 0,
      set: (code: number) => {
        told += 1
        if (told === 2) done(code)
      },
    })
    process.exit = ((code: number) => done(code)) as typeof exit
  })
  runs += 1
  await import(`${ENTRY}?run=${runs}`)
  const code = await ended
  for (const name of listeners) process.removeAllListeners(name)
  process.stdout.removeAllListeners('error')
  return { code, ...said }
}

process.on('message', (argv: string[]) => {
  run(argv).then(
    answer => process.send?.(answer),
    () => exit(70),
  )
})
