import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The command line, run again and again in one process: a process for each would take most of the time for starting. Its
 * entry is loaded again for each run, under arguments and an exit of its own.
 */
const ENTRY = pathToFileURL(resolve(import.meta.dirname, '../../../main/cli/forestall.ts')).href
const { exit } = process
let runs = 0
let onCode = (_code: number) => {}

// The entry sets the code of the exit: 1 before it begins, and that of the command at its end.
const own = process
globalThis.process = new Proxy(own, {
  get: (_, key) => {
    const value: unknown = Reflect.get(own, key)
    return typeof value === 'function' ? value.bind(own) : value
  },
  set: (_, key, value: never) => {
    if (key !== 'exitCode') return Reflect.set(own, key, value)
    onCode(value)
    return true
  },
})

async function run(argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    own[name].write = ((text: string) => {
      said[name] += text
      return true
    }) as typeof own.stdout.write
  own.argv = [own.argv[0] ?? '', 'forestall', ...argv]
  const ended = new Promise<number>(done => {
    let told = 0
    onCode = code => {
      told += 1
      if (told === 2) done(code)
    }
    own.exit = ((code: number) => done(code)) as typeof exit
  })
  runs += 1
  await import(`${ENTRY}?run=${runs}`)
  const code = await ended
  for (const name of ['uncaughtException', 'SIGINT']) own.removeAllListeners(name)
  own.stdout.removeAllListeners('error')
  return { code, ...said }
}

own.on('message', (argv: string[]) => {
  run(argv).then(
    answer => own.send?.(answer),
    () => exit(70),
  )
})
